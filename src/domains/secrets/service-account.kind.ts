import { InputType } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { ServiceAccountManifest } from "./secret.manifest.ts";
import { namesIn, SERVICE_ACCOUNTS, ServiceAccount } from "./service-account.type.ts";

/** Service accounts by the secrets that their pods pull images with: `namespace/name`. */
export const accountsByPullSecret: IndexDefinition = {
  name: "image pull secret",
  resource: SERVICE_ACCOUNTS,
  values: ({ object, namespace }) =>
    namesIn((object as ServiceAccountManifest).imagePullSecrets).map((name) => `${namespace}/${name}`),
};

@InputType({ description: "Which service accounts; each condition that is given must hold." })
export class ServiceAccountFilter extends NamespacedObjectFilter {}

export const serviceAccounts = defineKind({
  resource: SERVICE_ACCOUNTS,
  name: "ServiceAccount",
  words: ["service account", "service accounts"],
  type: ServiceAccount,
  filter: ServiceAccountFilter,
});
