import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import {
  type AnswersOptions,
  type DocumentLimits,
  Engine,
  type Environment,
  type Membership,
  type QuotaLimits,
  type Reply,
  type RequestOrigin,
  type ThrottleLimits,
} from "../../src/api/index.ts";
import { type Delta, type EventStream, encodeId, type PassContext, Seal } from "../../src/graphql/index.ts";
import {
  Cell,
  type IndexDefinition,
  Order,
  type Predicate,
  type Row,
  Stores,
  type StoresOptions,
} from "../../src/state/index.ts";
import { answers } from "./answers.ts";
import { SwitchableCaller } from "./callers.ts";
import { Origin } from "./origin.ts";
import { quotas } from "./quotas.ts";
import type { RecordingSink } from "./recording-sink.ts";

export interface Toy {
  readonly color: string;
  readonly size: number;
  /** Read by `toObject`: it throws. */
  readonly cursed?: boolean;
}

export interface Part {
  /** Name of the toy that it is part of. */
  readonly toy: string;
}

export const TOYS = "toys";
export const PARTS = "parts";

export const toyIndexes: readonly IndexDefinition[] = [
  { name: "color", resource: TOYS, values: (row: Row<never>) => [(row as Row<Toy>).object.color] },
  { name: "toy", resource: PARTS, values: (row: Row<never>) => [(row as Row<Part>).object.toy] },
];

const sdl = /* GraphQL */ `
  enum LiveFormat { DATA JSON_PATCH }
  directive @live(if: Boolean = true, throttle: Int, format: LiveFormat = DATA) on QUERY
  scalar Shade
  enum InitialState { SNAPSHOT NONE }
  enum Type { ADDED MODIFIED DELETED }
  enum Phase { SNAPSHOT SYNCED LIVE RESET }
  input ToyFilter { clusters: [String!] colors: [String!] minSize: Int byIndex: Boolean = true }
  interface Thing { id: ID! name: String! }
  interface Assembled { parts: [Part!] }
  type Toy implements Thing & Assembled {
    id: ID! cluster: String! namespace: String name: String! resourceVersion: String! color: String! size: Int!
    parts(after: String, prefix: String): [Part!]
    twin: Toy
    weak: String
  }
  type Part implements Thing { id: ID! name: String! toy: Toy }
  union Anything = Toy | Part
  type ToyChange { type: Type! id: ID! object: Toy }
  type ToyDelta { changes: [ToyChange!]! phase: Phase! clusters: [String!]! cursor: String }
  type Query {
    hello: String
    echo(number: Int, list: [Int!], must: Int! = 1, shade: Shade): String
    toy(cluster: String!, namespace: String!, name: String!): Toy
    toys(filter: ToyFilter): [Toy!]
    anything: [Anything!]
    fails(with: String): String
    strict: String!
    promise: String
    slow(cluster: String!): String
    self: Query
  }
  type Mutation { write(name: String!, reads: String, fails: Boolean): String }
  type Subscription {
    toyEvents(filter: ToyFilter, after: String, initial: InitialState! = SNAPSHOT): ToyDelta!
    rawEvents(throws: String, after: String, initial: InitialState! = SNAPSHOT): ToyDelta!
  }
`;

interface ToyFilter {
  readonly clusters?: readonly string[] | null;
  readonly colors?: readonly string[] | null;
  readonly minSize?: number | null;
  readonly byIndex?: boolean | null;
}

export function toyMatch({ colors, minSize, byIndex }: ToyFilter): Predicate<Toy> {
  return {
    test: ({ object }) => (!colors || colors.includes(object.color)) && (minSize == null || object.size >= minSize),
    equals: colors && byIndex ? colors.map((value) => ({ index: "color", value })) : [],
  };
}

export const toyLimits: DocumentLimits & ThrottleLimits = {
  documentTokens: 1_000,
  documentDepth: 8,
  documentAliases: 500,
  documentRootFields: 500,
  introspection: true,
  liveThrottleMs: 20,
  liveThrottleMinMs: 10,
  liveThrottleMaxMs: 60_000,
};

export interface WorldOptions {
  readonly limits?: Partial<typeof toyLimits>;
  readonly quotas?: Partial<QuotaLimits>;
  readonly answers?: Partial<AnswersOptions>;
  readonly clusters?: readonly string[];
  readonly idleMs?: number;
  readonly deadlineMs?: number;
  readonly log?: StoresOptions["log"];
  /** Another replica of this world: the same clusters and the same key, stores and engine of its own. */
  readonly replicaOf?: World;
}

type Resolver = (source: never, args: never, context: PassContext) => unknown;

