import { readFileSync } from "node:fs";
import { Agent, type Dispatcher, request } from "undici";
import { parseChallenge } from "./challenge.ts";

export interface RegistryOptions {
  /** As it stands in the names of images: `registry.example.com:5000`. */
  readonly host: string;
  /** Where its API is: `https://registry.example.com:5000`. */
  readonly url: string;
  readonly username?: string;
  /** Read when it is needed, so that a new password counts at once. */
  readonly passwordFile?: string;
  /** In PEM; absent: the authorities that Node trusts. */
  readonly caFile?: string;
  /** How long one answer is waited for, in milliseconds; a layer for ten times as long. */
  readonly timeoutMs: number;
}

type Response = Dispatcher.ResponseData;

export interface Asked {
  readonly accept?: string;
  readonly signal: AbortSignal;
}

/** No manifest of an image that somebody runs is as large. */
const mostBytes = 4 * 1024 * 1024;

const mostRedirections = 3;
const connections = 8;

/** What a registry answers that is no success: the HTTP status, for whoever knows what was asked. */
export class RegistryStatus extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`it answered with HTTP status ${status}`);
    this.name = "RegistryStatus";
    this.status = status;
  }
}

/** The way to one registry (OCI distribution): its tokens, redirections and limits. Rejects with what is for the log. */
export class RegistryConnection implements AsyncDisposable {
  readonly #options: RegistryOptions;
  readonly #agent: Agent;
  /** By path of a repository: what was shown there last, which often is good for the next request. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    const { caFile, timeoutMs } = options;
    this.#agent = new Agent({
      connections,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: timeoutMs, ...(caFile !== undefined && { ca: readFileSync(caFile) }) },
    });
  }

  /** The whole answer to a GET, of a size that a manifest may have. */
  async get(
    repository: string,
    path: string,
    asked: Asked,
  ): Promise<{ readonly headers: Response["headers"]; readonly body: Buffer }> {
    const { headers, body } = await this.open(repository, path, asked);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > mostBytes) throw new Error(`the answer is larger than ${mostBytes} bytes`);
      chunks.push(chunk as Buffer);
    }
    return { headers, body: Buffer.concat(chunks) };
  }

  /** The answer to a GET as it comes. The body must be read, or destroyed. */
  async open(repository: string, path: string, { accept, signal }: Asked): Promise<Response> {
    const url = new URL(`/v2/${repository}/${path}`, this.#options.url);
    const headers = accept === undefined ? {} : { accept };
    const known = this.#authorizations.get(repository);
    const first = await this.#send(url, known === undefined ? headers : { ...headers, authorization: known }, signal);
    if (first.statusCode !== 401) return checked(first);
    await first.body.dump();
    const authorization = await this.#authorization(first.headers["www-authenticate"], signal);
    const second = await checked(await this.#send(url, { ...headers, authorization }, signal));
    this.#authorizations.set(repository, authorization);
    return second;
  }

  async #authorization(header: string | readonly string[] | undefined, signal: AbortSignal): Promise<string> {
    const challenges = [header ?? []].flat().map(parseChallenge);
    const challenge = challenges.find((each) => each !== null);
    const basic = this.#basic();
    if (challenge?.scheme === "basic" && basic !== null) return basic;
    if (challenge?.scheme !== "bearer") throw new RegistryStatus(401);
    const url = new URL(challenge.realm);
    this.#assertAsSafe(url);
    if (challenge.service !== null) url.searchParams.set("service", challenge.service);
    if (challenge.scope !== null) url.searchParams.set("scope", challenge.scope);
    const options = { dispatcher: this.#agent, signal, headers: basic === null ? {} : { authorization: basic } };
    const { body } = await checked(await request(url, options));
    const { token, access_token } = (await body.json()) as {
      readonly token?: unknown;
      readonly access_token?: unknown;
    };
    const given = token ?? access_token;
    if (typeof given !== "string" || !/^[\x21-\x7e]+$/.test(given)) throw new Error("the realm gave no token");
    return `Bearer ${given}`;
  }

  #basic(): string | null {
    const { username, passwordFile } = this.#options;
    if (username === undefined) return null;
    const password = passwordFile === undefined ? "" : readFileSync(passwordFile, "utf8").trim();
    return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  }

  /** Blobs are often elsewhere. What was shown to the registry is shown to nobody else. */
  async #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    let at = url;
    for (let redirections = 0; ; redirections += 1) {
      const { authorization: _, ...bare } = headers;
      const sent = at.origin === url.origin ? headers : bare;
      const response = await request(at, { dispatcher: this.#agent, signal, headers: sent });
      const { location } = response.headers;
      const isRedirection = response.statusCode >= 300 && response.statusCode < 400 && typeof location === "string";
      if (!isRedirection) return response;
      await response.body.dump();
      if (redirections === mostRedirections) throw new Error("it redirects without end");
      at = new URL(location, at);
      this.#assertAsSafe(at);
    }
  }

  /** Who is asked over HTTPS may not lead to where somebody could listen. */
  #assertAsSafe({ protocol }: URL): void {
    const isSafe = protocol === "https:" || (protocol === "http:" && this.#options.url.startsWith("http:"));
    if (!isSafe) throw new Error(`it leads to ${protocol}, which is not as safe as it is itself`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.statusCode === 200) return response;
  await response.body.dump();
  throw new RegistryStatus(response.statusCode);
}
