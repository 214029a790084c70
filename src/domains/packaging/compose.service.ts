import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import { UpstreamError, type Written } from "../../kubernetes/index.ts";
import type { DomainContext } from "../context.ts";
import { DEPLOYMENTS, Deployment, type DeploymentManifest } from "../deployments/index.ts";
import { attempt, isPathSegment, resultOfErrors, rowOf, unknownCluster, userErrorsOf } from "../resources/index.ts";
import type { ApplicationComposeInput, ApplicationComposePayload } from "./compose.input.ts";
import { type Checked, checkImages } from "./compose-check.service.ts";
import { composedDeployment, composedPaths, composeFaults } from "./composed-deployment.mapping.ts";

type Sent = Pick<Checked, "warnings"> &
  ({ readonly written: Written } | { readonly refusals: readonly UserError[]; readonly cause?: FairwayError });

/** Server-side apply of a composed deployment as the caller, once; null in a pass before it is done. Sent again it changes nothing. */
export function composeApplication(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ApplicationComposeInput,
): ApplicationComposePayload | null {
  const { cluster, namespace, name, takeOver: force, dryRun } = input;
  return attempt<ApplicationComposePayload>(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at({ cluster, resource: DEPLOYMENTS, namespace, name });
    if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "input.cluster");
    const faults = [...composeFaults(input)];
    if (!isPathSegment(namespace)) {
      faults.push(new UserError("INVALID", "It cannot be the name of a namespace", "input.namespace"));
    }
    if (faults.length > 0)
      return { deployment: null, manifest: null, warnings: [], userErrors: faults, revision: null };
    const manifest = composedDeployment(input);
    const { writer } = ctx.clusters.get(cluster);
    const outcome = tried.effect(
      async (signal): Promise<Sent> => {
        const { faults: refusals, warnings } = await checkImages(ctx, input, signal);
        if (refusals.length > 0) return { refusals, warnings };
        try {
          return { written: await writer.patch(target, manifest, { type: "apply", force, dryRun, signal }), warnings };
        } catch (error) {
          if (!(error instanceof FairwayError)) throw error;
          return { refusals: refusalsOf(error, target), cause: error, warnings };
        }
      },
      (sent) => ("refusals" in sent ? resultOfErrors(sent.refusals, sent.cause) : { outcome: "ok" }),
    );
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const sent = outcome.value;
    const { warnings } = sent;
    if ("refusals" in sent) return { deployment: null, manifest, warnings, userErrors: sent.refusals, revision: null };
    const { object, resourceVersion: rv } = sent.written;
    const scope = { cluster, resource: DEPLOYMENTS };
    const revision = dryRun ? null : closeRevision(ctx, [{ scope, rv }]);
    return {
      deployment: new Deployment(rowOf(scope, object as DeploymentManifest)),
      manifest,
      warnings,
      userErrors: [],
      revision,
    };
  });
}

/** Of a conflict the API server names each field with the manager that holds it. */
function refusalsOf(error: FairwayError, target: Parameters<typeof userErrorsOf>[1]): readonly UserError[] {
  const held =
    error instanceof UpstreamError ? error.causes.filter(({ reason }) => reason === "FieldManagerConflict") : [];
  if (held.length === 0) return userErrorsOf(error, target, composedPaths, false);
  return held.map(({ field = "", message = error.message }) => {
    return new UserError(
      "CONFLICT",
      `${field.replace(/^\./, "")}: ${message}; \`takeOver\` takes it over`,
      "input.takeOver",
    );
  });
}
