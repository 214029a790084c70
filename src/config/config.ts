import type { JwtIssuer } from "../identity/index.ts";
import type { LogLevel } from "../telemetry/index.ts";
import type { AlertmanagerSettings } from "./alertmanager-settings.ts";
import type { CallersSettings } from "./caller-settings.ts";
import type { ClusterSettings } from "./cluster-settings.ts";
import type { PrometheusSettings } from "./prometheus-settings.ts";
import type { RegistrySettings } from "./registry-settings.ts";

/** How large what a client sends may be, and how much it may ask for. */
export interface Limits {
  readonly bodyBytes: number;
  readonly wsMessageBytes: number;
  readonly subscriptionsPerSocket: number;
  readonly documentTokens: number;
  readonly documentDepth: number;
  readonly variablesBytes: number;
  readonly variablesDepth: number;
  readonly documentAliases: number;
  readonly documentRootFields: number;
  readonly costBurst: number;
  readonly costPerSecond: number | undefined;
  readonly operationsPerCaller: number | undefined;
  readonly operations: number;
  readonly subscriptionsPerCaller: number | undefined;
  readonly subscriptions: number;
  readonly liveThrottleMs: number;
  readonly liveThrottleMinMs: number;
  readonly liveThrottleMaxMs: number;
}

/** How callers are told apart. With neither of the two they are not: whoever asks is the kubeconfig's user. */
export interface Authentication {
  readonly jwt: readonly JwtIssuer[];
  readonly tokenReview: { readonly clusters: readonly string[] };
}

/** How long what a cluster has said about somebody's rights is relied on. In milliseconds. */
export interface Authorization {
  readonly keepMs: number;
  readonly watchedKeepMs: number;
  readonly graceMs: number;
  readonly idleMs: number;
  readonly askMs: number;
  readonly lagMs: number;
}

/** Where it is written down who tried what. */
export interface Audit {
  readonly sink: "stdout" | "file" | "none";
  readonly file: string | undefined;
  readonly required: boolean;
}

/** Which kinds the fields for any kind may show, as `group/plural` with `*` for any. */
export interface ResourceKinds {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

/** What HTTPS is served with. Neither: HTTP. */
export interface TlsFiles {
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

/**
 * Everything that can be set, as it was set. Made once at start, deeply frozen. What each of them means, takes and is for
 * stands in `settings`.
 */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles;
  readonly trustedProxy: boolean;
  readonly kubeconfig: string | undefined;
  readonly contexts: readonly string[];
  readonly clusters: readonly ClusterSettings[];
  readonly homeCluster: string | undefined;
  readonly homeNamespace: string;
  readonly authentication: Authentication;
  readonly authorization: Authorization;
  readonly allowWrites: boolean;
  readonly allowExec: boolean;
  /** Workloads that ask for it get new pods when a config of theirs changes. Needs `homeCluster`. */
  readonly rollOnConfigChange: boolean;
  readonly readOnlyCallers: readonly CallersSettings[];
  readonly audit: Audit;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly introspection: boolean;
  readonly limits: Limits;
  readonly clusterDeadlineMs: number;
  readonly storeIdleMs: number;
  readonly keptAnswersBytes: number;
  readonly executor: "compiled" | "graphql-js";
  readonly pollIntervalMs: number;
  readonly resourceKinds: ResourceKinds;
  readonly teamLabel: string;
  /** The registries that may be asked what is in an image. */
  readonly registries: readonly RegistrySettings[];
  /** The Alertmanagers that are asked for alerts of the clusters. */
  readonly alertmanagers: readonly AlertmanagerSettings[];
  /** The Prometheuses that are asked for metrics of the clusters. */
  readonly prometheuses: readonly PrometheusSettings[];
  readonly drainMs: number;
  readonly cursorSecret: string | undefined;
  readonly logLevel: LogLevel;
}

const kibi = 1024;

export const defaults: Config = {
  host: "127.0.0.1",
  port: 4000,
  tls: { certFile: undefined, keyFile: undefined },
  trustedProxy: false,
  kubeconfig: undefined,
  contexts: [],
  clusters: [],
  homeCluster: undefined,
  homeNamespace: "fairway",
  authentication: { jwt: [], tokenReview: { clusters: [] } },
  authorization: {
    keepMs: 9_000,
    watchedKeepMs: 60_000,
    graceMs: 300_000,
    idleMs: 300_000,
    askMs: 10_000,
    lagMs: 1_000,
  },
  allowWrites: false,
  allowExec: false,
  rollOnConfigChange: false,
  readOnlyCallers: [],
  audit: { sink: "stdout", file: undefined, required: false },
  allowedHosts: [],
  allowedOrigins: [],
  introspection: true,
  limits: {
    bodyBytes: 1024 * kibi,
    wsMessageBytes: 256 * kibi,
    subscriptionsPerSocket: 100,
    documentTokens: 5_000,
    documentDepth: 20,
    variablesBytes: 256 * kibi,
    variablesDepth: 32,
    documentAliases: 50,
    documentRootFields: 20,
    costBurst: 125_000,
    costPerSecond: undefined,
    operationsPerCaller: undefined,
    operations: 1_000,
    subscriptionsPerCaller: undefined,
    subscriptions: 20_000,
    liveThrottleMs: 1_000,
    liveThrottleMinMs: 100,
    liveThrottleMaxMs: 60_000,
  },
  clusterDeadlineMs: 5_000,
  storeIdleMs: 300_000,
  keptAnswersBytes: 64 * kibi * kibi,
  executor: "compiled",
  resourceKinds: { allow: ["*"], deny: [] },
  teamLabel: "fairway.dev/team",
  registries: [],
  alertmanagers: [],
  prometheuses: [],
  pollIntervalMs: 30_000,
  drainMs: 10_000,
  cursorSecret: undefined,
  logLevel: "info",
};

/** Whether callers have to say who they are. */
export function authenticates({ authentication: { jwt, tokenReview } }: Pick<Config, "authentication">): boolean {
  return jwt.length > 0 || tokenReview.clusters.length > 0;
}
