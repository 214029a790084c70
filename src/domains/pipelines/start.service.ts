import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { ObjectRef } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  createObject,
  cutName,
  isPathSegment,
  notFound,
  ownDigest,
  refused,
  targetOf,
  type WriteResult,
} from "../resources/index.ts";
import { parameterFaults } from "./parameters.mapping.ts";
import { PIPELINES } from "./pipeline.type.ts";
import { PIPELINE_RUNS } from "./pipeline-run.type.ts";
import type { NamedValueManifest, PipelineManifest, PipelineRunManifest } from "./run.manifest.ts";
import type { PipelineRunStartInput, PipelineWorkspaceInput } from "./start.input.ts";

/** Of a run's name: Tekton names pods after it, and what is longer it cuts and hashes. */
const longestPrefix = 40;

/**
 * Makes a PipelineRun, once its parameters and workspaces fit what the pipeline declares: Tekton itself would take the run, and fail it later.
 */
export function startPipelineRun(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { pipeline, parameters, workspaces, serviceAccountName, labels, idempotencyKey, dryRun }: PipelineRunStartInput,
): WriteResult<PipelineRunManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const target = targetOf(ctx, PIPELINES, pipeline, "input.pipeline");
    const { cluster, namespace, name } = target;
    tried.at({ cluster, resource: PIPELINE_RUNS, namespace });
    const gone = new UserError("NOT_FOUND", notFound(target).message, "input.pipeline");
    if (!isPathSegment(name)) return refused(gone);
    const bound = workspaces.map(bindingOf);
    const faults = bound.flatMap((each) => ("fault" in each ? [each.fault] : []));
    if (faults.length > 0) return refused(...faults);
    const bindings = bound.flatMap((each) => ("binding" in each ? [each.binding] : []));
    const prefix = cutName(name, longestPrefix);
    const called =
      idempotencyKey == null
        ? { generateName: `${prefix}-` }
        : { name: `${prefix}-${ownDigest(ctx, name, idempotencyKey).slice(0, 16)}` };
    const metadata = { ...called, ...(labels && { labels }) };
    return createObject<PipelineRunManifest>(ctx, tried, {
      cluster,
      resource: PIPELINE_RUNS,
      namespace,
      once: idempotencyKey != null,
      dryRun,
      body: async (read) => {
        const declared = (await read(refOf(target)).catch(unlessAbsent)) as PipelineManifest | null;
        if (!declared || (target.uid !== undefined && declared.metadata.uid !== target.uid))
          return { refusals: [gone] };
        const refusals = faultsOf(declared, parameters as readonly NamedValueManifest[], bindings);
        if (refusals.length > 0) return { refusals };
        return {
          apiVersion: "tekton.dev/v1",
          kind: "PipelineRun",
          metadata,
          spec: {
            pipelineRef: { name },
            ...(parameters.length > 0 && { params: parameters.map(({ name: of, value }) => ({ name: of, value })) }),
            ...(bindings.length > 0 && { workspaces: bindings }),
            ...(serviceAccountName && { taskRunTemplate: { serviceAccountName } }),
          },
        };
      },
      inputPaths: { "metadata.name": "input.pipeline" },
    });
  });
}

/** What is not there is the pipeline, and not the run that is to be made. */
function unlessAbsent(error: unknown): null {
  if (error instanceof FairwayError && error.code === "NOT_FOUND") return null;
  throw error;
}

function refOf({ cluster, resource, namespace, name }: ObjectRef): ObjectRef {
  return { cluster, resource, namespace, name };
}

interface Binding {
  readonly name: string;
  readonly [kind: string]: unknown;
}

function faultsOf(
  { spec }: PipelineManifest,
  parameters: readonly NamedValueManifest[],
  bindings: readonly Binding[],
): readonly UserError[] {
  const declared = spec?.workspaces ?? [];
  const unknown = bindings.flatMap(({ name }, index) => {
    if (declared.some((each) => each.name === name)) return [];
    const message = `The pipeline has no workspace ${JSON.stringify(name)}`;
    return [new UserError("INVALID", message, `input.workspaces[${index}].name`)];
  });
  const unbound = declared.filter(({ name, optional }) => !optional && !bindings.some((each) => each.name === name));
  return [
    ...parameterFaults(spec?.params ?? [], parameters, "input.parameters"),
    ...unknown,
    ...unbound.map(
      ({ name }) => new UserError("INVALID", `The workspace ${JSON.stringify(name)} must be bound`, "input.workspaces"),
    ),
  ];
}

function bindingOf(
  { name, persistentVolumeClaim, configMap, secret, emptyDir }: PipelineWorkspaceInput,
  index: number,
): { readonly binding: Binding } | { readonly fault: UserError } {
  const ways: object[] = [];
  if (persistentVolumeClaim != null) ways.push({ persistentVolumeClaim: { claimName: persistentVolumeClaim } });
  if (configMap != null) ways.push({ configMap: { name: configMap } });
  if (secret != null) ways.push({ secret: { secretName: secret } });
  if (emptyDir) ways.push({ emptyDir: {} });
  const [way] = ways;
  if (way !== undefined && ways.length === 1) return { binding: { name, ...way } };
  const message = `${JSON.stringify(name)} must be bound to one thing, and not to ${ways.length}`;
  return { fault: new UserError("INVALID", message, `input.workspaces[${index}]`) };
}
