import { type GraphQLError, locatedError } from "graphql";
import { type Place, pathOf } from "./place.ts";

/** What an operation is executed with. */
export interface Given {
  /** As the client sent them; checked against the operation's definitions. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: object;
  /** The payload of a subscription. */
  readonly root?: object | undefined;
}

/** The state of one synchronous execution. */
export class Run {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: object;
  readonly root: object | undefined;
  readonly errors: GraphQLError[] = [];
  /** Where the lists that are being completed stand, the outermost first. */
  readonly indices: number[] = [];
  /** What fields keep for the execution, by the slots that they were given when compiled. */
  readonly args: unknown[] = [];
  readonly infos: unknown[] = [];
  promised = false;

  constructor(variables: Readonly<Record<string, unknown>>, { context, root }: Given) {
    this.variables = variables;
    this.context = context;
    this.root = root;
  }

  /** The error of a place that may be null is noted; that of another is its parent's. */
  fail(error: unknown, place: Place): null {
    const located = locatedError(error, place.nodes, pathOf(place, this.indices));
    if (!place.nullable) throw located;
    this.errors.push(located);
    return null;
  }

  /** Throws what was returned instead of thrown, and what no execution waits for. */
  refuse(value: object): void {
    if (value instanceof Error) throw value;
    if (value instanceof Promise) {
      this.promised = true;
      // Nobody else will look at how it ends.
      value.catch(() => {});
      throw new Error("a promise");
    }
  }
}

/** Throws once a value must not be null and is; so does whatever is below it. */
export type Complete = (value: unknown, run: Run) => unknown;
/** Of an object of one type. */
export type Select = (source: unknown, run: Run) => unknown;
