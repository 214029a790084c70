import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import { isOver, OPERATIONS, type OperationManifest } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { beginOperation, operationsOf } from "../operations/index.ts";
import {
  type Attempt,
  attempt,
  isReachable,
  notFound,
  type ObjectRefInput,
  type Refusals,
  refused,
  targetOf,
  unknownCluster,
  type WriteResult,
} from "../resources/index.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import type { RolloutWavesStartInput, RolloutWavesUndoInput, WavesInput } from "./rollout-waves.input.ts";
import { ROLLOUT_WAVES, type WaveAction, type WaveMemo, waveSizeOf } from "./rollout-waves.mapping.ts";
import { imageFaults } from "./set-image.service.ts";

const maxTargets = 500;

export function startRolloutWaves(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: RolloutWavesStartInput,
): WriteResult<OperationManifest> | null {
  const { deployments, images, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    tried.at({ ...operationsOf(ctx).home, resource: OPERATIONS });
    const faults = [...rolloutWavesFaults(ctx, input, deployments), ...(images ? imageFaults(images) : [])];
    if (faults.length > 0) return refused(...faults);
    const action: WaveAction = images
      ? { do: "setImages", images: images.map(({ container, image }) => ({ container, image })) }
      : { do: "restart" };
    return beginRolloutWaves(ctx, tried, input, { deployments, action });
  });
}

/** An action that depends on what is there. */
type Asked = (signal: AbortSignal) => Promise<WaveAction | Refusals>;

/** Begins waves over these deployments, within an attempt, once what is asked for has no faults; null in a pass before that is done. */
export function beginRolloutWaves(
  ctx: DomainContext,
  tried: Attempt,
  input: WavesInput,
  { deployments, action }: { readonly deployments: readonly ObjectRefInput[]; readonly action: WaveAction | Asked },
): WriteResult<OperationManifest> | null {
  return beginOperation(ctx, tried, input, async (signal) => {
    const known = typeof action === "function" ? await action(signal) : action;
    if ("refusals" in known) return known;
    return {
      type: ROLLOUT_WAVES,
      targets: deployments.map(({ cluster, namespace, name }) => ({ cluster, resource: DEPLOYMENTS, namespace, name })),
      parameters: parametersFor(input, known, deployments.length),
      verb: "patch",
      fields: deployments.map((_, index) => `input.deployments[${index}]`),
    };
  });
}

/** Why waves over these deployments cannot be begun; throws UNKNOWN_CLUSTER. */
export function rolloutWavesFaults(
  ctx: DomainContext,
  input: WavesInput,
  deployments: readonly ObjectRefInput[],
): readonly UserError[] {
  const registered = new Set(ctx.reader.clusters());
  for (const [index, { cluster }] of deployments.entries()) {
    if (!registered.has(cluster)) throw unknownCluster(cluster, `input.deployments[${index}].cluster`);
  }
  return [...waveFaults(input), ...deploymentFaults(ctx, deployments)];
}

export function undoRolloutWaves(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: RolloutWavesUndoInput,
): WriteResult<OperationManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun: input.dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, OPERATIONS, input.by, "input.by"));
    const { home, get } = operationsOf(ctx);
    const isHome = target.cluster === home.cluster && target.namespace === home.namespace;
    if (!isHome || !isReachable(ctx, target)) return refused(notFound(target));
    const faults = waveFaults(input);
    if (faults.length > 0) return refused(...faults);
    const refuse = (message: string) => ({ refusals: [new UserError("INVALID", message, "input.by")] });
    return beginOperation(ctx, tried, input, async (signal) => {
      const { metadata, spec, status } = await get(target.name, { signal });
      if (target.uid !== undefined && metadata.uid !== target.uid) return { refusals: [notFound(target)] };
      if (spec?.type !== ROLLOUT_WAVES) return refuse("It is no rollout in waves");
      if (!isOver(status)) return refuse("It has not ended: cancel it first");
      const done = (status?.steps ?? [])
        .flatMap(({ memo }) => (memo as unknown as WaveMemo | undefined)?.targets ?? [])
        .flatMap(({ target, change }) => (change ? [{ target, change }] : []))
        .reverse();
      if (done.length === 0) return refuse("It has changed nothing");
      return {
        type: ROLLOUT_WAVES,
        targets: done.map(({ target }) => target),
        parameters: parametersFor(input, { do: "undo", changes: done.map(({ change }) => change) }, done.length),
        verb: "patch",
        fields: done.map(() => "input.by"),
      };
    });
  });
}

function parametersFor({ waveSize, heldBetween, maxFailures }: WavesInput, action: WaveAction, total: number) {
  return { action, waveSize: waveSizeOf(waveSize, total), heldBetween, maxFailures };
}

function waveFaults({ waveSize: { count, percent }, maxFailures }: WavesInput): readonly UserError[] {
  const faults: UserError[] = [];
  if (count !== undefined && count < 1) {
    faults.push(new UserError("INVALID", "A wave has one deployment at least", "input.waveSize.count"));
  }
  if (percent !== undefined && (percent < 1 || percent > 100)) {
    faults.push(new UserError("INVALID", "It must be between 1 and 100", "input.waveSize.percent"));
  }
  if (maxFailures < 0) faults.push(new UserError("INVALID", "It must not be negative", "input.maxFailures"));
  return faults;
}

function deploymentFaults(ctx: DomainContext, deployments: readonly ObjectRefInput[]): readonly UserError[] {
  if (deployments.length === 0 || deployments.length > maxTargets) {
    return [new UserError("INVALID", `There must be between 1 and ${maxTargets}`, "input.deployments")];
  }
  const named = new Set<string>();
  return deployments.flatMap(({ cluster, namespace, name }, index) => {
    const field = `input.deployments[${index}]`;
    const target = { cluster, resource: DEPLOYMENTS, namespace, name };
    if (namespace === "" || !isReachable(ctx, target))
      return [new UserError("NOT_FOUND", notFound(target).message, field)];
    const key = JSON.stringify([cluster, namespace, name]);
    if (named.has(key)) return [new UserError("INVALID", "It is named before", field)];
    named.add(key);
    return [];
  });
}
