import { FairwayError } from "../errors/index.ts";
import type { ClusterName } from "../state/index.ts";

/** Who somebody is, as far as an API server is told. A Principal is one. */
export interface CallerIdentity {
  readonly issuer: string;
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
  /** The one cluster that has vouched for the caller, and where its token is known. */
  readonly cluster?: ClusterName;
}

/** How callers go to a cluster, and whose. */
export interface UpstreamRules {
  readonly name: ClusterName;
  /** As whom the gateway says, beside its own credential; or with the caller's own token and nothing else. */
  readonly upstream: "impersonate" | "token";
  /** Callers of these issuers count here. Absent: of all but those that count in one cluster alone. */
  readonly accepts?: readonly string[];
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

/**
 * Whether somebody is anybody in a cluster. Equal names of two issuers are two people, so it is asked of each cluster. A
 * reserved name means somebody of the cluster that gave it: elsewhere it would be taken for that cluster's own node,
 * service account or master, by access reviews as well as by impersonation.
 */
export function countsIn(caller: CallerIdentity, { name, accepts }: UpstreamRules): boolean {
  const { cluster, issuer } = caller;
  if (cluster === name) return true;
  if (hasReservedName(caller)) return false;
  return accepts ? accepts.includes(issuer) : cluster === undefined;
}

/**
 * The headers (for `CallOptions`) with which a request goes to a cluster as its caller. Throws FORBIDDEN for whoever does
 * not count there, or has a name that must not, or cannot, be passed on.
 */
export function upstreamHeaders(caller: CallerIdentity, token: string | undefined, rules: UpstreamRules): Headers {
  if (caller.cluster !== rules.name && hasReservedName(caller)) {
    throw refused(rules, "cannot be asked as a user or in a group whose name begins with system:");
  }
  if (!countsIn(caller, rules)) throw refused(rules, "does not accept callers of this issuer");
  const isOwn = caller.cluster === rules.name;
  // A caller that another cluster vouches for has no token that this one knows.
  if (!isOwn && (rules.upstream === "impersonate" || caller.cluster !== undefined)) return impersonation(caller, rules);
  if (token === undefined) throw refused(rules, "knows this caller by a token alone, and there is none");
  return { authorization: `Bearer ${token}` };
}

/** Of whom Kubernetes says so itself: it adds the group to everybody whom it impersonates. */
const everybody = "system:authenticated";

/** Nodes, controllers, masters: whoever could become one of those through the gateway would own the cluster. */
function hasReservedName({ username, groups }: CallerIdentity): boolean {
  return [username, ...groups].some((name) => name !== everybody && name.startsWith("system:"));
}

function impersonation({ username, uid, groups, extra }: CallerIdentity, rules: UpstreamRules): Headers {
  const told = groups.filter((group) => group !== everybody);
  const value = (text: string) => headerValue(text, rules);
  const entries = Object.entries(extra).map(([key, values]) => [
    `impersonate-extra-${headerKey(key)}`,
    values.map(value),
  ]);
  return {
    "impersonate-user": value(username),
    ...(uid !== undefined && uid !== "" && { "impersonate-uid": value(uid) }),
    ...(told.length > 0 && { "impersonate-group": told.map(value) }),
    ...Object.fromEntries(entries),
  };
}

/**
 * An API server reads the bytes of a header as UTF-8, and HTTP clients write characters as bytes. Ends are trimmed on
 * the way, control characters end a header, and half a surrogate becomes another name's: each would be somebody else.
 */
function headerValue(text: string, rules: UpstreamRules): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (text === "" || /^[ \t]|[ \t]$|[\x00-\x1f\x7f]/.test(text) || !text.isWellFormed()) {
    throw refused(rules, "cannot be told the caller's name, uid, groups or extra: they do not fit into a header");
  }
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The server lowers the name's case and then decodes the percent signs, so capitals have to be encoded as well. */
function headerKey(key: string): string {
  const encode = (byte: number) => `%${byte.toString(16).padStart(2, "0")}`;
  return [...Buffer.from(key, "utf8")]
    .map((byte) => (/[a-z0-9._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : encode(byte)))
    .join("");
}

function refused({ name: cluster }: UpstreamRules, why: string): FairwayError {
  return new FairwayError("FORBIDDEN", `Cluster "${cluster}" ${why}.`, { cluster });
}
