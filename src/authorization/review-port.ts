export interface ReviewAttributes {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * Asks the cluster's API server whether the gateway itself may do this (a SelfSubjectAccessReview). Rejects, best with
 * a FairwayError of that cluster, when the server does not say; false is a clear no.
 */
export type ReviewPort = (cluster: string, attributes: ReviewAttributes, signal: AbortSignal) => Promise<boolean>;
