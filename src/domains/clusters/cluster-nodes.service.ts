import { byNamespace } from "../../graphql/index.ts";
import type { ClusterName, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import type { NodeManifest } from "./cluster-node.manifest.ts";
import { NODES } from "./cluster-node.type.ts";

/** All nodes of a cluster that the caller may list. Throws what keeps him from seeing any. */
export function nodesOf({ reader }: DomainContext, cluster: ClusterName): readonly Row<NodeManifest>[] {
  // What lives in no namespace stands under the empty one.
  return reader.related<NodeManifest>(cluster, NODES, byNamespace.name, "");
}
