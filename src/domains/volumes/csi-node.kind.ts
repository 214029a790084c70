import { Field, InputType, indexed } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, ObjectFilter } from "../resources/index.ts";
import type { CsiNodeManifest } from "./csi.manifest.ts";
import { CSI_NODES, CsiNode } from "./csi-node.type.ts";

/** Nodes by the drivers that run on them. */
export const csiNodesByDriver: IndexDefinition = {
  name: "driver",
  resource: CSI_NODES,
  values: ({ object }) => ((object as CsiNodeManifest).spec?.drivers ?? []).map(({ name }) => name),
};

@InputType({ description: "Which nodes with storage drivers; each condition that is given must hold." })
export class CsiNodeFilter extends ObjectFilter {
  @Field(() => String, { nullable: true, description: "On which the driver of this name runs." })
  driver?: string | null;
}

export const csiNodes = defineKind({
  resource: CSI_NODES,
  name: "CsiNode",
  words: ["node with its storage drivers", "nodes with their storage drivers"],
  type: CsiNode,
  filter: CsiNodeFilter,
  clusterScoped: true,
  predicates: ({ driver }) => (driver == null ? [] : [indexed(csiNodesByDriver, [driver])]),
  orders: {
    DRIVERS: {
      description: "By how many drivers run there.",
      value: ({ object }) => object.spec?.drivers?.length ?? 0,
    },
  },
});
