import {
  Args,
  byNamespace,
  type Connection,
  Ctx,
  every,
  FieldResolver,
  indexed,
  matching,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { PODS, Pod, type PodManifest, pods, selectorTest, Workload } from "../deployments/index.ts";
import type { ArgsOf } from "../resources/index.ts";
import { networkPolicies } from "./network-policy.kind.ts";
import type { NetworkPolicyManifest } from "./network-policy.mapping.ts";
import { NETWORK_POLICIES, NetworkPolicy } from "./network-policy.type.ts";

type Labels = Readonly<Record<string, string>> | undefined;

/** The policies of a namespace that are about pods with these labels. */
function about(namespace: string, labels: Labels) {
  const isAbout = ({ spec }: NetworkPolicyManifest) => selectorTest(spec?.podSelector ?? {})(labels);
  return every([
    indexed<NetworkPolicyManifest>(byNamespace, [namespace]),
    matching<NetworkPolicyManifest>(({ object }) => isAbout(object)),
  ]);
}

@Resolver(() => NetworkPolicy)
export class NetworkPolicyResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that it is about." })
  @Reads(PODS)
  pods(
    @Root() { row, object }: NetworkPolicy,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const test = selectorTest(object.spec?.podSelector ?? {});
    const match = every([
      indexed<PodManifest>(byNamespace, [row.namespace]),
      matching<PodManifest>((each) => test(each.object.metadata.labels)),
    ]);
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => Pod)
export class PodPoliciesResolver {
  @FieldResolver(() => networkPolicies.Connection, {
    nullable: true,
    description: "The network policies that are about it. Without any, everything is let through.",
  })
  @Reads(NETWORK_POLICIES)
  networkPolicies(
    @Root() { row }: Pod,
    @Ctx() ctx: DomainContext,
    @Args(() => networkPolicies.Args) args: ArgsOf<typeof networkPolicies>,
  ): Connection<NetworkPolicyManifest, NetworkPolicy> {
    const match = about(row.namespace, row.object.metadata.labels);
    return networkPolicies.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => Workload)
export class WorkloadPoliciesResolver {
  @FieldResolver(() => networkPolicies.Connection, {
    nullable: true,
    description: "The network policies that are about its pods, by the labels of its template.",
  })
  @Reads(NETWORK_POLICIES)
  networkPolicies(
    @Root() { row, template }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => networkPolicies.Args) args: ArgsOf<typeof networkPolicies>,
  ): Connection<NetworkPolicyManifest, NetworkPolicy> {
    const match = about(row.namespace, template?.metadata?.labels);
    return networkPolicies.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}
