export { ClusterError, ClusterStaleness } from "./cluster-report.ts";
export {
  Connection,
  connectionOf,
  type ListOptions,
  listConnection,
  listDerivedConnection,
  listMergedConnection,
  PageInfo,
} from "./connection.ts";
export type { PassContext } from "./context.ts";
export { type CostHints, Costs } from "./costs.ts";
export {
  Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Info,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
  Subscription,
} from "./decorators.ts";
export { deltaOf, EventArgs, InitialState, streamOf } from "./delta.ts";
export { ErrorCode } from "./error-code.ts";
export { toGraphQLError } from "./errors.ts";
export { ChangeType, type Delta, type DeltaChange, type EventStream, Phase } from "./event-stream.ts";
export { type Feed, type FeedItem, type FeedRun, feedOf, isFeed } from "./feed.ts";
export { oneOfTest, StringFilter, stringTest, stringValues } from "./filters.ts";
export { decodeId, encodeId, type ObjectId } from "./ids.ts";
export { type LabelSelector, labelOf, parseLabelSelector } from "./label-selector.ts";
export { type Live, LiveFormat, liveDirective, liveOf } from "./live.ts";
export { Node } from "./node.ts";
export { OneOf } from "./one-of.ts";
export { OrderDirection, type OrderInput, type OrderValues, ordersBy } from "./ordering.ts";
export { checkPageSize, closeCursor, MAX_PAGE_SIZE, openCursor, PageArgs } from "./paging.ts";
export { perInput } from "./per-input.ts";
export { byNamespace, every, indexed, matching, NOTHING, signalled } from "./predicates.ts";
export { Reads } from "./reads.ts";
export { awaitRevision, closeRevision, MinRevision } from "./revision.ts";
export { DateTime, JSONValue, Long, StringMap } from "./scalars.ts";
export { Seal } from "./seal.ts";
export { type FollowedItem, type FollowedState, followState } from "./state-feed.ts";
export { buildSynchronousSchema, type SchemaParts } from "./synchronous.ts";
export { UserError } from "./user-error.ts";
