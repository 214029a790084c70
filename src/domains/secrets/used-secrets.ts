import {
  type ClassType,
  Costs,
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { ConfigUse, podSpecOf, usesOf } from "../configs/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type KubernetesObject, readTarget } from "../resources/index.ts";
import { pullCredentialsOf } from "./pull-credentials.service.ts";
import { PullCredential } from "./pull-credentials.type.ts";
import type { SecretManifest } from "./secret.manifest.ts";
import { SECRETS, Secret } from "./secret.type.ts";
import { SERVICE_ACCOUNTS } from "./service-account.type.ts";

@ObjectType({ description: "A secret that pods use, with how they do." })
export class UsedSecret {
  @Field(() => String, { description: "Its name, in the same namespace." })
  readonly name!: string;

  @Field(() => Secret, { nullable: true, description: "The secret; null where it is absent or may not be seen." })
  readonly secret!: Secret | null;

  @Field(() => [ConfigUse], { description: "How it is used, container by container." })
  readonly uses!: readonly ConfigUse[];
}

/** The edges from what says what pods are like to the secrets that they use, and that their images are pulled with: a resolver class. */
export function usedSecrets(type: ClassType): ClassType {
  @Resolver(() => type)
  class UsedSecrets {
    @FieldResolver(() => [UsedSecret], { description: "The secrets that its pods use." })
    @Reads(SECRETS)
    @Costs({ items: 2 })
    secrets(@Root() { row }: KubernetesObject<Manifest>, @Ctx() ctx: DomainContext): readonly UsedSecret[] {
      const uses = usesOf(podSpecOf(row.object)).filter(({ source }) => source === SECRETS);
      const { cluster } = row.scope;
      return [...Map.groupBy(uses, ({ name }) => name)].map(([name, each]) => {
        const target = { cluster, resource: SECRETS, namespace: row.namespace, name };
        const found = readTarget<SecretManifest>(ctx, target);
        return { name, secret: found && new Secret(found), uses: each.map((use) => new ConfigUse(use)) };
      });
    }

    @FieldResolver(() => [PullCredential], { description: "The secrets that its images are pulled with." })
    @Reads(SECRETS, SERVICE_ACCOUNTS)
    @Costs({ items: 1 })
    pullCredentials(@Root() { row }: KubernetesObject<Manifest>, @Ctx() ctx: DomainContext): readonly PullCredential[] {
      return pullCredentialsOf(ctx, row);
    }
  }
  return UsedSecrets;
}