/** A gateway over toy clusters: a real engine, real stores, a schema of two kinds. */
export class World implements AsyncDisposable {
  readonly origins: Map<string, Origin<unknown>>;
  readonly names: string[];
  readonly registry: Cell;
  readonly stores: Stores;
  readonly engine: Engine;
  readonly environment: Environment;
  readonly logged: { readonly error: unknown; readonly requestId: string }[] = [];
  /** Executions that produced a frame's payload, passes with misses included. */
  executions = 0;
  /** Effects of mutations in the order in which they ran, as "begin x", "end x". */
  readonly effects: string[] = [];
  /** Loads of `slow`, in the order in which they began; settled by the test. */
  readonly loads: { readonly key: string; readonly signal: AbortSignal; readonly end: PromiseWithResolvers<string> }[] =
    [];
  /** The resources that nobody can watch. */
  readonly polled = new Set<string>();
  now = 1_000_000;
  requests = 0;

  constructor(options: WorldOptions = {}) {
    const { clusters = ["alpha", "beta"], idleMs = 60_000, deadlineMs = 2_000, log, replicaOf } = options;
    this.names = replicaOf?.names ?? [...clusters];
    this.registry = replicaOf?.registry ?? new Cell();
    this.origins = replicaOf?.origins ?? new Map();
    this.stores = new Stores({
      sourceFor: ({ cluster, resource }) => this.origin(cluster, resource),
      indexes: toyIndexes,
      idleMs,
      now: () => this.now,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
      ...(log && { log }),
    });
    this.environment = {
      schema: this.#schema(),
      executor: "compiled",
      generation: 1,
      stores: this.stores,
      clusters: { names: () => this.names, cell: this.registry, isPolled: (_, resource) => this.polled.has(resource) },
      resourceOf: (_cluster, kind) => (typeof kind === "string" ? kind : undefined),
      answers: answers({ monotonic: () => this.now, ...options.answers }),
      quotas: quotas(options.quotas, () => this.now),
      seal: new Seal(Buffer.alloc(32, 7)),
      clusterDeadlineMs: () => deadlineMs,
      extend: () => ({}),
      onDenied: () => {},
      onInternalError: (error, requestId) => this.logged.push({ error, requestId }),
    };
    this.engine = new Engine(this.environment, { ...toyLimits, ...options.limits }, () => this.now);
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    await world.engine.start();
    return world;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop();
    this.stores[Symbol.dispose]();
  }

  origin<T>(cluster: string, resource: string): Origin<T> {
    const key = `${cluster} ${resource}`;
    let origin = this.origins.get(key);
    if (!origin) {
      origin = new Origin(`epoch-of-${cluster}`);
      this.origins.set(key, origin);
    }
    return origin as Origin<T>;
  }

  toys(cluster: string): Origin<Toy> {
    return this.origin(cluster, TOYS);
  }

  parts(cluster: string): Origin<Part> {
    return this.origin(cluster, PARTS);
  }

  from(caller = new SwitchableCaller(), more: Partial<RequestOrigin> = {}): RequestOrigin {
    this.requests += 1;
    const signal = new AbortController().signal;
    const requestId = `request-${this.requests}`;
    return { caller, requestId, transport: "http", signal, readOnlyTransport: false, ...more };
  }

  async query(query: string, variables?: object, origin = this.from()): Promise<Answered> {
    return answered(await this.engine.execute({ query, ...(variables && { variables }) }, origin));
  }

  /** A running subscription. Fails when it is refused. */
  async subscribe(sink: RecordingSink<never>, query: string, variables: object = {}, origin = this.from()) {
    const joined = await this.engine.subscribe({ query, variables }, origin, sink);
    if (!("leave" in joined)) throw new Error(`refused: ${joined.body.toString()}`);
    return joined satisfies Membership;
  }

