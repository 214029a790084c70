import { type LogLevel, logLevels } from "../telemetry/index.ts";
import { type Field, flag, integer, list, oneOf, secret, text } from "./field.ts";

export interface Limits {
  /** Bytes of an HTTP request body. */
  readonly bodyBytes: number;
  /** Bytes of one WebSocket message from a client. */
  readonly wsMessageBytes: number;
  /** Operations that run at the same time on one WebSocket. */
  readonly subscriptionsPerSocket: number;
  /** Lexical tokens of a document. */
  readonly documentTokens: number;
  /** Nesting of selections, fragments followed. */
  readonly documentDepth: number;
  /** Bytes of a request's variables as JSON. */
  readonly variablesBytes: number;
  /** Nesting of lists and objects in the variables. */
  readonly variablesDepth: number;
}

/** Everything that can be set. Made once at start, deeply frozen. Times in milliseconds. */
export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** One path, or several with the system's path delimiter between them, as `KUBECONFIG` has them. */
  readonly kubeconfig: string | undefined;
  /** Contexts of the kubeconfig to serve; empty: all of them. */
  readonly contexts: readonly string[];
  readonly authentication: {
    /**
     * `none`: every caller is the kubeconfig's user. `tokenReview`: a caller's bearer token is verified by a cluster,
     * and everything he reads and writes goes upstream with it.
     */
    readonly mode: "none" | "tokenReview";
    /** The context whose cluster verifies tokens; the first one when absent. */
    readonly cluster: string | undefined;
  };
  readonly allowWrites: boolean;
  /** Further names in the `Host` header under which this gateway may be asked: `name` (any port) or `name:port`. */
  readonly allowedHosts: readonly string[];
  /** Web pages of these origins may ask, besides the gateway's own: `https://portal.example.com`. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Limits;
  /** What is awaited of one cluster within one operation. */
  readonly clusterDeadlineMs: number;
  /** How long a store that nobody uses keeps running. */
  readonly storeIdleMs: number;
  /** How long requests under way may take to finish once the process was told to stop. */
  readonly drainMs: number;
  /** Seals cursors and revisions. Replicas need the same; absent: one made up at each start. */
  readonly cursorSecret: string | undefined;
  readonly logLevel: LogLevel;
}

const kibi = 1024;

export const defaults: Config = {
  host: "127.0.0.1",
  port: 4000,
  kubeconfig: undefined,
  contexts: [],
  authentication: { mode: "none", cluster: undefined },
  allowWrites: false,
  allowedHosts: [],
  allowedOrigins: [],
  limits: {
    bodyBytes: 1024 * kibi,
    wsMessageBytes: 256 * kibi,
    subscriptionsPerSocket: 100,
    documentTokens: 10_000,
    documentDepth: 20,
    variablesBytes: 256 * kibi,
    variablesDepth: 32,
  },
  clusterDeadlineMs: 5_000,
  storeIdleMs: 300_000,
  drainMs: 10_000,
  cursorSecret: undefined,
  logLevel: "info",
};

const longest = 2 ** 31 - 1;

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}

type FieldsOf<T> = {
  readonly [K in keyof T]-?: NonNullable<T[K]> extends readonly unknown[] | string | number | boolean
    ? Field<NonNullable<T[K]>>
    : FieldsOf<NonNullable<T[K]>>;
};

/** The same shape as Config; what each setting takes. */
export const fields: FieldsOf<Config> = {
  host: text("a host name or an IP address", (value) => /^[A-Za-z0-9.:_-]+$/.test(value)),
  port: integer(0, 65_535),
  kubeconfig: text(),
  contexts: list(text()),
  authentication: { mode: oneOf(["none", "tokenReview"]), cluster: text("the name of a context") },
  allowWrites: flag(),
  allowedHosts: list(text("name or name:port", (value) => /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/.test(value))),
  allowedOrigins: list(text("an origin such as https://portal.example.com", isOrigin)),
  limits: {
    bodyBytes: integer(1),
    wsMessageBytes: integer(1, 64 * 1024 * kibi),
    subscriptionsPerSocket: integer(1),
    documentTokens: integer(1),
    documentDepth: integer(1),
    variablesBytes: integer(1),
    variablesDepth: integer(1, 1_000),
  },
  clusterDeadlineMs: integer(1, longest),
  storeIdleMs: integer(0, longest),
  drainMs: integer(0, longest),
  cursorSecret: secret(16),
  logLevel: oneOf(logLevels),
};
