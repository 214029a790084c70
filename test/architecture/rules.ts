// The house's rules as data. ARCHITECTURE.md tells why; the lane `architecture` holds src/ to them.

/** What a room (a folder of src/, or a file right in it) may import of another: nothing, its types, or everything. */
export type Permission = "types" | "all";

/** The parts that the composition root puts together. */
const everyPart: Readonly<Record<string, Permission>> = {
  config: "all",
  server: "all",
  api: "all",
  "domains/*.ts": "all",
  graphql: "all",
  callers: "all",
  operations: "all",
  "config-rolls": "all",
  registration: "all",
  authorization: "all",
  identity: "all",
  audit: "all",
  kubernetes: "all",
  "integrations/*": "all",
  state: "all",
  telemetry: "all",
  errors: "all",
};

/**
 * Room → rooms that it may import. `integrations/*` and `domains/*` stand for each folder in there, `domains/*.ts` for the
 * files beside them, of which others see the door alone.
 */
export const mayImport: Readonly<Record<string, Readonly<Record<string, Permission>>>> = {
  errors: {},
  // Types of identity: an issuer is configured as it is used.
  config: { errors: "all", telemetry: "all", identity: "types" },
  telemetry: { errors: "all" },
  state: { errors: "all" },
  kubernetes: { state: "all", errors: "all", telemetry: "types" },
  "integrations/*": { state: "all", errors: "all", telemetry: "types" },
  identity: { errors: "all", kubernetes: "types" },
  authorization: { state: "all", identity: "types", kubernetes: "types", errors: "all" },
  audit: { errors: "all", telemetry: "types" },
  graphql: { state: "all", errors: "all" },
  // Families to the left are in `domainOrder`.
  "domains/*": {
    "domains/context.ts": "all",
    graphql: "all",
    state: "all",
    kubernetes: "all",
    "integrations/*": "all",
    operations: "all",
    audit: "types",
    errors: "all",
  },
  // What every family is handed.
  "domains/context.ts": {
    graphql: "all",
    state: "all",
    kubernetes: "all",
    "integrations/*": "all",
    operations: "types",
    audit: "types",
    errors: "all",
  },
  // The families put together: above them, so none of them may look here.
  "domains/*.ts": {
    "domains/*": "all",
    "domains/*.ts": "all",
    "domains/context.ts": "all",
    graphql: "all",
    operations: "types",
    state: "all",
    errors: "all",
  },
  api: { "domains/*.ts": "all", graphql: "all", state: "all", authorization: "all", errors: "all" },
  server: { api: "all", identity: "all", telemetry: "all", errors: "all" },
  // A program of its own, reached over HTTP like any cluster.
  sandbox: {},
  // Who somebody is, what the clusters let him see, and how he reaches them: where the three meet.
  callers: { identity: "all", authorization: "all", kubernetes: "all", state: "all", errors: "all" },
  // One of several replicas, by a Lease.
  leadership: { kubernetes: "all", telemetry: "types", errors: "all" },
  // Long work: objects in the home cluster, and who brings them forward.
  // Workloads that follow their configs, by one replica.
  "config-rolls": { leadership: "all", kubernetes: "all", state: "all", telemetry: "types", errors: "all" },
  operations: { leadership: "all", kubernetes: "all", state: "all", audit: "types", telemetry: "types", errors: "all" },
  // Which clusters there are: the kubeconfig's, and those that objects in the home cluster describe.
  registration: { config: "all", kubernetes: "all", state: "all", telemetry: "types", errors: "all" },
  "gateway.ts": { ...everyPart, "gateway-levels.ts": "all", "gateway-integrations.ts": "all" },
  // The systems beside the clusters, built and ended together.
  "gateway-integrations.ts": { config: "types", "integrations/*": "all", telemetry: "types" },
  // How much there is of everything that the parts hold: read for metrics and for operators.
  "gateway-levels.ts": {
    api: "types",
    "domains/*.ts": "types",
    kubernetes: "types",
    state: "types",
    telemetry: "types",
  },
  "main.ts": {
    "gateway.ts": "all",
    "register.ts": "all",
    "embedded-sandbox.ts": "all",
    config: "all",
    telemetry: "all",
    errors: "all",
  },
  // What `fairway register` prints; nothing of a gateway is built for it.
  "register.ts": { config: "types" },
  "embedded-sandbox.ts": { errors: "all" },
  "print-schema.ts": { api: "all", "domains/*.ts": "all", graphql: "all" },
};

/** A family imports families before it. An edge between two lives in the later one, both ways of it. */
export const domainOrder = [
  "resources",
  // Every family's long work returns one.
  "operations",
  "clusters",
  "viewer",
  "deployments",
  "configs",
  "secrets",
  "certificates",
  "volumes",
  "networks",
  "applications",
  // What runs in a deployment is composed of: base images and artifact images.
  "packaging",
  "pipelines",
  "metrics",
  "alerts",
] as const;

/** Packages with the rooms that may know them. Packages that are not named here are free, but for `packageFree`. */
export const packageHomes: readonly { readonly packages: RegExp; readonly rooms: readonly string[] }[] = [
  {
    packages: /^(graphql|graphql-scalars|type-graphql|@apollo\/.*)$/,
    rooms: ["graphql", "domains/*", "domains/*.ts", "api", "print-schema.ts"],
  },
  { packages: /^@kubernetes\/client-node$/, rooms: ["kubernetes"] },
  { packages: /^(fastify|@fastify\/.*|@as-integrations\/.*|graphql-ws)$/, rooms: ["server"] },
  // undici's WebSocket joins a header that has several values, and so would make one group of several.
  { packages: /^ws$/, rooms: ["server", "kubernetes"] },
  { packages: /^(pino|prom-client|@opentelemetry\/.*)$/, rooms: ["telemetry"] },
  { packages: /^undici$/, rooms: ["kubernetes", "integrations/*", "identity"] },
];

/** Rooms without any package: what everything stands on stands on Node alone. */
export const packageFree = ["errors", "state"];

/**
 * Things that tests must be able to replace, or an operator to find, have one home each; all others are handed them.
 * The sandbox, a program of its own, has its own. A name ending in `/` is a folder.
 */
export const homes = {
  environment: ["src/config/"],
  clock: ["src/telemetry/clock.ts", "src/sandbox/world/clock.ts"],
  randomness: ["src/telemetry/random.ts"],
  output: ["src/main.ts", "src/telemetry/", "src/print-schema.ts", "src/sandbox/main.ts"],
} as const satisfies Record<string, readonly string[]>;

export type Homed = keyof typeof homes;

export const maxLines = 400;
