import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import type { RevisionPart } from "../../state/index.ts";
import type { ClusterAccess, DomainContext } from "../context.ts";
import {
  type Attempt,
  attempt,
  isPathSegment,
  resultOfErrors,
  rowOf,
  unknownCluster,
  userErrorsOf,
} from "../resources/index.ts";
import type { SecretManifest, ServiceAccountManifest } from "./secret.manifest.ts";
import { SECRETS, Secret } from "./secret.type.ts";
import type { RegistryCredentialApplyInput, RegistryCredentialApplyPayload } from "./service-account.input.ts";
import { SERVICE_ACCOUNTS, ServiceAccount } from "./service-account.type.ts";

const hostForm = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;

interface Applied {
  readonly secret: SecretManifest | null;
  readonly accounts: readonly ServiceAccountManifest[];
  readonly userErrors: readonly UserError[];
}

/**
 * The secret by server-side apply, then each service account by a patch that adds its name: sent again, it changes nothing but the password. An account
 * that is refused leaves the others theirs.
 */
export function applyRegistryCredential(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: RegistryCredentialApplyInput,
): RegistryCredentialApplyPayload | null {
  const { cluster, namespace, name, dryRun } = input;
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    tried.at({ cluster, resource: SECRETS, namespace, name });
    if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "input.cluster");
    const faults = faultsOf(input);
    if (faults.length > 0) return { secret: null, serviceAccounts: [], userErrors: faults, revision: null };
    const { writer } = ctx.clusters.get(cluster);
    const outcome = tried.effects((signal) => apply(writer, tried, input, signal));
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const { secret, accounts, userErrors } = outcome.value;
    const [secretScope, accountScope] = [SECRETS, SERVICE_ACCOUNTS].map((resource) => ({ cluster, resource }));
    const parts: RevisionPart[] = [];
    if (secret && secretScope) parts.push({ scope: secretScope, rv: secret.metadata.resourceVersion });
    const last = accounts.at(-1);
    if (last && accountScope) parts.push({ scope: accountScope, rv: last.metadata.resourceVersion });
    return {
      secret: secret && new Secret(rowOf({ cluster, resource: SECRETS }, secret)),
      serviceAccounts: accounts.map((each) => new ServiceAccount(rowOf({ cluster, resource: SERVICE_ACCOUNTS }, each))),
      userErrors,
      revision: parts.length > 0 && !dryRun ? closeRevision(ctx, parts) : null,
    };
  });
}

function faultsOf({ namespace, name, registry, serviceAccountNames }: RegistryCredentialApplyInput): UserError[] {
  const faults: UserError[] = [];
  for (const [field, value] of Object.entries({ namespace, name })) {
    if (!isPathSegment(value)) faults.push(new UserError("INVALID", "It cannot be a name", `input.${field}`));
  }
  if (!hostForm.test(registry)) {
    faults.push(new UserError("INVALID", "A host is needed, as in registry.example.com:5000", "input.registry"));
  }
  for (const [index, account] of serviceAccountNames.entries()) {
    if (isPathSegment(account)) continue;
    faults.push(new UserError("INVALID", "It cannot be a name", `input.serviceAccountNames[${index}]`));
  }
  return faults;
}

async function apply(
  writer: ClusterAccess["writer"],
  tried: Attempt,
  { cluster, namespace, name, registry, username, password, serviceAccountNames, dryRun }: RegistryCredentialApplyInput,
  signal: AbortSignal,
): Promise<Applied> {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const config = JSON.stringify({ auths: { [registry]: { username, password, auth } } });
  const body = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": Buffer.from(config).toString("base64") },
  };
  const place = { cluster, namespace };
  const secret = await one<SecretManifest>(tried, { ...place, resource: SECRETS, name }, (ref) =>
    writer.patch(ref, body, { type: "apply", force: true, dryRun, signal }),
  );
  if ("refusals" in secret) return { secret: null, accounts: [], userErrors: secret.refusals };
  const accounts: ServiceAccountManifest[] = [];
  const userErrors: UserError[] = [];
  for (const [index, account] of [...new Set(serviceAccountNames)].entries()) {
    const ref = { ...place, resource: SERVICE_ACCOUNTS, name: account };
    // Merged by the names: what it pulls with already stays.
    const patched = await one<ServiceAccountManifest>(tried, ref, (target) =>
      writer.patch(target, { imagePullSecrets: [{ name }] }, { type: "strategic", dryRun, signal }),
    );
    if ("refusals" in patched) {
      const field = `input.serviceAccountNames[${index}]`;
      userErrors.push(...patched.refusals.map(({ code, message }) => new UserError(code, message, field)));
    } else accounts.push(patched.object);
  }
  return { secret: secret.object, accounts, userErrors };
}

/** One write with its record. A refusal by permission is one of this object, too. */
async function one<T>(
  tried: Attempt,
  ref: { readonly cluster: string; readonly resource: string; readonly namespace: string; readonly name: string },
  write: (target: typeof ref) => Promise<{ readonly object: unknown }>,
): Promise<{ readonly object: T } | { readonly refusals: readonly UserError[] }> {
  tried.at(ref);
  try {
    // What was written before is done, also where this one cannot be recorded, and so is not.
    await tried.received();
    const { object } = await write(ref);
    await tried.completed({ outcome: "ok" });
    return { object: object as T };
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    const refusals = refusalsOf(error, ref);
    await tried.completed(resultOfErrors(refusals, error));
    return { refusals };
  }
}

function refusalsOf(error: FairwayError, ref: Parameters<typeof userErrorsOf>[1]): readonly UserError[] {
  try {
    return userErrorsOf(error, ref, {}, false);
  } catch (thrown) {
    if (!(thrown instanceof FairwayError)) throw thrown;
    return [new UserError(thrown.code, thrown.message)];
  }
}
