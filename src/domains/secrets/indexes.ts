import type { IndexDefinition } from "../../state/index.ts";
import { indexesByUse, isControlled, podSpecOf, TEMPLATED } from "../configs/index.ts";
import type { Manifest } from "../context.ts";
import { PODS } from "../deployments/index.ts";
import { pullingOf } from "./pull-credentials.mapping.ts";
import { SECRETS } from "./secret.type.ts";
import { accountsByPullSecret } from "./service-account.kind.ts";

/** What says what pods are like, by the secrets that it names to pull images with: `namespace/name`. */
export const PULLERS = "puller";

/** What says what pods are like, by the service account that they run as: `namespace/name`. Of pods, all. */
export const BY_ACCOUNT = "service account";

const pullers: readonly IndexDefinition[] = TEMPLATED.map((resource) => ({
  name: PULLERS,
  resource,
  values: ({ object, namespace }) => {
    const manifest = object as Manifest;
    if (isControlled(manifest)) return [];
    return pullingOf(podSpecOf(manifest)).own.map((name) => `${namespace}/${name}`);
  },
}));

const byAccount: readonly IndexDefinition[] = TEMPLATED.map((resource) => ({
  name: BY_ACCOUNT,
  resource,
  values: ({ object, namespace }) => {
    const manifest = object as Manifest;
    if (resource !== PODS && isControlled(manifest)) return [];
    return [`${namespace}/${pullingOf(podSpecOf(manifest)).serviceAccount}`];
  },
}));

export const podsByAccount = byAccount.find(({ resource }) => resource === PODS) as IndexDefinition;

export const secretIndexes = [...indexesByUse(SECRETS), ...pullers, ...byAccount, accountsByPullSecret];
