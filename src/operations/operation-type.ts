import type { KubernetesObject, ObjectRef } from "../kubernetes/index.ts";
import type { OperationOrder, OperationReason, Progress } from "./operation.manifest.ts";

export interface PlannedStep {
  readonly name: string;
  /** Is not begun before somebody resumes the operation. */
  readonly isHeld: boolean;
}

/** One step, as it is to be done. */
export interface StepWork {
  readonly order: OperationOrder;
  /** Its place in the plan. */
  readonly index: number;
  /** By step, what `run` has given last; undefined for those that it never gave anything for. */
  readonly memos: readonly (Readonly<Record<string, unknown>> | undefined)[];
}

export interface StepResult {
  /** `waiting`: to be run again after a while. `failed`: it, and with it the operation, goes no further. */
  readonly outcome: "done" | "waiting" | "failed";
  /** Of a failure. Default: it did not succeed, and its message says more. */
  readonly code?: OperationReason;
  /** For people. */
  readonly message?: string;
  readonly progress?: Progress;
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** What is to be changed of an object, as a strategic merge patch, and what is to be known of it later. */
export interface Effect {
  readonly patch: { readonly metadata?: never; readonly [field: string]: unknown };
  readonly remember: Readonly<Record<string, unknown>>;
}

/** An object with what its effect was to be remembered by. */
export interface Effected<T> {
  readonly object: T;
  readonly remembered: Readonly<Record<string, unknown>>;
}

/** The clusters as the one who began the operation. Each call is checked by the API server, with his rights of that moment. */
export interface StepAccess {
  get<T extends KubernetesObject>(ref: ObjectRef): Promise<T>;
  /** Done once for this step, however often it is called and by however many replicas. */
  effect<T extends KubernetesObject>(ref: ObjectRef, effectOf: (current: T) => Effect): Promise<Effected<T>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * A sort of long work. `plan` is a function of the order alone: what the steps are is not read from a status, which others might be
 * able to write.
 *
 * `run` brings a step forward and says how far it is. It is called again and again until it says `done` or `failed`, and may be ended
 * anywhere and called anew by another replica, which first *looks* how far the step is: whatever it changes, it changes by
 * `access.effect`. An error that is worth another try is tried again; any other fails the step.
 */
export interface OperationType {
  readonly type: string;
  plan(order: OperationOrder): readonly PlannedStep[];
  run(work: StepWork, access: StepAccess, signal: AbortSignal): Promise<StepResult>;
}
