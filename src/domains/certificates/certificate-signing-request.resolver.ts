import {
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { ClusterNode, NODES, type NodeManifest } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import type { ArgsOf } from "../resources/index.ts";
import { certificateSigningRequests, requestsByUsername } from "./certificate-signing-request.kind.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";
import { nodeNameOf, nodeUsername } from "./certificate-signing-request.mapping.ts";
import { CERTIFICATE_SIGNING_REQUESTS, CertificateSigningRequest } from "./certificate-signing-request.type.ts";

@Resolver(() => CertificateSigningRequest)
export class CertificateSigningRequestResolver {
  @FieldResolver(() => ClusterNode, {
    nullable: true,
    description:
      "The node whose kubelet asks; null for other requesters, and where the node is gone or may not be seen. Source: `spec.username`.",
  })
  @Reads(NODES)
  node(@Root() { row }: CertificateSigningRequest, @Ctx() ctx: DomainContext): ClusterNode | null {
    const name = nodeNameOf(row.object);
    if (name === null) return null;
    const node = ctx.reader.get<NodeManifest>({ cluster: row.scope.cluster, resource: NODES, namespace: "", name });
    return node && new ClusterNode(node);
  }
}

@Resolver(() => ClusterNode)
export class NodeCertificateSigningRequestsResolver {
  @FieldResolver(() => certificateSigningRequests.Connection, {
    nullable: true,
    description: "What its kubelet asks certificates for: the requests of the user `system:node:NAME`.",
  })
  @Reads(CERTIFICATE_SIGNING_REQUESTS)
  @Costs({ exclusive: true })
  certificateSigningRequests(
    @Root() { row }: ClusterNode,
    @Ctx() ctx: DomainContext,
    @Args(() => certificateSigningRequests.Args) args: ArgsOf<typeof certificateSigningRequests>,
  ): Connection<CertificateSigningRequestManifest, CertificateSigningRequest> {
    const match = indexed<CertificateSigningRequestManifest>(requestsByUsername, [nodeUsername(row.name)]);
    return certificateSigningRequests.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}
