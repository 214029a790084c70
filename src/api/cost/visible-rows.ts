import { ANY_NAMESPACE, type Caller, type GroupResource, NAMESPACE, type Store } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { assumed } from "./points.ts";
import type { Rows } from "./price.ts";

/** More than so many namespaces are not looked up one by one. */
const MAX_NAMESPACES = 1_000;

/**
 * The sizes of what memory holds and a caller may list. What he may not see costs him nothing, so no price tells how much of it
 * there is.
 */
export class VisibleRows implements Rows {
  readonly #environment: Environment;
  readonly #caller: Caller;
  readonly #clusters: readonly string[];

  constructor(environment: Environment, caller: Caller) {
    this.#environment = environment;
    this.#caller = caller;
    this.#clusters = environment.clusters.names();
  }

  get clusters(): number {
    return this.#clusters.length;
  }

  count(resource: string, narrowed: { kind: unknown; clusters: unknown; namespaces: unknown }): number {
    const { kind, clusters, namespaces } = narrowed;
    const named = Array.isArray(namespaces) ? new Set<unknown>(namespaces) : undefined;
    let count = 0;
    for (const cluster of this.#clusters) {
      if (Array.isArray(clusters) && !clusters.includes(cluster)) continue;
      const found = resource === "*" ? this.#environment.resourceOf(cluster, kind) : resource;
      count += found === undefined ? assumed.rows : this.#in(cluster, found, named);
    }
    return count;
  }

  #in(cluster: string, resource: GroupResource, named: ReadonlySet<unknown> | undefined): number {
    const scope = { cluster, resource };
    const visibility = this.#caller.visibility(scope, "list");
    if (visibility === "unknown") return assumed.rows;
    if (visibility.nothing) return 0;
    const store = this.#environment.stores.find(scope);
    if (!store?.at) return assumed.rows;
    if (visibility.all) return named && named.size < MAX_NAMESPACES ? under(store, named) : store.size;
    let names = 0;
    for (const [namespace, each] of visibility.names) {
      names += each.size;
      // They may be anywhere, so all are looked at; how many these are is not told.
      if (namespace === ANY_NAMESPACE) names += assumed.rows;
    }
    const seen = visibility.namespaces;
    return names + under(store, named ? [...seen].filter((namespace) => named.has(namespace)) : seen);
  }
}

function under(store: Store<unknown>, namespaces: Iterable<unknown>): number {
  let count = 0;
  for (const namespace of namespaces) count += store.sizeOf(NAMESPACE, String(namespace));
  return count;
}
