import { Engine, type Environment, type RequestOrigin } from "../../../src/api/index.ts";
import { defaults } from "../../../src/config/index.ts";
import {
  buildSchema,
  type ClusterAccess,
  type Clusters,
  indexDefinitions,
  knownResource,
  operationTypes,
  shownKinds,
} from "../../../src/domains/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import { encodeId, Seal } from "../../../src/graphql/index.ts";
import {
  type ApiResource,
  type Deleted,
  type ExecResult,
  isPolled,
  type KubernetesObject,
  type Written,
} from "../../../src/kubernetes/index.ts";
import { OperationDesk, type OperationManifest } from "../../../src/operations/index.ts";
import { Cell, Stores } from "../../../src/state/index.ts";
import { answers } from "../../support/answers.ts";
import { SwitchableCaller } from "../../support/callers.ts";
import { Origin } from "../../support/origin.ts";
import { quotas } from "../../support/quotas.ts";
import { RecordedAudit } from "../../support/recorded-audit.ts";
import { type Answered, answered } from "../../support/toy-world.ts";
import { ScriptedAlertmanagers } from "./scripted-alertmanagers.ts";
import { ScriptedImages } from "./scripted-images.ts";
import { ScriptedLogs } from "./scripted-logs.ts";
import { ScriptedMetrics } from "./scripted-metrics.ts";

type Writer = ClusterAccess["writer"];

/** A cluster as the domains see it past the Reader, scripted. What it serves and answers is up to the test. */
export class ScriptedCluster implements ClusterAccess {
  readonly health = {
    cell: new Cell(),
    reachable: true,
    staleSince: null as number | null,
    error: null as FairwayError | null,
    version: "v1.36.3" as string | null,
  };
  readonly credential = { cell: new Cell(), expiresAt: null as number | null };
  readonly discovery: ClusterAccess["discovery"] & { resources: readonly ApiResource[]; hasSynced: boolean };
  /** Served from the next look on, as after a CRD was applied. */
  upcoming: readonly ApiResource[] = [];
  /** How often the server was looked at. */
  looks = 0;
  readonly patches: { readonly ref: object; readonly body: object; readonly options: object }[] = [];
  onPatch: (...args: Parameters<Writer["patch"]>) => Promise<Written> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly updates: { readonly ref: object; readonly fields: object; readonly options: object }[] = [];
  onUpdate: (...args: Parameters<Writer["update"]>) => Promise<Written> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly creations: { readonly ref: object; readonly body: object; readonly options: object | undefined }[] = [];
  onCreate: (...args: Parameters<Writer["create"]>) => Promise<Written> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly revelations: object[] = [];
  onSecretValues: (...args: Parameters<Writer["secretValues"]>) => ReturnType<Writer["secretValues"]> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly posts: { readonly ref: object; readonly subresource: string; readonly body: object }[] = [];
  onPost: (...args: Parameters<Writer["post"]>) => Promise<unknown> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly gets: object[] = [];
  onGet: (...args: Parameters<Writer["get"]>) => Promise<Written> = async () => {
    throw new Error("no answer was scripted");
  };
  readonly deletions: { readonly ref: object; readonly options: object | undefined }[] = [];
  readonly evictions: { readonly ref: object; readonly options: object | undefined }[] = [];
  /** It is a creation, of an Eviction. */
  onEvict: (...args: Parameters<Writer["evict"]>) => Promise<void> = async (ref, options) => {
    await this.onCreate(ref, {}, options);
  };
  onDelete: (...args: Parameters<Writer["delete"]>) => Promise<Deleted> = async () => {
    throw new Error("no answer was scripted");
  };
  /** Protected namespaces; "" for the whole cluster. */
  readonly protected = new Set<string>();
  readonly isProtected = async (namespace: string) => this.protected.has("") || this.protected.has(namespace);
  /** What was asked whether the caller may do it. */
  readonly asked: object[] = [];
  mayDelete = true;
  readonly allows = async (attributes: object) => {
    this.asked.push(attributes);
    return this.mayDelete;
  };
  onWhoAmI: ClusterAccess["whoAmI"] = async () => ({ username: "somebody", groups: ["everybody"] });
  readonly whoAmI: ClusterAccess["whoAmI"] = (signal) => this.onWhoAmI(signal);
  readonly writer: Writer = {
    get: (ref, options) => {
      this.gets.push(ref);
      return this.onGet(ref, options);
    },
    secretValues: (ref, options) => {
      this.revelations.push(ref);
      return this.onSecretValues(ref, options);
    },
    post: (ref, subresource, body, options) => {
      this.posts.push({ ref, subresource, body });
      return this.onPost(ref, subresource, body, options);
    },
    create: (ref, body, options) => {
      this.creations.push({ ref, body, options });
      return this.onCreate(ref, body, options);
    },
    patch: (ref, body, options) => {
      this.patches.push({ ref, body, options });
      return this.onPatch(ref, body, options);
    },
    update: (ref, fields, options) => {
      this.updates.push({ ref, fields, options });
      return this.onUpdate(ref, fields, options);
    },
    evict: (ref, options) => {
      this.evictions.push({ ref, options });
      return this.onEvict(ref, options);
    },
    delete: (ref, options) => {
      this.deletions.push({ ref, options });
      return this.onDelete(ref, options);
    },
  };

