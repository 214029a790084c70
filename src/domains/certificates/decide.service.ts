import type { GraphQLResolveInfo } from "graphql";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  missingConfirmation,
  readAndPatchObject,
  refused,
  targetOf,
  type WriteResult,
} from "../resources/index.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";
import { CERTIFICATE_SIGNING_REQUESTS } from "./certificate-signing-request.type.ts";
import type { DecisionInput } from "./decide.input.ts";
import { conditionsWith, type Decision, decidedFault, decisionFaults } from "./decide.mapping.ts";

const resource = { group: "certificates.k8s.io", resource: "certificatesigningrequests", namespaced: false };
const subresource = "approval";

/** Approves or denies a request for a certificate, once and for all, as `kubectl certificate` does; null in a pass before it is done. */
export function decide(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: DecisionInput,
  decision: Decision,
): WriteResult<CertificateSigningRequestManifest> | null {
  const { by, confirm, expectedResourceVersion, dryRun } = input;
  return attempt(ctx, info, { verb: "update", dryRun }, (tried) => {
    const target = targetOf(ctx, CERTIFICATE_SIGNING_REQUESTS, by, "input.by");
    tried.at({ ...target, resource: `${CERTIFICATE_SIGNING_REQUESTS}/${subresource}` });
    const faults = decisionFaults(input);
    if (faults.length > 0) return refused(...faults);
    return readAndPatchObject<CertificateSigningRequestManifest>(ctx, tried, {
      target,
      expectedResourceVersion,
      dryRun,
      change: async (request, _read, signal) => {
        const decided = decidedFault(request);
        if (decided) return { refusals: [decided] };
        const access = ctx.clusters.get(target.cluster);
        const approval = { verb: "update", resource, subresource, target } as const;
        const missing = dryRun ? null : await missingConfirmation(access, approval, confirm, signal);
        if (missing) return { refusals: [missing] };
        const conditions = conditionsWith(request, decision, input);
        // For the version that was read alone: what was approved is what the caller could have read.
        return { update: { status: { ...request.status, conditions } }, subresource, inputPaths: {} };
      },
    });
  });
}
