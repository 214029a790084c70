export { codes, type ErrorCode } from "./codes.ts";
export { type ErrorDetails, FairwayError, toFairwayError } from "./fairway-error.ts";
