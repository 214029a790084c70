import type { Audit } from "../audit/index.ts";
import type { FairwayError } from "../errors/index.ts";
import type { PassContext } from "../graphql/index.ts";
import type { Alertmanagers } from "../integrations/alertmanager/index.ts";
import type { PrometheusEntry } from "../integrations/prometheus/index.ts";
import type { Registries } from "../integrations/registry/index.ts";
import type { Cluster, HealthCheck, KubernetesObject, ResourceAttributes, ReviewedUser } from "../kubernetes/index.ts";
import type { Operations } from "../operations/index.ts";
import type { Cell, ClusterName, GroupResource } from "../state/index.ts";

/** An object as a store holds it. Kinds with a type of their own have narrower ones, in `*.manifest.ts`. */
export type Manifest = KubernetesObject;

/** What each resolver is handed. */
export interface DomainContext extends PassContext {
  readonly clusters: Clusters;
  /** Why the caller may write nothing in a cluster, in words; null where he may, as far as the gateway is concerned. */
  readonly readOnly: (cluster: ClusterName) => string | null;
  /** What is set for a cluster: the same for all callers. */
  readonly rulesOf: (cluster: ClusterName) => ClusterRules;
  readonly registry: Registry;
  /** Whether the fields for any kind may show a resource, as the gateway is set up. */
  readonly shows: (resource: GroupResource) => boolean;
  readonly viewer: ViewerState;
  readonly gateway: GatewayState;
  /** Where it is written down what the caller tried. */
  readonly audit: Audit;
  /** The label, or annotation, by which objects name the team that they belong to. */
  readonly teamLabel: string;
  /** The registries that may be asked what is in an image. */
  readonly images: Pick<Registries, "find">;
  /** Where metrics over time come from. The same for all callers, so who may see what of it is asked before. */
  readonly prometheuses: MetricSources;
  /** By cluster, where its alerts are silenced. */
  readonly alertmanagers: Pick<Alertmanagers, "of">;
  /** Where long work is begun on the caller's behalf; null without a home cluster. */
  readonly operations: Operations | null;
  /** Milliseconds since the epoch. For what is written alone: no field that is read depends on the clock. */
  readonly now: () => number;
}

/**
 * The registered clusters past the Reader, which says which ones there are: how they are, what they serve, and the way
 * to change something there as the caller. Whoever looks at health or discovery notes its cell.
 */
export interface Clusters {
  has(name: ClusterName): boolean;
  /** Throws UNKNOWN_CLUSTER. */
  get(name: ClusterName): ClusterAccess;
}

export interface MetricSources {
  /** The one that speaks for a cluster. */
  of(cluster: ClusterName): PrometheusEntry | undefined;
  named(name: string): PrometheusEntry | undefined;
}

export interface ClusterRules {
  /** Nobody's writes are taken. */
  readonly readOnly: boolean;
  /** What is deleted there must be named once more. */
  readonly protected: boolean;
}

/** By whom clusters are registered, and what they say of them. Whoever looks has noted the set of clusters. */
export interface Registry {
  registeredBy(name: ClusterName): "KUBECONFIG" | "CLUSTER_CONNECTION" | undefined;
  labelsOf(name: ClusterName): Readonly<Record<string, string>>;
}

/** Who asks, and what he may ask for at a time. None of it has a cell: whoever looks forbids that the answer is given again. */
export interface ViewerState {
  readonly principal: {
    readonly issuer: string;
    readonly username: string;
    readonly uid?: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
    readonly cluster?: string;
  };
  readonly limits: () => {
    readonly costBurst: number;
    readonly costPerSecond: number;
    readonly pointsLeft: number;
    readonly operations: number;
    readonly operationsRunning: number;
    readonly subscriptions: number;
    readonly subscriptionsRunning: number;
  };
}

/** What goes on in the process, for its operators. */
export interface GatewayStatusState {
  readonly answers: { readonly entries: number; readonly bytes: number; readonly hits: number };
  readonly stores: readonly {
    readonly cluster: ClusterName;
    readonly resource: string;
    readonly objects: number;
    readonly synced: boolean;
    readonly stale: boolean;
    readonly polled: boolean;
    readonly subscribers: number;
  }[];
  readonly subscriptions: number;
  readonly unreachableClusters: readonly ClusterName[];
}

/** The process that answers. */
export interface GatewayState {
  readonly version: string;
  /** The home cluster, if there is one. */
  readonly home: ClusterName | null;
  /** Has no cell, and is for operators alone. */
  readonly status: () => GatewayStatusState;
  /** Whether the gateway takes writes at all. */
  readonly allowWrites: boolean;
  /** Whether commands may be run in containers. */
  readonly allowExec: boolean;
  /** Whether it replaces, by itself, the pods of workloads that follow their configs. */
  readonly rollOnConfigChange: boolean;
  /** How it stands with clusters that are registered in the home cluster; null without one. Whoever looks notes the cell. */
  readonly connections: { readonly cell: Cell; readonly problem: FairwayError | null } | null;
}

export interface ClusterAccess {
  readonly health: Pick<Cluster["health"], "cell" | "reachable" | "staleSince" | "error" | "version">;
  readonly discovery: Pick<Cluster["discovery"], "cell" | "hasSynced" | "resources" | "find" | "lookup" | "refresh">;
  readonly credential: Cluster["credential"];
  readonly writer: Pick<
    Cluster["writer"],
    "get" | "secretValues" | "post" | "create" | "patch" | "update" | "evict" | "delete"
  >;
  readonly logs: Pick<Cluster["logs"], "read">;
  readonly exec: Pick<Cluster["exec"], "run">;
  /** How the parts of its API server are, as it answers the caller now. Rejects where it does not. */
  readonly healthChecks: (signal: AbortSignal) => Promise<readonly HealthCheck[]>;
  /**
   * Whether what is in a namespace (itself included; "" for what is in none) is protected from a click. Asked of the cluster
   * at once, and whatever the caller may see. Rejects where the cluster does not say.
   */
  readonly isProtected: (namespace: string, signal: AbortSignal) => Promise<boolean>;
  /** Whom the cluster takes the caller for. Rejects with FORBIDDEN where he is nobody there. */
  readonly whoAmI: (signal: AbortSignal) => Promise<ReviewedUser>;
  /** Whether the cluster would let the caller do this. Rejects where it does not say. */
  readonly allows: (attributes: ResourceAttributes, signal: AbortSignal) => Promise<boolean>;
}
