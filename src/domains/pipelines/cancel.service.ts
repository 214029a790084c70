import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, readAndPatchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { PipelineRunCancelInput } from "./cancel.input.ts";
import { PIPELINE_RUNS } from "./pipeline-run.type.ts";
import type { PipelineRunManifest } from "./run.manifest.ts";
import { RunPhase, runPhaseOf } from "./run-phase.mapping.ts";

/** Says in `spec.status` how a run is to end; its controller does it. */
export function cancelPipelineRun(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, mode, expectedResourceVersion, dryRun }: PipelineRunCancelInput,
): WriteResult<PipelineRunManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) =>
    readAndPatchObject<PipelineRunManifest>(ctx, tried, {
      target: tried.at(targetOf(ctx, PIPELINE_RUNS, by, "input.by")),
      expectedResourceVersion,
      dryRun,
      change: ({ status }) => {
        const phase = runPhaseOf(status);
        // It would be accepted, and change nothing.
        if (phase !== RunPhase.PENDING && phase !== RunPhase.RUNNING) {
          return { refusals: [new UserError("INVALID", `The run has ended: it is ${phase}`, "input.by")] };
        }
        return { merge: { spec: { status: mode } }, inputPaths: { "spec.status": "input.mode" } };
      },
    }),
  );
}
