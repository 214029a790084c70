import { Extensions } from "./decorators.ts";

/**
 * What the price of a field cannot be told from its type, its arguments (`first`, `filter.clusters`, `filter.namespaces`,
 * `kind`) and what it `@Reads`.
 */
export interface CostHints {
  /** A list of a connection or a delta: as many items as its page has. */
  readonly page?: true;
  /** How many items a list has that has no page. */
  readonly items?: number;
  /** A page of the registered clusters: it cannot have more items. */
  readonly perCluster?: true;
  /** An edge that looks at all objects of one cluster, and not at those under an index value alone. */
  readonly scans?: true;
  /** An edge under which an object stands once: it has one parent of that type at the most. */
  readonly exclusive?: true;
  /** Points for the field itself, where it is no plain value. */
  readonly weight?: number;
}

/** Hints for what an operation costs, as `extensions.costs`; see `src/api/cost/`. */
export function Costs(hints: CostHints): MethodDecorator & PropertyDecorator {
  return Extensions({ costs: hints }) as MethodDecorator & PropertyDecorator;
}