  /** Commands that were run. */
  readonly executions: { readonly request: object; readonly options: object }[] = [];
  /** It is a creation as well, whose answer is not of interest. */
  onExec: (...args: Parameters<ClusterAccess["exec"]["run"]>) => Promise<ExecResult> = async () => {
    await this.onCreate({ cluster: "", resource: "pods/exec" }, {}, undefined);
    return { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), truncated: false, end: { exitCode: 0 } };
  };
  readonly exec: ClusterAccess["exec"] = {
    run: (request, options) => {
      this.executions.push({ request, options });
      return this.onExec(request, options);
    },
  };
  /** How often it was asked how its parts are. */
  checked = 0;
  onCheck: ClusterAccess["healthChecks"] = async () => [{ name: "etcd", healthy: true, message: null }];
  readonly healthChecks: ClusterAccess["healthChecks"] = (signal) => {
    this.checked += 1;
    return this.onCheck(signal);
  };
  /** What each container has written, as the API server would send it with timestamps. */
  readonly logs = new ScriptedLogs();

  constructor() {
    const cluster = this;
    this.discovery = {
      cell: new Cell(),
      hasSynced: true,
      resources: builtIn,
      find(name) {
        const wanted = name.toLowerCase();
        return this.resources.find(({ group, resource, kind, shortNames }) =>
          [group ? `${group}/${resource}` : resource, resource, kind.toLowerCase(), ...shortNames].includes(wanted),
        );
      },
      async lookup(name) {
        await this.refresh();
        return this.find(name);
      },
      async refresh() {
        cluster.looks += 1;
        this.hasSynced = true;
        this.resources = [...this.resources, ...cluster.upcoming];
        cluster.upcoming = [];
        this.cell.touch();
      },
    };
  }
}

export function served(group: string, kind: string, namespaced = true, verbs = ["get", "list", "watch"]): ApiResource {
  const singular = kind.toLowerCase();
  const shared = {
    version: "v1",
    kind,
    singular,
    namespaced,
    verbs,
    shortNames: [],
    subresources: [],
    polled: isPolled(verbs),
  };
  return { group, resource: singular.endsWith("s") ? `${singular}es` : `${singular}s`, ...shared };
}

