import { X509Certificate } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { createSecureContext } from "node:tls";
import type { Impersonation, TlsSources, UserSources } from "./credential-sources.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import { entriesOf, invalidKubeconfig, type KubeconfigFile } from "./kubeconfig-file.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An entry of one of the file's lists, with all that an error message needs to say where it stands. */
interface Place {
  readonly file: KubeconfigFile;
  /** As in `users[2].user`. */
  readonly at: string;
  readonly fields: Fields;
}

/** The cluster that a context describes. Its cluster and user may stand in another file, the context's own comes first. */
export function readContext(
  name: string,
  entry: unknown,
  index: number,
  file: KubeconfigFile,
  files: readonly KubeconfigFile[],
): ClusterConfig {
  const context: Place = { file, at: `contexts[${index}].context`, fields: object((entry as Fields).context) };
  const order = [file, ...files.filter((other) => other !== file)];
  const clusterName = required(context, "cluster");
  const cluster = findEntry(order, "clusters", "cluster", clusterName);
  if (!cluster) throw problem(context, "cluster", `names a cluster that is not there: "${clusterName}"`);
  const userName = text(context, "user");
  const user = userName === undefined ? undefined : findEntry(order, "users", "user", userName);
  if (userName !== undefined && !user) throw problem(context, "user", `names a user that is not there: "${userName}"`);

  const server = serverOf(cluster);
  const proxyUrl = text(cluster, "proxy-url");
  if (proxyUrl !== undefined && !/^(https?|socks5?h?):\/\//.test(proxyUrl)) {
    throw problem(cluster, "proxy-url", "is not an HTTP or SOCKS URL");
  }
  const sources = { tls: tlsOf(cluster), user: userOf(`${name}/${userName ?? ""}`, user) };
  if (user) checkPair(user, sources.user);
  return { name, server, ...(proxyUrl !== undefined && { proxyUrl }), credentials: () => sources };
}

function findEntry(
  files: readonly KubeconfigFile[],
  list: "clusters" | "users",
  field: "cluster" | "user",
  name: string,
): Place | undefined {
  for (const file of files) {
    const index = entriesOf(file[list]).findIndex((entry) => object(entry).name === name);
    if (index < 0) continue;
    return { file, at: `${list}[${index}].${field}`, fields: object(object(entriesOf(file[list])[index])[field]) };
  }
  return undefined;
}

function serverOf(cluster: Place): string {
  const server = required(cluster, "server");
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw problem(cluster, "server", "is not an http or https URL");
  if (url.username || url.password) throw problem(cluster, "server", "must not hold credentials");
  return server.replace(/\/+$/, "");
}

function tlsOf(cluster: Place): TlsSources {
  const caFile = filePath(cluster, "certificate-authority");
  const caData = base64(cluster, "certificate-authority-data");
  const serverName = text(cluster, "tls-server-name");
  const field = caFile === undefined ? "certificate-authority-data" : "certificate-authority";
  const ca = caFile === undefined ? caData : readFileSync(caFile);
  if (ca && !isCertificate(ca)) throw problem(cluster, field, "is not a PEM certificate");
  return {
    ...(caFile !== undefined && { caFile }),
    ...(caData && { caData }),
    ...(serverName !== undefined && { serverName }),
    insecure: cluster.fields["insecure-skip-tls-verify"] === true,
  };
}

function userOf(name: string, user: Place | undefined): UserSources {
  if (!user) return { name };
  const certFile = filePath(user, "client-certificate");
  const keyFile = filePath(user, "client-key");
  const tokenFile = filePath(user, "tokenFile");
  const certData = base64(user, "client-certificate-data");
  const keyData = base64(user, "client-key-data");
  const token = text(user, "token");
  const username = text(user, "username");
  const password = text(user, "password");
  const exec = user.fields.exec;
  const authProvider = user.fields["auth-provider"];
  const impersonate = impersonationOf(user);
  return {
    name,
    ...(certFile !== undefined && { certFile }),
    ...(certData && { certData }),
    ...(keyFile !== undefined && { keyFile }),
    ...(keyData && { keyData }),
    ...(token !== undefined && { token }),
    ...(tokenFile !== undefined && { tokenFile }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(exec != null && { exec: execOf(user) }),
    ...(authProvider != null && { authProvider: object(authProvider) }),
    ...(impersonate && { impersonate }),
  };
}

/** As kubectl does: a command with a slash in it is relative to the file, one without is looked up in the PATH. */
function execOf(user: Place): Fields {
  const exec = object(user.fields.exec);
  const { command, apiVersion } = exec;
  if (typeof command !== "string" || command === "") throw problem(user, "exec.command", "is missing");
  const resolved = command.includes("/") && !isAbsolute(command) ? join(dirname(user.file.path), command) : command;
  // Some plugins refuse to run without it, and client-node does not set it.
  const info = JSON.stringify({ apiVersion, kind: "ExecCredential", spec: { interactive: false } });
  const env = [...entriesOf(exec.env), { name: "KUBERNETES_EXEC_INFO", value: info }];
  return { ...exec, command: resolved, env };
}

function impersonationOf(user: Place): Impersonation | undefined {
  const as = text(user, "as");
  if (as === undefined) return undefined;
  const headers: Record<string, string | readonly string[]> = { "impersonate-user": as };
  const uid = text(user, "as-uid");
  if (uid !== undefined) headers["impersonate-uid"] = uid;
  const groups = entriesOf(user.fields["as-groups"]).map(String);
  if (groups.length > 0) headers["impersonate-group"] = groups;
  for (const [key, values] of Object.entries(object(user.fields["as-user-extra"]))) {
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = entriesOf(values).map(String);
  }
  return headers;
}

function checkPair(place: Place, user: UserSources): void {
  const cert = user.certFile === undefined ? user.certData : readFileSync(user.certFile);
  const key = user.keyFile === undefined ? user.keyData : readFileSync(user.keyFile);
  if (!cert && !key) return;
  if (!cert || !key) throw problem(place, "client-certificate", "and client-key must be given together");
  try {
    createSecureContext({ cert, key });
  } catch {
    throw problem(place, "client-certificate", "and client-key are no pair in PEM");
  }
}

function isCertificate(pem: Buffer): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function filePath(place: Place, field: string): string | undefined {
  const value = text(place, field);
  if (value === undefined) return undefined;
  const path = isAbsolute(value) ? value : join(dirname(place.file.path), value);
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw problem(place, field, `names a file that cannot be read: ${path}`);
  }
  return path;
}

function base64(place: Place, field: string): Buffer | undefined {
  const value = text(place, field);
  if (value === undefined) return undefined;
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value)) throw problem(place, field, "is not base64");
  return Buffer.from(value, "base64");
}

function text(place: Place, field: string): string | undefined {
  const value = place.fields[field];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw problem(place, field, "is not a string");
  return value;
}

function required(place: Place, field: string): string {
  const value = text(place, field);
  if (value === undefined) throw problem(place, field, "is missing");
  return value;
}

function object(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function problem({ file, at }: Place, field: string, what: string) {
  return invalidKubeconfig(file.path, `${at}.${field} ${what}`);
}
