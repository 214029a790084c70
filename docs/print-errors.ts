import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { codes, type ErrorCode } from "../src/errors/codes.ts";
import { type CloseName, closeCodes } from "../src/server/close-codes.ts";

/*
 * Prints docs/errors.md from the tables of the code (`npm run docs:errors`). Here stands only what the tables do not
 * say: what a caller can do. A code without an entry does not compile, and does not print.
 */

/** What to do, by code. */
export const remedies: Readonly<Record<ErrorCode, string>> = {
  BAD_REQUEST: "Mend the client: the message says what is wrong with the request.",
  GRAPHQL_PARSE_FAILED: "Mend the document; `locations` points at the place.",
  GRAPHQL_VALIDATION_FAILED: "Mend the document, or generate it anew from the schema; `locations` points at the place.",
  OPERATION_RESOLUTION_FAILURE: "Send `operationName`, spelled as in the document.",
  PERSISTED_QUERY_NOT_FOUND:
    "Send the same request again with `query`. Clients with persisted queries do so by themselves.",
  BAD_USER_INPUT: "Mend the value; `field` or the message names it.",
  INVALID_ID: "Use ids as they were given, unaltered. They are opaque.",
  INVALID_CURSOR: "Begin without `after`. A page cursor holds for the `orderBy` that it was made with.",
  INVALID_SELECTOR: "Mend the label selector; the syntax is that of `kubectl --selector`.",
  UNKNOWN_CLUSTER: "Ask `clusters` for the registered names.",
  UNKNOWN_KIND: "Ask `cluster.apiResources` for what a cluster serves.",
  KIND_NOT_SHOWN: "Nothing. For operators: the setting `resourceKinds` says which kinds are shown.",
  NO_HOME_CLUSTER: "For operators: name the cluster for the gateway's own objects in `homeCluster`.",
  LIMIT_EXCEEDED: "Ask for less: a smaller page, fewer levels, several requests. The message has the limit.",
  REQUEST_TOO_LARGE: "Send less, or raise `limits.bodyBytes`.",
  UNAUTHENTICATED: "Send a credential, or a newer one.",
  TOKEN_EXPIRED: "Get a new token from where the old one came from, and send the request again with it.",
  ISSUER_UNAVAILABLE:
    "Try again in some seconds; nothing is wrong with the token as far as anybody knows. For operators: reach the issuer.",
  FORBIDDEN:
    "Ask whoever runs the cluster for the permission. Of a whole request: see `allowedHosts` and `allowedOrigins`.",
  READ_ONLY:
    "Write elsewhere. For operators: `allowWrites`, `readOnly` of the cluster, or `readOnlyCallers`; the message says which.",
  CONFIRMATION_REQUIRED: "Ask the person whether it is meant, and send the object's name as `confirm`.",
  NOT_FOUND: "Check cluster, namespace and name. An object that was re-created has another id.",
  CONFLICT: "Read the object again, decide again, and write with its new `resourceVersion`.",
  INVALID: "Mend the input; `field` names it where the API server said which.",
  TOO_MANY_REQUESTS: "Wait `retryAfterMs` where it is given, else a second, then twice as long each time.",
  CLUSTER_UNAVAILABLE:
    "Try again later; the other clusters' data is good. For operators: network, address, API server.",
  CLUSTER_UNAUTHENTICATED: "For operators: renew the credential in the kubeconfig.",
  CLUSTER_TIMEOUT: "Try again. A write may have been done all the same: read before it is repeated.",
  CLUSTER_SYNCING: "Try again in a second. Only the first readers of a kind meet this.",
  UPSTREAM_REJECTED: "The message is the API server's; it says what it did not like.",
  INTEGRATION_UNAVAILABLE:
    "Try again later; what the clusters say is good. For operators: the message names the system, the log says what went wrong.",
  REVISION_NOT_REACHED: "Read again with the same `minRevision`, or without it for what memory has.",
  SHUTTING_DOWN: "Connect again, which leads to another replica, and resume by cursor.",
  CONFIG_INVALID: "For operators: the message names the setting and where it comes from.",
  KUBECONFIG_INVALID: "For operators: the message names the file and what is wrong with it.",
  LISTEN_FAILED: "For operators: another program has the port, or the address is not of this machine.",
  INTERNAL: "Report it with the `requestId`, under which the log has the cause.",
};

const closeMeanings: Readonly<Record<CloseName, string>> = {
  shutdown: "The gateway ends. Connect again, and resume each subscription by its cursor.",
  slow: "The client has not read for a minute while data waited for it. Connect again and resume; read faster.",
  expired:
    "The token has ended or was revoked. Get a new one, connect with it, and resume each subscription by its cursor.",
  badRequest: "What was sent is no message of the protocol. Mend the client.",
  duplicate: "An id was used for a second operation while the first one ran. Mend the client.",
  internal: "A defect of the gateway. Report it.",
};

