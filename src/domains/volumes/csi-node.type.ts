import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { CsiNodeManifest, NodeDriverManifest } from "./csi.manifest.ts";

export const CSI_NODES = "storage.k8s.io/csinodes";

@ObjectType({ description: "A driver of the Container Storage Interface as a node has it. Source: `spec.drivers`." })
export class CsiNodeDriver {
  readonly #manifest: NodeDriverManifest;

  constructor(manifest: NodeDriverManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "Name of the driver, as in `ebs.csi.aws.com`." })
  get name(): string {
    return this.#manifest.name;
  }

  @Field(() => String, { nullable: true, description: "What the driver calls the node." })
  get nodeId(): string | null {
    return this.#manifest.nodeID ?? null;
  }

  @Field(() => [String], { description: "Labels of nodes by which the driver tells where a volume can be." })
  get topologyKeys(): readonly string[] {
    return this.#manifest.topologyKeys ?? [];
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many volumes of it the node can have; null: no limit is known.",
  })
  get maxVolumes(): number | null {
    return this.#manifest.allocatable?.count ?? null;
  }
}

@ShownFor(CSI_NODES)
@ObjectType("CsiNode", {
  implements: KubernetesObject,
  description: "Which storage drivers run on a node; it bears the node's name. Source: storage.k8s.io/v1 CSINode.",
})
export class CsiNode extends KubernetesObject<CsiNodeManifest> {
  @Field(() => [CsiNodeDriver], { description: "The drivers that run there." })
  get drivers(): readonly CsiNodeDriver[] {
    return (this.object.spec?.drivers ?? []).map((driver) => new CsiNodeDriver(driver));
  }
}
