import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, KubernetesObject, ResourceAmounts, ShownFor } from "../resources/index.ts";
import type { NodeInfoManifest, NodeManifest } from "./cluster-node.manifest.ts";
import { addressOf, isNodeReady, isUnschedulable, nodeProblems, rolesOf } from "./cluster-node.mapping.ts";
import { NodeAddress } from "./node-address.type.ts";
import { Taint } from "./taint.type.ts";

export const NODES = "nodes";

/** Not `Node`: that is Relay's interface. */
@ShownFor(NODES)
@ObjectType("ClusterNode", {
  implements: KubernetesObject,
  description: "A machine of a cluster on which pods run. Source: core/v1 Node.",
})
export class ClusterNode extends KubernetesObject<NodeManifest> {
  @Field(() => [String], {
    description: "Its roles, sorted, as in `control-plane`. Source: labels `node-role.kubernetes.io/ROLE`.",
  })
  get roles(): readonly string[] {
    return rolesOf(this.object);
  }

  @Field(() => Boolean, { description: "It takes pods and runs them: its condition `Ready` holds." })
  get ready(): boolean {
    return isNodeReady(this.object);
  }

  @Field(() => Boolean, {
    description: "It is cordoned: it is given no new pods, and keeps those that it has. Source: `spec.unschedulable`.",
  })
  get unschedulable(): boolean {
    return isUnschedulable(this.object);
  }

  @Field(() => [Condition], {
    description: "All its conditions: the kubelet's, and those that node-problem-detector adds.",
  })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }

  @Field(() => [Condition], {
    description:
      "Those of its conditions that tell of trouble: `Ready` and its like (`KernelReady`, `EtcdIsVoter`) where they do not hold, the others where they do, and all where nobody can say.",
  })
  get problems(): readonly Condition[] {
    return nodeProblems(this.object).map((condition) => new Condition(condition));
  }

  @Field(() => [Taint], { description: "What keeps pods off it that do not tolerate it." })
  get taints(): readonly Taint[] {
    return (this.object.spec?.taints ?? []).map((taint) => new Taint(taint));
  }

  @Field(() => [NodeAddress], { description: "How it is reached." })
  get addresses(): readonly NodeAddress[] {
    return (this.object.status?.addresses ?? []).map((address) => new NodeAddress(address));
  }

  @Field(() => String, {
    nullable: true,
    description: "The first of its addresses within the cluster; null without one.",
  })
  get internalIP(): string | null {
    return addressOf(this.object, "InternalIP");
  }

  @Field(() => String, { nullable: true, description: "The first of its addresses to the outside; null without one." })
  get externalIP(): string | null {
    return addressOf(this.object, "ExternalIP");
  }

  @Field(() => ResourceAmounts, { description: "What the machine has. Source: `status.capacity`." })
  get capacity(): ResourceAmounts {
    return new ResourceAmounts(this.object.status?.capacity ?? {});
  }

  @Field(() => ResourceAmounts, {
    description: "What of it pods can have: the rest is the system's. Source: `status.allocatable`.",
  })
  get allocatable(): ResourceAmounts {
    return new ResourceAmounts(this.object.status?.allocatable ?? {});
  }

  @Field(() => String, {
    nullable: true,
    description: "Version of its kubelet, as in `v1.36.3`. Source: `status.nodeInfo`.",
  })
  get kubeletVersion(): string | null {
    return this.#info.kubeletVersion || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "As in `Debian GNU/Linux 12 (bookworm)`. Source: `status.nodeInfo`.",
  })
  get osImage(): string | null {
    return this.#info.osImage || null;
  }

  @Field(() => String, { nullable: true, description: "`linux` or `windows`. Source: `status.nodeInfo`." })
  get operatingSystem(): string | null {
    return this.#info.operatingSystem || null;
  }

  @Field(() => String, { nullable: true, description: "As in `amd64`. Source: `status.nodeInfo`." })
  get architecture(): string | null {
    return this.#info.architecture || null;
  }

  @Field(() => String, { nullable: true, description: "As in `6.1.0-40-amd64`. Source: `status.nodeInfo`." })
  get kernelVersion(): string | null {
    return this.#info.kernelVersion || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "What runs its containers, as in `containerd://2.1.4`. Source: `status.nodeInfo`.",
  })
  get containerRuntimeVersion(): string | null {
    return this.#info.containerRuntimeVersion || null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "What the cloud calls the machine, as in `aws:///eu-west-1a/i-0abc`; null without a cloud. Source: `spec`.",
  })
  get providerID(): string | null {
    return this.object.spec?.providerID || null;
  }

  @Field(() => [String], { description: "Ranges of the addresses of its pods. Source: `spec.podCIDRs`." })
  get podCIDRs(): readonly string[] {
    const { podCIDR, podCIDRs } = this.object.spec ?? {};
    return podCIDRs ?? (podCIDR ? [podCIDR] : []);
  }

  @Field(() => Int, {
    description:
      "How many images it says that it has: kubelets name 50 at the most by default. Source: `status.images`.",
  })
  get imageCount(): number {
    return this.object.status?.images?.length ?? 0;
  }

  get #info(): NodeInfoManifest {
    return this.object.status?.nodeInfo ?? {};
  }
}
