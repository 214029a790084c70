/** What somebody may want to do. Absent fields mean: any. */
export interface ReviewAttributes {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Whose access is asked about, as the cluster knows him. */
export interface ReviewSubject {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** The API server adds this group to everybody whom it lets in, and is not told it by any issuer. */
export const AUTHENTICATED = "system:authenticated";

/**
 * Asks the cluster's API server whether this person may do this (a SubjectAccessReview); without a subject: whether the
 * gateway itself may (a SelfSubjectAccessReview). Rejects, best with a FairwayError of that cluster, when the server does
 * not say; false is a clear no.
 */
export type ReviewPort = (
  cluster: string,
  subject: ReviewSubject | undefined,
  attributes: ReviewAttributes,
  signal: AbortSignal,
) => Promise<boolean>;
