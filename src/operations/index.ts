export { progressOf } from "./decide.ts";
export { markOf } from "./marks.ts";
export {
  isOver,
  OPERATIONS,
  type OperationManifest,
  type OperationOrder,
  type OperationPhase,
  type OperationSpec,
  type OperationStatus,
  type OperationTarget,
  type Progress,
  type StepState,
  type StepStatus,
} from "./operation.manifest.ts";
export { type NewOperation, OperationDesk, type Operations, type Request } from "./operation-desk.ts";
export type { OperationRunner } from "./operation-runner.ts";
export type { Effect, OperationType, PlannedStep, StepAccess, StepResult, StepWork } from "./operation-type.ts";
export { operationWork } from "./operation-work.ts";
export type { ActingClusters } from "./principal-access.ts";
