import { placeEdges } from "../clusters/index.ts";
import { CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, StatefulSet } from "../deployments/index.ts";
import { secrets } from "./secret.kind.ts";
import { secretMutations } from "./secret.mutations.ts";
import { PodServiceAccountResolver, SecretResolver, ServiceAccountResolver } from "./secret.resolver.ts";
import { serviceAccounts } from "./service-account.kind.ts";
import { usedSecrets } from "./used-secrets.ts";

export { secretIndexes } from "./indexes.ts";
export { secrets } from "./secret.kind.ts";
export { Certificate, Secret } from "./secret.type.ts";

export const secretResolvers = [
  secrets.Resolver,
  serviceAccounts.Resolver,
  SecretResolver,
  ServiceAccountResolver,
  PodServiceAccountResolver,
  ...secretMutations,
  ...placeEdges(secrets),
  ...placeEdges(serviceAccounts),
  ...[Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Pod].map(usedSecrets),
];