const builtIn: readonly ApiResource[] = [
  served("", "Pod"),
  served("", "Namespace", false),
  served("", "Node", false),
  served("", "ResourceQuota"),
  served("", "LimitRange"),
  served("", "Event"),
  served("", "Secret"),
  served("", "Service"),
  served("", "PersistentVolumeClaim"),
  served("", "PersistentVolume", false),
  served("storage.k8s.io", "StorageClass", false),
  served("storage.k8s.io", "CSIDriver", false),
  served("storage.k8s.io", "CSINode", false),
  served("networking.k8s.io", "Ingress"),
  { ...served("networking.k8s.io", "IngressClass", false), resource: "ingressclasses" },
  { ...served("networking.k8s.io", "NetworkPolicy"), resource: "networkpolicies" },
  served("discovery.k8s.io", "EndpointSlice"),
  { ...served("gateway.networking.k8s.io", "GatewayClass", false), resource: "gatewayclasses" },
  served("gateway.networking.k8s.io", "Gateway"),
  served("gateway.networking.k8s.io", "HTTPRoute"),
  served("gateway.networking.k8s.io", "GRPCRoute"),
  { ...served("projectcalico.org", "NetworkPolicy"), resource: "networkpolicies" },
  { ...served("projectcalico.org", "GlobalNetworkPolicy", false), resource: "globalnetworkpolicies" },
  served("projectcalico.org", "NetworkSet"),
  served("projectcalico.org", "IPPool", false),
  served("projectcalico.org", "BGPPeer", false),
  served("", "ConfigMap"),
  served("", "ServiceAccount"),
  served("apps", "StatefulSet"),
  served("apps", "DaemonSet"),
  served("apps", "ControllerRevision"),
  served("batch", "Job"),
  served("batch", "CronJob"),
  served("autoscaling", "HorizontalPodAutoscaler"),
  served("policy", "PodDisruptionBudget"),
  { ...served("scheduling.k8s.io", "PriorityClass", false), resource: "priorityclasses" },
  served("certificates.k8s.io", "CertificateSigningRequest", false),
  served("apps", "Deployment"),
  served("apps", "ReplicaSet"),
  served("fairway.dev", "Operation"),
  served("authentication.k8s.io", "TokenReview", false, ["create"]),
];

/** Nothing changes it, and to make it takes longer than most tests. */
const schema = buildSchema();

/** A gateway over scripted clusters: the real schema, engine and stores. */
export class KubernetesWorld implements AsyncDisposable {
  readonly #clusters = new Map<string, ScriptedCluster>();
  readonly #origins = new Map<string, Origin<KubernetesObject>>();
  readonly #stores: Stores;
  readonly #quotas = quotas({ costBurst: 1e9, operationsPerCaller: 5, subscriptionsPerCaller: 7 });
  readonly registry = new Cell();
  readonly engine: Engine;
  readonly caller = new SwitchableCaller();
  readonly logged: unknown[] = [];
  /** Reads that were denied. */
  readonly denied: object[] = [];
  /** The scopes of which a store was opened, as `alpha pods`. */
  readonly opened: string[] = [];
  allowWrites = true;
  /** Clusters that take no writes. */
  readonly readOnly = new Set<string>();
  resourceKinds = { allow: ["*"], deny: [] as string[] };
  allowExec = true;
  rollOnConfigChange = false;
  /** By name, the files of images of a registry that is known. */
  readonly images = new ScriptedImages();
  /** None, unless a test adds one. */
  readonly prometheuses = new ScriptedMetrics();
  readonly alertmanagers = new ScriptedAlertmanagers();
  readonly registrations = new Map<string, "KUBECONFIG" | "CLUSTER_CONNECTION">();
  readonly labels = new Map<string, Record<string, string>>();
  connections: { readonly cell: Cell; problem: FairwayError | null } | null = null;
  audit = new RecordedAudit();
  /** Null: there is no home cluster. */
  home: { readonly cluster: string; readonly namespace: string } | null;
  now = 0;

