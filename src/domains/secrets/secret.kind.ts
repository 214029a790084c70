import { DateTime, Field, InputType, matching, StringFilter, stringTest } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { SecretManifest } from "./secret.manifest.ts";
import { expiryOf, SECRETS, Secret } from "./secret.type.ts";

@InputType({ description: "Which secrets; each condition that is given must hold." })
export class SecretFilter extends NamespacedObjectFilter {
  @Field(() => StringFilter, { nullable: true, description: "Condition on `type`." })
  type?: StringFilter | null;

  @Field(() => String, { nullable: true, description: "Only those that have this key." })
  hasKey?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Only those with a certificate that ends before this time." })
  certificateExpiresBefore?: string | null;

  @Field(() => String, { nullable: true, description: "Only credentials for the registry of this host." })
  registry?: string | null;
}

export const secrets = defineKind({
  resource: SECRETS,
  name: "Secret",
  words: ["secret", "secrets"],
  type: Secret,
  filter: SecretFilter,
  predicates: ({ type, hasKey, certificateExpiresBefore, registry }) => {
    const predicates: Predicate<SecretManifest>[] = [];
    if (type) {
      const test = stringTest(type);
      predicates.push(matching(({ object }) => test(object.type ?? "Opaque")));
    }
    if (hasKey != null) predicates.push(matching(({ object }) => Object.hasOwn(object.dataSizes ?? {}, hasKey)));
    if (certificateExpiresBefore != null) {
      const before = Date.parse(certificateExpiresBefore);
      predicates.push(
        matching(({ object }) => {
          const end = expiryOf(object);
          return end !== null && Date.parse(end) < before;
        }),
      );
    }
    if (registry != null) {
      const host = registry.toLowerCase();
      predicates.push(matching(({ object }) => object.dataFacts?.registries?.includes(host) ?? false));
    }
    return predicates;
  },
  orders: {
    TYPE: { description: "By the type.", value: ({ object }) => object.type ?? "Opaque" },
    CERTIFICATE_EXPIRES_AT: {
      description: "By the time when the first of its certificates ends.",
      value: ({ object }) => expiryOf(object),
    },
  },
});
