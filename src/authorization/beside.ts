import { ANY_NAMESPACE, type Question, type Visibility } from "../state/index.ts";
import { seesAll, seesNamespaces, seesNothing } from "./visibility.ts";

/** The API group of what others say of a cluster. No cluster serves it, so none could be asked who may see it. */
const BESIDE = "alerts.fairway.dev/";

/**
 * By whose objects it is decided who may see what is said of a cluster: of a namespace, who may list its pods; of none,
 * who may list the nodes. Undefined for what a cluster says itself.
 */
export function concernedBy({
  cluster,
  resource,
}: Question): readonly [inNamespaces: Question, inNone: Question] | undefined {
  if (!resource.startsWith(BESIDE)) return undefined;
  return [
    { cluster, resource: "pods" },
    { cluster, resource: "nodes" },
  ];
}

/** What is said of a cluster, as far as it is shown to who sees so much of the pods and of the nodes. Whole namespaces alone count. */
export function seesConcerning(pods: Visibility, nodes: Visibility): Visibility {
  if (pods.all) return nodes.all ? seesAll : seesAllNamespaces;
  if (nodes.all) return seesNamespaces([...pods.namespaces, ""]);
  return pods.namespaces.size === 0 ? seesNothing : seesNamespaces(pods.namespaces);
}

/** Everything that is in a namespace, and nothing of what is in none. */
const seesAllNamespaces: Visibility = {
  all: false,
  namespaces: new Set(),
  // Names that count anywhere: whoever looks for rows has to look at all of them.
  names: new Map([[ANY_NAMESPACE, new Set()]]),
  nothing: false,
  complete: true,
  admits: (namespace) => namespace !== "",
  fingerprint: "all namespaces",
};
