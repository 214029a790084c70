import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  Info,
  indexed,
  Mutation,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { ConfigConsumer, consumersOf, TEMPLATED, toConsumer } from "../configs/index.ts";
import type { DomainContext } from "../context.ts";
import { PODS, Pod, type PodManifest, pods } from "../deployments/index.ts";
import { type ArgsOf, readTarget } from "../resources/index.ts";
import { podsByAccount } from "./indexes.ts";
import { pullersOf } from "./pull-credentials.service.ts";
import { SecretPuller } from "./pull-credentials.type.ts";
import { applyRegistryCredential } from "./registry-credential.service.ts";
import { revealSecret } from "./reveal.service.ts";
import { SecretRevealInput, SecretRevealPayload } from "./secret.input.ts";
import type { SecretManifest, ServiceAccountManifest } from "./secret.manifest.ts";
import { SECRETS, Secret } from "./secret.type.ts";
import {
  RegistryCredentialApplyInput,
  RegistryCredentialApplyPayload,
  ServiceAccountTokenCreateInput,
  ServiceAccountTokenCreatePayload,
} from "./service-account.input.ts";
import { createServiceAccountToken } from "./service-account.service.ts";
import { namesIn, SERVICE_ACCOUNTS, ServiceAccount } from "./service-account.type.ts";

/** Where a secret leads to. */
@Resolver(() => Secret)
export class SecretResolver {
  @FieldResolver(() => [ConfigConsumer], {
    description:
      "What uses it, of what the caller may see: workloads, and pods, jobs and replica sets that nothing else made.",
  })
  @Reads(...TEMPLATED)
  @Costs({ items: 3 })
  consumers(@Root() { row }: Secret, @Ctx() ctx: DomainContext): readonly ConfigConsumer[] {
    const { namespace, name, object } = row;
    const keys = new Set(Object.keys(object.dataSizes ?? {}));
    return consumersOf(ctx, { cluster: row.scope.cluster, namespace, name }, SECRETS, keys).map(toConsumer);
  }

  @FieldResolver(() => [SecretPuller], { description: "What pulls images with it, of what the caller may see." })
  @Reads(SERVICE_ACCOUNTS, ...TEMPLATED)
  @Costs({ items: 3 })
  pulledBy(@Root() { row }: Secret, @Ctx() ctx: DomainContext): readonly SecretPuller[] {
    return pullersOf(ctx, { cluster: row.scope.cluster, namespace: row.namespace, name: row.name });
  }

  @Mutation(() => SecretRevealPayload, {
    description:
      "Shows values of one secret, read from its API server for this answer alone. Needs `get` on that secret, and leaves an audit record.",
  })
  @Reads()
  secretReveal(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => SecretRevealInput, { description: "Which one, and which keys." }) input: SecretRevealInput,
  ): SecretRevealPayload | null {
    return revealSecret(ctx, info, input);
  }
}

/** Where a service account leads to. */
@Resolver(() => ServiceAccount)
export class ServiceAccountResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that run as it." })
  @Reads(PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: ServiceAccount,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const match = indexed<PodManifest>(podsByAccount, [`${row.namespace}/${row.name}`]);
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => [Secret], {
    description: "The secrets that its pods pull images with, as far as they are there and may be seen.",
  })
  @Reads(SECRETS)
  @Costs({ items: 2 })
  imagePullSecrets(@Root() { row }: ServiceAccount, @Ctx() ctx: DomainContext): readonly Secret[] {
    const { cluster } = row.scope;
    return namesIn(row.object.imagePullSecrets).flatMap((name) => {
      const target = { cluster, resource: SECRETS, namespace: row.namespace, name };
      const found = readTarget<SecretManifest>(ctx, target);
      return found ? [new Secret(found)] : [];
    });
  }

  @Mutation(() => ServiceAccountTokenCreatePayload, {
    description: "Issues a token for a service account, by TokenRequest. Needs `create` on `serviceaccounts/token`.",
  })
  @Reads()
  serviceAccountTokenCreate(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ServiceAccountTokenCreateInput, { description: "For which one, for whom, for how long." })
    input: ServiceAccountTokenCreateInput,
  ): ServiceAccountTokenCreatePayload | null {
    return createServiceAccountToken(ctx, info, input);
  }

  @Mutation(() => RegistryCredentialApplyPayload, {
    description: "Makes or renews a credential for a registry, and gives it to service accounts. Safe to send again.",
  })
  @Reads()
  registryCredentialApply(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => RegistryCredentialApplyInput, { description: "Where, for what, and for whom." })
    input: RegistryCredentialApplyInput,
  ): RegistryCredentialApplyPayload | null {
    return applyRegistryCredential(ctx, info, input);
  }
}

@Resolver(() => Pod)
export class PodServiceAccountResolver {
  @FieldResolver(() => ServiceAccount, {
    nullable: true,
    description: "The service account that it runs as; null where it is absent or may not be seen.",
  })
  @Reads(SERVICE_ACCOUNTS)
  serviceAccount(@Root() { row }: Pod, @Ctx() ctx: DomainContext): ServiceAccount | null {
    const { cluster } = row.scope;
    const name = row.object.spec?.serviceAccountName || "default";
    const target = { cluster, resource: SERVICE_ACCOUNTS, namespace: row.namespace, name };
    const found = readTarget<ServiceAccountManifest>(ctx, target);
    return found && new ServiceAccount(found);
  }
}