  constructor(names: readonly string[]) {
    for (const name of names) this.#clusters.set(name, new ScriptedCluster());
    this.home = { cluster: names[0] ?? "alpha", namespace: "fairway" };
    this.#stores = new Stores({
      sourceFor: ({ cluster, resource }) => {
        this.opened.push(`${cluster} ${resource}`);
        return this.origin(cluster, resource);
      },
      indexes: indexDefinitions,
      idleMs: 1_000,
      now: () => 0,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    });
    const clusters: Clusters = { has: (name) => this.#clusters.has(name), get: (name) => this.cluster(name) };
    const environment: Environment = {
      schema,
      executor: "compiled",
      generation: 1,
      stores: this.#stores,
      clusters: { names: () => [...this.#clusters.keys()], cell: this.registry, isPolled: () => false },
      resourceOf: (cluster, kind) => knownResource(clusters, cluster, kind),
      answers: answers(),
      quotas: this.#quotas,
      seal: new Seal(Buffer.alloc(32, 7)),
      clusterDeadlineMs: () => 500,
      extend: (pass) => ({
        ...pass,
        clusters,
        readOnly: (name: string) => (this.allowWrites && !this.readOnly.has(name) ? null : "no writes here"),
        rulesOf: (name: string) => ({ readOnly: !this.allowWrites, protected: this.cluster(name).protected.has("") }),
        shows: shownKinds(this.resourceKinds),
        registry: {
          registeredBy: (name: string) => this.registrations.get(name) ?? "KUBECONFIG",
          labelsOf: (name: string) => this.labels.get(name) ?? {},
        },
        operations:
          this.home &&
          this.#desk(this.home).of(
            this.principal,
            () => this.callersWriter ?? this.cluster(this.home?.cluster ?? "").writer,
          ),
        gateway: {
          version: "1.2.3",
          home: this.home?.cluster ?? null,
          status: () => ({
            answers: { entries: 2, bytes: 300, hits: 4 },
            stores: [],
            subscriptions: 1,
            unreachableClusters: ["bravo"],
          }),
          allowWrites: this.allowWrites,
          allowExec: this.allowExec,
          rollOnConfigChange: this.rollOnConfigChange,
          connections: this.connections,
        },
        audit: this.audit.trail.of({
          requestId: pass.requestId,
          transport: pass.transport ?? "none",
          principal: { issuer: "test", username: this.caller.id },
        }),
        viewer: {
          principal: this.principal,
          limits: () => this.#quotas.usageOf(this.caller.id),
        },
        teamLabel: "fairway.dev/team",
        images: this.images,
        prometheuses: this.prometheuses,
        alertmanagers: this.alertmanagers,
        now: () => this.now,
      }),
      onDenied: (_origin, denied) => void this.denied.push(denied),
      onInternalError: (error) => this.logged.push(error),
    };
    this.engine = new Engine(environment, { ...defaults.limits, introspection: true }, () => 0);
  }

  static async start(...names: readonly string[]): Promise<KubernetesWorld> {
    const world = new KubernetesWorld(names.length > 0 ? names : ["alpha", "bravo"]);
    await world.engine.start();
    return world;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop();
    this.#stores[Symbol.dispose]();
  }

  get principal() {
    return { issuer: "test", username: this.caller.id, groups: [], extra: {} };
  }

  /** What the home cluster lists to the gateway itself. */
  readonly operations: OperationManifest[] = [];
  /** Of the home cluster, where the caller does not reach what the gateway does. */
  callersWriter: Writer | null = null;

  /** What is done later and without the caller there: only who is nobody there is refused. */
  headers = (_principal: object, _cluster: string): Record<string, string> => ({});

  #desk(home: { readonly cluster: string; readonly namespace: string }): OperationDesk {
    return new OperationDesk({
      home,
      writer: () => this.cluster(home.cluster).writer,
      list: async () => this.operations,
      acting: {
        writer: (name) => this.cluster(name).writer,
        headers: (principal, cluster) => this.headers(principal, cluster),
        readOnly: () => null,
      },
      types: operationTypes,
      key: { get: async () => Buffer.alloc(32, 9) },
      now: () => this.now,
      random: () => 0.5,
    });
  }

  cluster(name: string): ScriptedCluster {
    const cluster = this.#clusters.get(name);
    if (!cluster) throw new FairwayError("UNKNOWN_CLUSTER", `No cluster "${name}" is registered.`);
    return cluster;
  }

  origin(cluster: string, resource: string): Origin<KubernetesObject> {
    const key = `${cluster} ${resource}`;
    let origin = this.#origins.get(key);
    if (!origin) {
      origin = new Origin(`epoch-of-${cluster}`);
      this.#origins.set(key, origin);
    }
    return origin;
  }

  /** Puts an object into a cluster as it is, its uid and resourceVersion included. Returns its id. */
  put(cluster: string, resource: string, object: KubernetesObject): string {
    const { namespace = "", name, uid, resourceVersion } = object.metadata;
    const origin = this.origin(cluster, resource);
    origin.items.set(`${namespace}/${name}`, { namespace, name, uid, version: resourceVersion, object });
    return encodeId({ cluster, resource, namespace, name, uid });
  }

  from(): RequestOrigin {
    const { signal } = new AbortController();
    return { caller: this.caller, requestId: "request", transport: "http", signal, readOnlyTransport: false };
  }

  async run(query: string, variables: object = {}): Promise<Answered> {
    return answered(await this.engine.execute({ query, variables }, this.from()));
  }

  /** The data of an operation that must have no errors. */
  async data<T = never>(query: string, variables: object = {}): Promise<T> {
    const { data, errors } = await this.run(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as T;
  }
}
