export { ANY_NAMESPACE, type Caller, type Question, type ReadVerb, type Visibility } from "./caller.ts";
export { Cell, currentSeq, nextSeq, type Seq } from "./cell.ts";
export { deadline } from "./deadline.ts";
export { type IndexDefinition, type IndexValue, NAMESPACE } from "./indexes.ts";
export { type DeadlineMs, Misses, type Outcome } from "./misses.ts";
export { Order, type OrderKey, type PagePosition, type Scalar } from "./order.ts";
export { compareVersions, type Position } from "./position.ts";
export { ReadSet } from "./read-set.ts";
export {
  type ClusterError,
  type ListQuery,
  type ObjectRef,
  type Page,
  Reader,
  type ReaderParts,
  type Revision,
  type RevisionPart,
  type Staleness,
} from "./reader.ts";
export type { Change, Row } from "./row.ts";
export { type ClusterName, type GroupResource, type Key, keyOf, type Scope, scopeId } from "./scope.ts";
export type { Feed, Health, Item, Past, Renewal, Replacement, Source, Span } from "./source.ts";
export { Store, type StoreOptions } from "./store.ts";
export { Stores, type StoresOptions } from "./stores.ts";
export { admits, cellsOf, mayHaveAdmitted, type Predicate, rowsOf, type View } from "./view.ts";