  #schema(): GraphQLSchema {
    const schema = buildSchema(sdl);
    const define = (typeName: string, fields: Record<string, Resolver>, reads: Record<string, string[]> = {}) => {
      const type = schema.getType(typeName) as GraphQLObjectType;
      for (const [name, resolve] of Object.entries(fields)) {
        const field = type.getFields()[name];
        if (!field) throw new Error(`${typeName} has no ${name}`);
        field.resolve = resolve as never;
        field.extensions = { ...field.extensions, reads: reads[name] };
      }
    };
    define(
      "Toy",
      {
        parts: ({ row }: { row: Row<Toy> }, { prefix }: { prefix?: string }, { reader }) =>
          reader
            .related<Part>(row.scope.cluster, PARTS, "toy", row.name)
            .filter(({ name }) => !prefix || name.startsWith(prefix))
            .map((part) => ({ __typename: "Part", id: part.uid, name: part.name })),
        twin: ({ row }: { row: Row<Toy> }, _args, { reader }) => {
          const ref = {
            cluster: row.scope.cluster,
            resource: TOYS,
            namespace: row.namespace,
            name: `${row.name}-twin`,
          };
          const twin = reader.get<Toy>(ref);
          return twin && toyObject(twin);
        },
        weak: ({ row }: { row: Row<Toy> }) => {
          if (row.object.color === "black") throw new Error("canary: black has no light");
          return "light";
        },
      },
      { parts: [PARTS], twin: [TOYS] },
    );
    define("ToyDelta", {
      phase: ({ phase }: Delta) => {
        this.executions += 1;
        return phase;
      },
    });
    define("Query", {
      hello: () => "world",
      echo: (_root, args) => JSON.stringify(args),
      toy: (_root, { cluster, namespace, name }: Record<"cluster" | "namespace" | "name", string>, { reader }) => {
        const row = reader.get<Toy>({ cluster, resource: TOYS, namespace, name });
        return row && toyObject(row);
      },
      toys: (_root, { filter }: { filter?: ToyFilter }, { reader }) => {
        this.executions += 1;
        const match = toyMatch(filter ?? {});
        const order = new Order<Toy>([{ name: "name", descending: false, value: ({ name }) => name }]);
        return reader.list<Toy>({ resource: TOYS, match, order, first: 1_000 }).rows.map(toyObject);
      },
      fails: (_root, { with: message }: { with?: string }) => {
        throw new Error(message ?? "canary");
      },
      strict: () => null,
      promise: () => Promise.resolve("late"),
      self: () => ({}),
      slow: (_root, { cluster }: { cluster: string }, { misses, reads }) => {
        reads.forbid("nothing tells when it would be another");
        const key = `slow ${cluster}`;
        const outcome = misses.ask(key, cluster, (signal) => {
          const end = Promise.withResolvers<string>();
          this.loads.push({ key, signal, end });
          return end.promise;
        });
        if (outcome.state === "failed") throw outcome.error;
        return outcome.state === "done" ? outcome.value : null;
      },
    });
    define("Mutation", {
      write: (_root, args: { name: string; reads?: string; fails?: boolean }, { misses }) => {
        const { name, reads, fails } = args;
        if (reads) {
          const asked = misses.ask(`reads ${reads}`, reads, async () => {
            this.effects.push(`read ${reads}`);
          });
          if (asked.state === "pending") return null;
        }
        const outcome = misses.effect(`write ${name}`, async () => {
          this.effects.push(`begin ${name}`);
          await new Promise((resolve) => setImmediate(resolve));
          this.effects.push(`end ${name}`);
          if (fails) throw new Error("canary: the write failed");
          return `wrote ${name}`;
        });
        if (outcome.state === "failed") throw outcome.error;
        return outcome.state === "done" ? outcome.value : null;
      },
    });
    const subscription = (name: string, subscribe: (root: unknown, args: never) => EventStream<Toy>) => {
      const field = schema.getSubscriptionType()?.getFields()[name];
      if (!field) return;
      field.subscribe = subscribe as never;
      field.resolve = (delta) => delta;
      field.extensions = { ...field.extensions, reads: [TOYS] };
    };
    subscription("toyEvents", (_root, { filter }: { filter?: ToyFilter | null }) => ({
      resource: TOYS,
      match: toyMatch(filter ?? {}),
      toObject: toyObject,
      ...(filter?.clusters && { clusters: filter.clusters }),
    }));
    subscription("rawEvents", (_root, { throws }: { throws?: string | null }) => ({
      resource: TOYS,
      match: {
        equals: [],
        test: ({ object }) => {
          if (object.cursed && throws === "test") throw new Error("canary: cursed");
          return true;
        },
      },
      toObject: toyObject,
    }));
    return schema;
  }
}

export function toyObject(row: Row<Toy>): object {
  if (row.object.cursed) throw new Error("canary: a cursed toy");
  const { cluster } = row.scope;
  return {
    __typename: "Toy",
    row,
    id: encodeId({ cluster, resource: TOYS, namespace: row.namespace, name: row.name, uid: row.uid }),
    cluster,
    namespace: row.namespace,
    name: row.name,
    resourceVersion: row.version,
    color: row.object.color,
    size: row.object.size,
  };
}

export interface Answered {
  readonly reply: Reply;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly GraphQLErrorShape[] | undefined;
}

export interface GraphQLErrorShape {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId: string; readonly [more: string]: unknown };
}

export function answered(reply: Reply): Answered {
  return { reply, ...(JSON.parse(reply.body.toString()) as Pick<Answered, "data" | "errors">) };
}
