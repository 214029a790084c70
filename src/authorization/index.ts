export type { DecisionTimes } from "./decision.ts";
export type { ReviewAttributes, ReviewPort } from "./review-port.ts";
export { decisionTimes, SelfReviewedCaller, type SelfReviewedCallerOptions } from "./self-reviewed-caller.ts";
export { seesAll, seesNamespaces, seesNothing } from "./visibility.ts";
