import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import type { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  createObject,
  isReachable,
  notFound,
  resultOfErrors,
  targetOf,
  userErrorsOf,
  type WriteResult,
} from "../resources/index.ts";
import type { ServiceAccountManifest } from "./secret.manifest.ts";
import type {
  ServiceAccountCreateInput,
  ServiceAccountTokenCreateInput,
  ServiceAccountTokenCreatePayload,
} from "./service-account.input.ts";
import { SERVICE_ACCOUNTS } from "./service-account.type.ts";

export function createServiceAccount(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { cluster, namespace, name, imagePullSecretNames, automountsToken, dryRun }: ServiceAccountCreateInput,
): WriteResult<ServiceAccountManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const place = { cluster, resource: SERVICE_ACCOUNTS, namespace };
    tried.at({ ...place, name });
    return createObject<ServiceAccountManifest>(ctx, tried, {
      ...place,
      body: {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name, namespace },
        ...(imagePullSecretNames.length > 0 && {
          imagePullSecrets: imagePullSecretNames.map((secret) => ({ name: secret })),
        }),
        ...(!automountsToken && { automountServiceAccountToken: false }),
      },
      dryRun,
      inputPaths: { "metadata.name": "input.name" },
    });
  });
}

interface TokenAnswer {
  readonly status?: { readonly token?: string; readonly expirationTimestamp?: string };
}

/** TokenRequest, as the caller: `create` on `serviceaccounts/token`. The token is in this one answer, and nowhere else. */
export function createServiceAccountToken(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, audiences, expirationSeconds }: ServiceAccountTokenCreateInput,
): ServiceAccountTokenCreatePayload | null {
  return attempt(ctx, info, { verb: "create", dryRun: false }, (tried) => {
    const target = tried.at(targetOf(ctx, SERVICE_ACCOUNTS, by, "input.by"));
    if (!isReachable(ctx, target)) return refused(notFound(target));
    const { cluster, resource, namespace, name, uid } = target;
    const { writer } = ctx.clusters.get(cluster);
    const outcome = tried.effect(
      async (signal) => {
        const body = {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
          // Of this very account: one that was made again under the name is refused.
          metadata: { name, namespace, ...(uid !== undefined && { uid }) },
          spec: { audiences: audiences.length > 0 ? audiences : null, expirationSeconds },
        };
        try {
          const answer = await writer.post({ cluster, resource, namespace, name }, "token", body, { signal });
          return { status: (answer as TokenAnswer).status ?? {} };
        } catch (error) {
          if (!(error instanceof FairwayError)) throw error;
          if (uid !== undefined && error.code === "CONFLICT") return { refusals: [notFound(target)] };
          const inputPaths = {
            "spec.expirationSeconds": "input.expirationSeconds",
            "spec.audiences": "input.audiences",
          };
          return { refusals: userErrorsOf(error, target, inputPaths, false) };
        }
      },
      (sent) => resultOfErrors("refusals" in sent ? sent.refusals : []),
    );
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
    const { token = null, expirationTimestamp = null } = outcome.value.status;
    return { token, expiresAt: expirationTimestamp, userErrors: [], revision: null };
  });
}

function refused(...userErrors: readonly UserError[]): ServiceAccountTokenCreatePayload {
  return { token: null, expiresAt: null, userErrors, revision: null };
}
