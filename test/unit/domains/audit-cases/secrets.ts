import { metadata } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const place = { cluster: "alpha", namespace: "shop", name: "web" };
const entries = [{ key: "password", value: "canary" }];
const secret = { apiVersion: "v1", kind: "Secret", metadata: metadata("web") };
const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata("web") };
const object = { ...place, resource: "secrets" };
const accountObject = { ...place, resource: "serviceaccounts" };

export const secretCases: Readonly<Record<string, AuditCase>> = {
  secretCreate: {
    type: "SecretCreateInput",
    verb: "create",
    input: { ...place, entries },
    object,
    elsewhere: { cluster: "nowhere" },
    answer: secret,
  },
  secretUpdate: {
    type: "SecretUpdateInput",
    verb: "patch",
    input: { by: { ref }, set: entries },
    object,
    answer: secret,
  },
  secretDelete: { type: "SecretDeleteInput", verb: "delete", input: { by: { ref }, force: true }, object },
  secretReveal: {
    type: "SecretRevealInput",
    verb: "get",
    action: "secretRead",
    takesNoDryRun: true,
    input: { by: { ref } },
    object,
  },
  serviceAccountCreate: {
    type: "ServiceAccountCreateInput",
    verb: "create",
    input: place,
    object: accountObject,
    elsewhere: { cluster: "nowhere" },
    answer: account,
  },
  serviceAccountDelete: {
    type: "ServiceAccountDeleteInput",
    verb: "delete",
    input: { by: { ref } },
    object: accountObject,
  },
  serviceAccountTokenCreate: {
    type: "ServiceAccountTokenCreateInput",
    verb: "create",
    takesNoDryRun: true,
    input: { by: { ref } },
    object: accountObject,
  },
  registryCredentialApply: {
    type: "RegistryCredentialApplyInput",
    verb: "patch",
    input: { ...place, registry: "registry.test", username: "canary", password: "canary" },
    object,
    elsewhere: { cluster: "nowhere" },
    answer: secret,
  },
};
