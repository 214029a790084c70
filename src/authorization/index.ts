export type { DecisionTimes } from "./decision.ts";
export { decisionTimes, LoopbackCaller, type LoopbackCallerOptions } from "./loopback-caller.ts";
export type { ReviewAttributes, ReviewPort } from "./review-port.ts";
export { seesAll, seesNamespaces, seesNothing } from "./visibility.ts";
