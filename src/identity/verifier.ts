import type { Principal } from "./principal.ts";

/** One way to find out whose a token is. */
export interface Verifier {
  /**
   * Throws UNAUTHENTICATED for a token that is not good, TOKEN_EXPIRED for one that was, and a retryable error where that
   * cannot be found out, which is never taken for a yes.
   */
  verify(token: string): Promise<Principal>;
  /** How long an answer is relied on, in milliseconds, within the token's own life. */
  readonly keepMs: number;
}
