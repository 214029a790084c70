import type { GraphQLSchema } from "graphql";
import type { PassContext, Seal } from "../graphql/index.ts";
import type {
  Caller,
  Cell,
  ClusterName,
  DeadlineMs,
  GroupResource,
  Question,
  ReadVerb,
  Stores,
} from "../state/index.ts";
import type { Answers } from "./answers.ts";
import type { Quotas } from "./quotas.ts";
import type { OperationType, RequestOrigin } from "./transport.ts";

/** A read that came to nothing for want of permission. */
export interface Denied {
  readonly operationType: OperationType;
  /** The client's own name for it. */
  readonly operationName: string | undefined;
  readonly verb: ReadVerb;
  readonly scope: Question;
}

/** What the engine works with; one for each gateway. */
export interface Environment {
  readonly schema: GraphQLSchema;
  /** What runs admitted operations: functions made of them, or graphql-js. Results are equal. */
  readonly executor: "compiled" | "graphql-js";
  /** Rises when the schema is replaced: plans and groups of an older one are not joined any more. */
  readonly generation: number;
  readonly stores: Stores;
  /** The registered clusters, and the cell of their set. */
  readonly clusters: {
    readonly names: () => readonly ClusterName[];
    readonly cell: Cell;
    /** Its objects can be listed there and not watched. */
    readonly isPolled: (cluster: ClusterName, resource: GroupResource) => boolean;
  };
  /** What a name of a kind stands for in a cluster, as far as is known without asking it. Names come as callers give them. */
  readonly resourceOf: (cluster: ClusterName, kind: unknown) => GroupResource | undefined;
  /** What is given again. The engine ends it. */
  readonly answers: Answers;
  /** What callers have used up, over all transports. */
  readonly quotas: Quotas;
  readonly seal: Seal;
  /** How long is waited for a cluster. */
  readonly clusterDeadlineMs: DeadlineMs;
  /** Adds to a pass what the domains need beyond the Reader. */
  readonly extend: (pass: PassContext, caller: Caller) => object;
  /** An operation looked for what its caller may not see at all; told once it is answered, with that left out. Must not throw. */
  readonly onDenied: (origin: RequestOrigin, denied: Denied) => void;
  /** A defect: logged once, with what was masked from the caller. */
  readonly onInternalError: (error: unknown, requestId: string) => void;
}
