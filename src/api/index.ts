export { type Answer, Answers, type AnswersOptions } from "./answers.ts";
export type { DocumentLimits } from "./document-limits.ts";
export { Engine } from "./engine.ts";
export type { Environment } from "./environment.ts";
export { Frame, type FrameForm } from "./frame.ts";
export type { ThrottleLimits } from "./live/live-terms.ts";
export { type QuotaLimits, Quotas } from "./quotas.ts";
export type {
  Api,
  CloseReason,
  Membership,
  OperationRequest,
  OperationType,
  Reply,
  RequestOrigin,
  Sink,
} from "./transport.ts";
