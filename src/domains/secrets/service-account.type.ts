import { Field, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { ServiceAccountManifest } from "./secret.manifest.ts";

export const SERVICE_ACCOUNTS = "serviceaccounts";

@ShownFor(SERVICE_ACCOUNTS)
@ObjectType("ServiceAccount", {
  implements: KubernetesObject,
  description: "Who pods are for the API server. Source: core/v1 ServiceAccount.",
})
export class ServiceAccount extends KubernetesObject<ServiceAccountManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "Its user name for RBAC, as in `system:serviceaccount:shop:web`." })
  get username(): string {
    return `system:serviceaccount:${this.row.namespace}:${this.row.name}`;
  }

  @Field(() => Boolean, {
    description: "Its pods are given a token unless they say otherwise. Source: `automountServiceAccountToken`.",
  })
  get automountsToken(): boolean {
    return this.object.automountServiceAccountToken ?? true;
  }

  @Field(() => [String], {
    description:
      "The secrets that its pods pull images with, by name, unless they name some themselves. Source: `imagePullSecrets`.",
  })
  get imagePullSecretNames(): readonly string[] {
    return namesIn(this.object.imagePullSecrets);
  }
}

export function namesIn(references: readonly { readonly name?: string }[] | null | undefined): readonly string[] {
  return (references ?? []).flatMap(({ name }) => (name ? [name] : []));
}
