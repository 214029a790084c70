/**
 * Who is calling, from a verified credential. Names are unique within their issuer only: equal names of two issuers
 * are two people, so nothing is keyed by `username` alone.
 */
export interface Principal {
  readonly issuer: string;
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
  /** Counts in the cluster of this name alone: nobody else has vouched for it. Absent: wherever its issuer is accepted. */
  readonly cluster?: string;
  /** Milliseconds since the epoch when the credential ends; absent where it does not say. */
  readonly expiresAt?: number;
}
