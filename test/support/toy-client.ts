import type { Membership, RequestOrigin } from "../../src/api/index.ts";
import { FoldedState, listed } from "./folded-state.ts";
import { RecordingSink } from "./recording-sink.ts";
import type { GraphQLErrorShape, Toy, World } from "./toy-world.ts";

export interface ToyShape {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly resourceVersion: string;
  readonly color: string;
  readonly parts?: readonly { readonly name: string }[] | null;
  readonly weak?: string | null;
}

export interface ToyFrame {
  readonly data?: {
    readonly toyEvents: {
      readonly phase: "SNAPSHOT" | "SYNCED" | "LIVE" | "RESET";
      readonly clusters: readonly string[];
      readonly cursor: string | null;
      readonly changes: readonly {
        readonly type: "ADDED" | "MODIFIED" | "DELETED";
        readonly id: string;
        readonly object: ToyShape | null;
      }[];
    };
  } | null;
  readonly errors?: readonly GraphQLErrorShape[];
}

/** A subscription to toys, with the arguments as variables and `more` selected of each toy. */
export function toyEvents(more = ""): string {
  return `subscription ($filter: ToyFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
    toyEvents(filter: $filter, after: $after, initial: $initial) {
      phase clusters cursor
      changes { type id object { id cluster namespace name resourceVersion color ${more} } }
    }
  }`;
}

export const TOY_EVENTS = toyEvents();

/** A frame in one line: `LIVE alpha,beta: ADDED a/one, DELETED a/two`. */
export function summary({ data, errors }: ToyFrame): string {
  if (!data) return `no data: ${errors?.map(({ extensions }) => extensions.code).join()}`;
  const { phase, clusters, changes } = data.toyEvents;
  const each = changes.map(({ type, object }) => `${type} ${object ? `${object.namespace}/${object.name}` : "?"}`);
  return [`${phase} ${clusters.join()}`, ...(each.length > 0 ? [each.join(", ")] : [])].join(": ");
}

export class ToySink extends RecordingSink<ToyFrame> {
  readonly state = new FoldedState<ToyShape>();

  constructor(capacity?: number, state?: FoldedState<ToyShape>) {
    super(capacity);
    if (state) this.state = state;
    this.onFrame = (frame) => {
      this.#noteRepeats(frame);
      this.state.take("toyEvents", frame as never);
    };
  }

  // Of the objects that this one subscription was sent, by id: across a resume a version may come again.
  readonly #sent = new Map<string, ToyShape>();

  #noteRepeats({ data }: ToyFrame): void {
    if (!data) return;
    const { phase, clusters, changes } = data.toyEvents;
    if (phase === "RESET")
      for (const [id, { cluster }] of this.#sent) if (clusters.includes(cluster)) this.#sent.delete(id);
    for (const { type, id, object } of changes) {
      if (type === "DELETED") this.#sent.delete(id);
      else if (object) {
        if (this.#sent.get(id)?.resourceVersion === object.resourceVersion) this.breaks.push(`${id} was sent twice`);
        this.#sent.set(id, object);
      }
    }
  }

  get summaries(): string[] {
    return this.frames.map(summary);
  }

  get cursor(): string | null {
    return this.state.cursor;
  }
}

export interface Watching {
  readonly sink: ToySink;
  readonly member: Membership;
}

export interface WatchOptions {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
  readonly origin?: RequestOrigin;
  readonly sink?: ToySink;
}

export async function watch(world: World, options: WatchOptions = {}): Promise<Watching> {
  const { query = TOY_EVENTS, variables = {}, origin = world.from(), sink = new ToySink() } = options;
  const joined = await world.engine.subscribe({ query, variables }, origin, sink);
  if (!("leave" in joined)) throw new Error(joined.body.toString());
  return { sink, member: joined };
}

/** What the clusters hold, as `FoldedState.listing` would say it. */
export function truth(
  world: World,
  passes: (cluster: string, namespace: string, toy: Toy) => boolean = () => true,
): string[] {
  return world.names
    .flatMap((cluster) =>
      [...world.toys(cluster).items.values()]
        .filter(({ namespace, object }) => passes(cluster, namespace, object))
        .map(({ namespace, name, version }) => listed({ cluster, namespace, name, resourceVersion: version })),
    )
    .sort();
}
