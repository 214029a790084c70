import { consumersOf } from "../configs/index.ts";
import { defineObjectDeletion, defineObjectMutation, usedBy } from "../resources/index.ts";
import { pullersOf } from "./pull-credentials.service.ts";
import { SecretCreateInput, SecretDeleteInput, SecretUpdateInput } from "./secret.input.ts";
import { SECRETS, Secret } from "./secret.type.ts";
import { ServiceAccountCreateInput, ServiceAccountDeleteInput } from "./service-account.input.ts";
import { createServiceAccount } from "./service-account.service.ts";
import { SERVICE_ACCOUNTS, ServiceAccount } from "./service-account.type.ts";
import { createSecret, updateSecret } from "./write.service.ts";

const answered = {
  field: "secret",
  type: Secret,
  fieldDescription: "The secret, without its values; null when there are errors.",
} as const;

export const secretMutations = [
  defineObjectMutation({
    ...answered,
    name: "secretCreate",
    description: "Makes a secret.",
    input: SecretCreateInput,
    inputDescription: "Where, and its values.",
    write: createSecret,
  }),
  defineObjectMutation({
    ...answered,
    name: "secretUpdate",
    description: "Changes values of a secret. Who may do so need not be able to see it.",
    input: SecretUpdateInput,
    inputDescription: "Which one, and what changes.",
    write: updateSecret,
  }),
  defineObjectDeletion({
    name: "secretDelete",
    description: "Deletes a secret that nothing uses, as far as the caller may see.",
    resource: SECRETS,
    input: SecretDeleteInput,
    refusals: (ctx, target, { force }) => {
      if (force) return [];
      return usedBy([
        ...consumersOf(ctx, target, SECRETS).map(({ row }) => ({ kind: row.object.kind, name: row.name })),
        ...pullersOf(ctx, target).map(({ object }) => ({ kind: object.kind, name: object.name })),
      ]);
    },
  }),
  defineObjectMutation({
    name: "serviceAccountCreate",
    description: "Makes a service account.",
    input: ServiceAccountCreateInput,
    inputDescription: "Where, and what it is to be.",
    field: "serviceAccount",
    type: ServiceAccount,
    write: createServiceAccount,
  }),
  defineObjectDeletion({
    name: "serviceAccountDelete",
    description: "Deletes a service account.",
    resource: SERVICE_ACCOUNTS,
    input: ServiceAccountDeleteInput,
  }),
];
