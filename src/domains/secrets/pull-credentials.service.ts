import type { ClusterName, Row } from "../../state/index.ts";
import { isControlled, podSpecOf, TEMPLATED } from "../configs/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { objectFor, readTarget } from "../resources/index.ts";
import { BY_ACCOUNT, PULLERS } from "./indexes.ts";
import { isFor, pullingOf } from "./pull-credentials.mapping.ts";
import { type PullCredential, PullOrigin, type SecretPuller } from "./pull-credentials.type.ts";
import type { SecretManifest, ServiceAccountManifest } from "./secret.manifest.ts";
import { SECRETS, Secret } from "./secret.type.ts";
import { accountsByPullSecret } from "./service-account.kind.ts";
import { namesIn, SERVICE_ACCOUNTS } from "./service-account.type.ts";

/** What the images of an object's pods are pulled with. A pod that was let in has those of its account as its own. */
export function pullCredentialsOf(ctx: DomainContext, row: Row<Manifest>): readonly PullCredential[] {
  const { own, serviceAccount, registries } = pullingOf(podSpecOf(row.object));
  const { cluster } = row.scope;
  const at = (resource: string, name: string) => ({ cluster, resource, namespace: row.namespace, name });
  const origin = own.length > 0 ? PullOrigin.TEMPLATE : PullOrigin.SERVICE_ACCOUNT;
  const account = own.length > 0 ? null : readTarget<ServiceAccountManifest>(ctx, at(SERVICE_ACCOUNTS, serviceAccount));
  const names = own.length > 0 ? own : namesIn(account?.object.imagePullSecrets);
  return names.map((name) => {
    const found = readTarget<SecretManifest>(ctx, at(SECRETS, name));
    const hosts = found?.object.dataFacts?.registries ?? [];
    return {
      name,
      origin,
      secret: found && new Secret(found),
      registries: registries.filter((registry) => hosts.some((host) => isFor(host, registry))),
    };
  });
}

interface Place {
  readonly cluster: ClusterName;
  readonly namespace: string;
  readonly name: string;
}

/** What names a secret to pull images with, itself or by its service account, of what the caller may see. */
export function pullersOf({ reader }: DomainContext, { cluster, namespace, name }: Place): readonly SecretPuller[] {
  const place = `${namespace}/${name}`;
  const pullers = (index: string, value: string) =>
    TEMPLATED.flatMap((resource) => reader.related<Manifest>(cluster, resource, index, value));
  const accounts = reader.related<ServiceAccountManifest>(cluster, SERVICE_ACCOUNTS, accountsByPullSecret.name, place);
  const byAccount = accounts
    .flatMap((account) => pullers(BY_ACCOUNT, `${namespace}/${account.name}`))
    .filter(({ object }) => !isControlled(object) && pullingOf(podSpecOf(object)).own.length === 0);
  const shown = (origin: PullOrigin) => (row: Row<Manifest>) => ({
    object: objectFor(row),
    origin,
    serviceAccountName: pullingOf(podSpecOf(row.object)).serviceAccount,
  });
  return [
    ...pullers(PULLERS, place).map(shown(PullOrigin.TEMPLATE)),
    ...byAccount.map(shown(PullOrigin.SERVICE_ACCOUNT)),
  ];
}
