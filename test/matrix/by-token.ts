import type { Overrides } from "../support/rig.ts";

/** Callers show tokens that the first cluster looks at. */
export const byToken: Overrides = { authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } } };
