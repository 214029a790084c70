import { FairwayError } from "../../errors/index.ts";
import type { OperationTarget, OperationType, StepAccess, StepWork } from "../../operations/index.ts";
import {
  effectOn,
  failuresIn,
  parametersOf,
  planOf,
  ROLLOUT_WAVES,
  type RolledManifest,
  rollingState,
  type TargetState,
  type TemplateChange,
  type WaveMemo,
  waveResult,
  wavesOf,
} from "./rollout-waves.mapping.ts";

/** Many workloads get a new template, wave by wave; a wave begins when the one before it has rolled out. */
export const rolloutWaves: OperationType = {
  type: ROLLOUT_WAVES,
  plan: planOf,
  run: async (work, access) => {
    const { order, index } = work;
    const { maxFailures, waveSize } = parametersOf(order);
    const targets = wavesOf(order)[index] ?? [];
    const memos = work.memos as readonly (WaveMemo | undefined)[];
    const known = memos[index]?.targets ?? [];
    const settled = await Promise.allSettled(
      targets.map((target, place) => lookAt(target, known[place], index * waveSize + place, work, access)),
    );
    const errors = settled.flatMap((each) => (each.status === "rejected" ? [fairwayError(each.reason)] : []));
    const states = settled.map((each, place): TargetState => {
      if (each.status === "fulfilled") return each.value;
      const { target, change } = known[place] ?? { target: targets[place] as OperationTarget, change: null };
      return { target, change, state: "rolling", message: fairwayError(each.reason).message };
    });
    const earlier = memos.slice(0, index).reduce((sum, memo) => sum + failuresIn(memo), 0);
    const result = waveResult(states, earlier, maxFailures);
    const error = errors.find(({ retryable }) => !retryable) ?? errors[0];
    if (!error || result.outcome === "failed") return result;
    // With what was done to the others, so that it can be taken back.
    const { code, message, retryable } = error;
    return { ...result, outcome: retryable ? "waiting" : "failed", code, message };
  },
};

/** Throws what is a defect. */
function fairwayError(error: unknown): FairwayError {
  if (error instanceof FairwayError) return error;
  throw error;
}

/** Of one workload, not of who asks: the others go on as far as failures are allowed. */
const ownFaults: readonly string[] = ["INVALID", "NOT_FOUND"];

async function lookAt(
  target: OperationTarget,
  known: TargetState | undefined,
  index: number,
  { order }: StepWork,
  access: StepAccess,
): Promise<TargetState> {
  if (known && known.state !== "rolling") return known;
  try {
    if (known?.change) return rollingState(target, known.change, await access.get<RolledManifest>(target));
    const { action } = parametersOf(order);
    const { object, remembered } = await access.effect<RolledManifest>(target, (current) =>
      effectOn(current, action, index, new Date(access.now()).toISOString()),
    );
    return rollingState(target, remembered as unknown as TemplateChange, object);
  } catch (error) {
    if (!(error instanceof FairwayError) || !ownFaults.includes(error.code)) throw error;
    return { target, change: known?.change ?? null, state: "failed", message: error.message };
  }
}
