import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import {
  isOver,
  OPERATIONS,
  type OperationManifest,
  type OperationOrder,
  type OperationTarget,
} from "../../operations/index.ts";
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
import { ROLLOUT_WAVES, rollsOut, type WaveAction, waveSizeOf } from "./rollout-waves.mapping.ts";
import { changesOfWaves } from "./rollout-waves-changes.service.ts";
import { imageFaults } from "./set-image.service.ts";

const maxTargets = 500;

export function startRolloutWaves(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: RolloutWavesStartInput,
): WriteResult<OperationManifest> | null {
  const { deployments, workloads, images, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    tried.at({ ...operationsOf(ctx).home, resource: OPERATIONS });
    if ((deployments == null) === (workloads == null)) {
      return refused(new UserError("INVALID", "Either deployments or workloads must be given", "input.deployments"));
    }
    const rolled: Rolled = workloads
      ? { field: "workloads", targets: workloads.map(({ kind, ...place }) => targetAt(kind, place)) }
      : rolledDeployments(deployments ?? []);
    const faults = [...rolloutWavesFaults(ctx, input, rolled), ...(images ? imageFaults(images) : [])];
    if (faults.length > 0) return refused(...faults);
    const action: WaveAction = images
      ? { do: "setImages", images: images.map(({ container, image }) => ({ container, image })) }
      : { do: "restart" };
    return beginRolloutWaves(ctx, tried, input, { ...rolled, action });
  });
}

/** What is to be rolled out, in this order, and the field of the input that named it. */
export interface Rolled {
  readonly field: "deployments" | "workloads";
  readonly targets: readonly OperationTarget[];
}

function targetAt(resource: string, { cluster, namespace, name }: ObjectRefInput): OperationTarget {
  return { cluster, resource, namespace, name };
}

/** The targets of the field `deployments`. */
export function rolledDeployments(deployments: readonly ObjectRefInput[]): Rolled {
  return { field: "deployments", targets: deployments.map((place) => targetAt(DEPLOYMENTS, place)) };
}

/** An action that depends on what is there. */
type Asked = (signal: AbortSignal) => Promise<WaveAction | Refusals>;

/** Begins waves, within an attempt, once what is asked for has no faults; null in a pass before that is done. */
export function beginRolloutWaves(
  ctx: DomainContext,
  tried: Attempt,
  input: WavesInput,
  { field, targets, action }: Rolled & { readonly action: WaveAction | Asked },
): WriteResult<OperationManifest> | null {
  return beginOperation(ctx, tried, input, async (signal) => {
    const known = typeof action === "function" ? await action(signal) : action;
    if ("refusals" in known) return known;
    return {
      ...rolloutWavesOrder(targets, known, input),
      verb: "patch",
      fields: targets.map((_, index) => `input.${field}[${index}]`),
    };
  });
}

/** Why waves over these cannot be begun; throws UNKNOWN_CLUSTER. */
export function rolloutWavesFaults(ctx: DomainContext, input: WavesInput, rolled: Rolled): readonly UserError[] {
  const registered = new Set(ctx.reader.clusters());
  for (const [index, { cluster }] of rolled.targets.entries()) {
    if (!registered.has(cluster)) throw unknownCluster(cluster, `input.${rolled.field}[${index}].cluster`);
  }
  return [...waveFaults(input), ...targetFaults(ctx, rolled)];
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
      const operation = await get(target.name, { signal });
      const { metadata, spec, status } = operation;
      if (target.uid !== undefined && metadata.uid !== target.uid) return { refusals: [notFound(target)] };
      if (spec?.type !== ROLLOUT_WAVES) return refuse("It is no rollout in waves");
      if (!isOver(status)) return refuse("It has not ended: cancel it first");
      const done = (await changesOfWaves(ctx, operation, signal)).toReversed();
      if (done.length === 0) return refuse("It has changed nothing");
      return {
        ...rolloutWavesOrder(
          done.map(({ target }) => target),
          { do: "undo", changes: done.map(({ change }) => change) },
          input,
        ),
        verb: "patch",
        fields: done.map(() => "input.by"),
      };
    });
  });
}

/** What an operation is asked for that does this in waves. */
export function rolloutWavesOrder(
  targets: readonly OperationTarget[],
  action: WaveAction,
  { waveSize, heldBetween = false, maxFailures = 0 }: Pick<WavesInput, "waveSize"> & Partial<WavesInput>,
): Omit<OperationOrder, "principal"> {
  const parameters = { action, waveSize: waveSizeOf(waveSize, targets.length), heldBetween, maxFailures };
  return { type: ROLLOUT_WAVES, targets, parameters };
}

function waveFaults({ waveSize: { count, percent }, maxFailures }: WavesInput): readonly UserError[] {
  const faults: UserError[] = [];
  if (count !== undefined && count < 1) {
    faults.push(new UserError("INVALID", "A wave has one workload at least", "input.waveSize.count"));
  }
  if (percent !== undefined && (percent < 1 || percent > 100)) {
    faults.push(new UserError("INVALID", "It must be between 1 and 100", "input.waveSize.percent"));
  }
  if (maxFailures < 0) faults.push(new UserError("INVALID", "It must not be negative", "input.maxFailures"));
  return faults;
}

function targetFaults(ctx: DomainContext, { field, targets }: Rolled): readonly UserError[] {
  if (targets.length === 0 || targets.length > maxTargets) {
    return [new UserError("INVALID", `There must be between 1 and ${maxTargets}`, `input.${field}`)];
  }
  const named = new Set<string>();
  return targets.flatMap(({ cluster, resource, namespace = "", name }, index) => {
    const path = `input.${field}[${index}]`;
    const target = { cluster, resource, namespace, name };
    if (!rollsOut(resource))
      return [new UserError("INVALID", "Workloads of that kind do not roll out", `${path}.kind`)];
    if (namespace === "" || !isReachable(ctx, target)) {
      return [new UserError("NOT_FOUND", notFound(target).message, path)];
    }
    const key = JSON.stringify([cluster, resource, namespace, name]);
    if (named.has(key)) return [new UserError("INVALID", "It is named before", path)];
    named.add(key);
    return [];
  });
}
