import type { ErrorCode } from "../errors/index.ts";
import type { CallerIdentity, KubernetesObject } from "../kubernetes/index.ts";

export const OPERATIONS = "fairway.dev/operations";
export const API_VERSION = "fairway.dev/v1alpha1";

/** An object that an operation is about. */
export interface OperationTarget {
  readonly cluster: string;
  /** As in `apps/deployments`. */
  readonly resource: string;
  /** Absent for what lives in no namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** What is done, for whom: it never changes, and is what the seal is of. */
export interface OperationOrder {
  readonly type: string;
  readonly targets: readonly OperationTarget[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Who began it, as he was known then. */
  readonly principal: CallerIdentity;
}

export interface OperationSpec extends OperationOrder {
  readonly paused?: boolean;
  readonly cancelRequested?: boolean;
  /** How many steps may be begun, as far as steps wait for somebody. Default 1. */
  readonly releasedSteps?: number;
}

export type OperationPhase = "PENDING" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "CANCELLED";
export type StepState = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface StepStatus {
  readonly name: string;
  readonly state: StepState;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly message?: string;
  /** How often a runner took it up: more than once where one ended in the middle of it. */
  readonly attempts: number;
  readonly progress?: Progress;
  /** What the operation's type wants to be known later. */
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** A code of the closed table where something was refused, or could not be understood. */
export type OperationReason = ErrorCode | "PauseRequested" | "StepHeld" | "StepFailed";

export interface OperationStatus {
  readonly seal?: string;
  readonly phase?: OperationPhase;
  /** Why it is paused, or has failed. */
  readonly reason?: OperationReason;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** The replica that works on it. */
  readonly runner?: string;
  readonly steps?: readonly StepStatus[];
}

/** What is looked at of an Operation; `deploy/crds/` has all of it. */
export interface OperationManifest extends KubernetesObject {
  readonly spec?: OperationSpec;
  readonly status?: OperationStatus;
}

export function isOver(status: OperationStatus | undefined): boolean {
  const phase = status?.phase;
  return phase === "SUCCEEDED" || phase === "FAILED" || phase === "CANCELLED";
}