/** Closings that come from the protocol's library and from WebSocket itself. */
const protocolCloses: readonly (readonly [number, string, string])[] = [
  [1007, "Invalid payload data", "A text message was not UTF-8. Mend the client."],
  [1009, "Message too big", "A message was larger than `limits.wsMessageBytes`. Send less, or raise it."],
  [4401, "Unauthorized", "An operation was sent before `connection_ack`. Mend the client."],
  [4403, "Forbidden", "`connection_init` held no bearer token that is known. Send one, or get a new one."],
  [4406, "Subprotocol not acceptable", "Ask for the subprotocol `graphql-transport-ws`."],
  [4408, "Connection initialisation timeout", "No `connection_init` came within 3 s. Connect again."],
  [4429, "Too many initialisation requests", "`connection_init` was sent twice. Mend the client."],
];

const exitMeanings: Readonly<Record<number, string>> = {
  0: "It was told to end (SIGTERM, SIGINT) and drained, or it printed its help or its version.",
  1: "A defect, which the log tells; or a second signal while it drained; or a Node that is too old.",
  2: "The command line or the configuration cannot be used",
  3: "The kubeconfig cannot be used",
  4: "The address cannot be listened on",
};

export interface Tables {
  readonly codes: Readonly<Record<string, { status: number; retryable: boolean; meaning: string }>>;
  readonly closes: Readonly<Record<string, { code: number; reason: string }>>;
  /** Exit code by error code. */
  readonly exits: Readonly<Record<string, number>>;
}

/** The tables as the code has them. */
export function tables(): Tables {
  return { codes, closes: closeCodes, exits: exitCodes() };
}

/** The page. Throws when there is nothing to say about a code. */
export function errorsPage({ codes, closes, exits }: Tables): string {
  const codeRows = Object.entries(codes).map(([code, { status, retryable, meaning }]) => {
    return [`\`${code}\``, String(status), retryable ? "yes" : "no", meaning, said(remedies, code)];
  });
  const closeRows = [
    ...Object.entries(closes).map(([name, { code, reason }]) => [code, reason, said(closeMeanings, name)] as const),
    ...protocolCloses,
  ].sort(([a], [b]) => a - b);
  const byExit = Map.groupBy(Object.entries(exits), ([, exit]) => exit);
  const exitRows = [0, 1, ...[...byExit.keys()].sort()].map((exit) => {
    const names = (byExit.get(exit) ?? []).map(([code]) => `\`${code}\``);
    const meaning = said(exitMeanings, String(exit));
    return [String(exit), names.length > 0 ? `${meaning}: ${names.join(", ")}.` : meaning];
  });
  return `<!-- Printed from the code by \`npm run docs:errors\`; do not edit. -->

# Errors

Every error has a code of one closed table. A code keeps its meaning for ever: switch on it, not on the message.

- **Top level**, in \`errors\` of a response: what ended the whole operation, or one field of it, whose siblings keep their
  data. \`extensions\` has \`code\`, \`requestId\`, \`retryable\`, and where they apply \`cluster\`, \`field\` and \`retryAfterMs\`.
- **\`userErrors\`** of a mutation's payload: what the caller can mend. Nothing was changed then.
- **\`clusterErrors\`** of a list: the clusters whose part is missing, and why. The other clusters' part is complete.

## Codes

*Status* is that of an HTTP response when the error ends the whole request. Who asks for \`application/json\` gets 200 in
place of 400 from a document that cannot be run, as clients from before \`application/graphql-response+json\` expect.
*Again* says whether the same request may succeed later without being changed.

${table(["code", "status", "again", "meaning", "what to do"], codeRows)}
## Close codes of a WebSocket

The connection is closed for these. An operation that fails by itself gets an \`error\` message, and the socket stays.
A stream of server-sent events ends with a comment instead, as in \`: 1001 The gateway is shutting down\`.

${table(
  ["code", "reason", "what it means, and what to do"],
  closeRows.map(([code, reason, meaning]) => [String(code), reason, meaning]),
)}
1006 is what a client sees of a connection that broke: connect again and resume.

## Exit codes of the process

${table(["code", "meaning"], exitRows)}`;
}

function said(words: Readonly<Record<string, string>>, name: string): string {
  const found = Object.hasOwn(words, name) ? words[name] : undefined;
  if (found === undefined) throw new Error(`docs/print-errors.ts does not say what to do about ${name}`);
  return found;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}`;
}

/** Read as text, because importing main.ts starts a gateway. */
function exitCodes(): Record<string, number> {
  const source = readFileSync(new URL("../src/main.ts", import.meta.url), "utf8");
  const body = /const exitCodes\b[^=]*= \{([^}]*)\}/.exec(source)?.[1];
  const entries = [...(body ?? "").matchAll(/(\w+): (\d+)/g)].map(
    ([, code = "", exit]) => [code, Number(exit)] as const,
  );
  if (entries.length === 0) throw new Error("src/main.ts has no table exitCodes any more");
  return Object.fromEntries(entries);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("errors.md", import.meta.url), errorsPage(tables()));
}
