import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { FairwayError } from "../errors/index.ts";
import { Cell } from "../state/index.ts";
import type { CredentialSources } from "./credential-sources.ts";
import { expiryOf } from "./expiry.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import { monotonicOf, type Runtime } from "./ports.ts";

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface TlsMaterial {
  readonly ca?: Buffer;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** TLS material that tells whether it has changed. */
export interface Tls {
  readonly material: TlsMaterial;
  /** Equal for equal material: pools are built anew when it differs. */
  readonly fingerprint: string;
}

/** What one request needs to be let in. */
export interface Credential {
  readonly headers: Headers;
  readonly tls: Tls;
  /** Without the client certificate: for callers who show something of their own. */
  readonly bareTls: Tls;
  /** By a clock that never goes back: else one that was put back would keep a token past its end. */
  readonly madeAt: number;
}

const maxAgeMs = 5_000;

/**
 * A cluster's credentials, read again when they are older than a few seconds, so that renewed tokens and certificates
 * are taken up without a restart. client-node is loaded for exec and auth-provider users alone: with its models it
 * costs every start more than half a second.
 */
export class Credentials {
  /** Touched when `expiresAt` changes. */
  readonly cell = new Cell();
  #config: ClusterConfig;
  readonly #monotonic: () => number;
  #current: Credential | null = null;
  #refreshing: Promise<Credential> | null = null;
  #plugin: KubeConfig | null = null;
  #expiresAt: number | null = null;

  constructor(config: ClusterConfig, runtime: Runtime) {
    this.#config = config;
    this.#monotonic = monotonicOf(runtime);
  }

  /** When the credential last used ends, in milliseconds since the epoch; null where it does not say. */
  get expiresAt(): number | null {
    return this.#expiresAt;
  }

  /** Others from now on. */
  replace(config: ClusterConfig): void {
    this.#config = config;
    this.#current = null;
    this.#refreshing = null;
    this.#plugin = null;
  }

  /** Throws CLUSTER_UNAUTHENTICATED when a file has gone or a credential plugin fails. */
  async get(): Promise<Credential> {
    const current = this.#current;
    if (current && this.#monotonic() - current.madeAt < maxAgeMs) return current;
    if (this.#refreshing !== null) return this.#refreshing;
    const refreshing = this.#refresh().finally(() => {
      if (this.#refreshing === refreshing) this.#refreshing = null;
    });
    this.#refreshing = refreshing;
    return refreshing;
  }

  /**
   * The API server did not accept this one. Returns whether it is worth asking for another: not if it is brand-new, so
   * that a revoked credential does not run its plugin for every request.
   */
  reject(credential: Credential): boolean {
    if (this.#current !== credential) return true;
    if (this.#monotonic() - credential.madeAt < 1_000) return false;
    this.#current = null;
    // client-node keeps a plugin's token until its own expiry; only a new instance forgets it.
    this.#plugin = null;
    return true;
  }

  async #refresh(): Promise<Credential> {
    const madeAt = this.#monotonic();
    const config = this.#config;
    try {
      const sources = config.credentials();
      const plugin = sources.user.exec || sources.user.authProvider ? await this.#askPlugin(sources) : {};
      const material = { ...(await readTls(sources)), ...plugin.tls };
      const { cert: _cert, key: _key, ...bare } = material;
      const headers = { ...plugin.headers, ...(await readHeaders(sources)) };
      const made = { headers, tls: withFingerprint(material), bareTls: withFingerprint(bare), madeAt };
      // It may have been replaced meanwhile.
      if (this.#config === config) this.#take(made, expiryOf(material, headers, plugin.expiresAt ?? null));
      return made;
    } catch (cause) {
      const name = config.name;
      const why = whatIsMissing(cause);
      const message = `The gateway's credential for cluster "${name}" cannot be obtained${why}.`;
      throw new FairwayError("CLUSTER_UNAUTHENTICATED", message, { cluster: name, cause });
    }
  }

  #take(made: Credential, expiresAt: number | null): void {
    this.#current = made;
    if (this.#expiresAt === expiresAt) return;
    this.#expiresAt = expiresAt;
    this.cell.touch();
  }

  async #askPlugin({ user }: CredentialSources): Promise<Plugged> {
    let config = this.#plugin;
    if (!config) {
      const { KubeConfig } = await import("@kubernetes/client-node");
      config = new KubeConfig();
      const { server } = this.#config;
      config.loadFromOptions({
        // Our own pools verify the server; client-node only must not object to plain HTTP.
        clusters: [{ name: "cluster", server, skipTLSVerify: true }],
        users: [{ name: user.name, exec: user.exec, authProvider: user.authProvider }],
        contexts: [{ name: "context", cluster: "cluster", user: user.name }],
        currentContext: "context",
      });
      this.#plugin = config;
    }
    const options: { headers?: Record<string, string>; cert?: string; key?: string } = {};
    await config.applyToHTTPSOptions(options);
    const tls = { ...(options.cert && { cert: options.cert }), ...(options.key && { key: options.key }) };
    const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]);
    return { headers: Object.fromEntries(headers), tls, expiresAt: pluginExpiry(config, user.name) };
  }
}

/** What a credential plugin gives. */
interface Plugged {
  readonly headers?: Headers;
  readonly tls?: TlsMaterial;
  readonly expiresAt?: number | null;
}

/** client-node keeps the plugin's whole answer, by the user's name, and shows it to nobody. */
function pluginExpiry(config: KubeConfig, user: string): number | null {
  const { authenticators = [] } = config as unknown as { authenticators?: readonly { tokenCache?: unknown }[] };
  for (const { tokenCache } of authenticators) {
    const answer = (tokenCache as Record<string, { status?: { expirationTimestamp?: unknown } }> | undefined)?.[user];
    const moment = Date.parse(String(answer?.status?.expirationTimestamp));
    if (!Number.isNaN(moment)) return moment;
  }
  return null;
}

/** The one failure that says what to do: a program that a person has to install. Where it was looked for is nobody's business. */
function whatIsMissing(cause: unknown): string {
  const { code, syscall, path = "" } = cause as NodeJS.ErrnoException;
  if (!syscall?.startsWith("spawn")) return "";
  return `: the command "${basename(path)}" ${code === "ENOENT" ? "is not there" : "cannot be run"}`;
}

async function readTls({ tls, user }: CredentialSources): Promise<TlsMaterial> {
  const ca = tls.caFile === undefined ? tls.caData : await readFile(tls.caFile);
  const cert = user.certFile === undefined ? user.certData : await readFile(user.certFile);
  const key = user.keyFile === undefined ? user.keyData : await readFile(user.keyFile);
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(tls.serverName !== undefined && { servername: tls.serverName }),
    ...(tls.insecure && { rejectUnauthorized: false }),
  };
}

async function readHeaders({ user }: CredentialSources): Promise<Headers> {
  const token = user.tokenFile === undefined ? user.token : (await readFile(user.tokenFile, "utf8")).trim();
  const basic = `${user.username ?? ""}:${user.password ?? ""}`;
  return {
    ...(user.username !== undefined && { authorization: `Basic ${Buffer.from(basic).toString("base64")}` }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...user.impersonate,
  };
}

function withFingerprint(material: TlsMaterial): Tls {
  const { ca, cert, key, servername, rejectUnauthorized } = material;
  const hash = createHash("sha256");
  for (const part of [ca, cert, key, servername, String(rejectUnauthorized)]) hash.update(part ?? "").update("\0");
  return { material, fingerprint: hash.digest("hex") };
}
