import { createHash } from "node:crypto";
import { FairwayError } from "../errors/index.ts";
import type { Authenticator, Credentials, Identified } from "./authenticator.ts";
import type { Principal } from "./principal.ts";

/** Asks who a token belongs to. Null: nobody. Rejects when that cannot be found out, which is never taken for a yes. */
export type TokenReviewPort = (token: string) => Promise<Omit<Principal, "issuer"> | null>;

export interface TokenReviewOptions {
  /** Equal names of two issuers are two people: the cluster that was asked. */
  readonly issuer: string;
  readonly review: TokenReviewPort;
  readonly now: () => number;
  /** How long an answer is relied on, in milliseconds. A revoked token works no longer than this. */
  readonly keepMs?: number;
}

interface Verified {
  readonly principal: Principal;
  readonly verifiedAt: number;
}

const MAX_VERIFIED = 10_000;
const MAX_TOKEN = 16 * 1024;

/** Knows callers by the bearer tokens that a cluster vouches for. What it remembers is keyed by a token's hash. */
export class TokenReviewAuthenticator implements Authenticator {
  readonly verifies = true;
  readonly #options: TokenReviewOptions;
  readonly #keepMs: number;
  // In the order of their verification: the oldest first.
  readonly #verified = new Map<string, Verified>();
  readonly #asking = new Map<string, Promise<Principal>>();

  constructor(options: TokenReviewOptions) {
    this.#options = options;
    this.#keepMs = options.keepMs ?? 10_000;
  }

  async identify({ authorization }: Credentials): Promise<Identified> {
    const token = bearerToken(authorization);
    const hash = hashOf(token);
    const known = this.#verified.get(hash);
    if (known && this.#options.now() - known.verifiedAt < this.#keepMs) return { principal: known.principal, token };
    let asking = this.#asking.get(hash);
    if (!asking) {
      asking = this.#verify(token, hash, known?.principal).finally(() => this.#asking.delete(hash));
      this.#asking.set(hash, asking);
    }
    return { principal: await asking, token };
  }

  async #verify(token: string, hash: string, before: Principal | undefined): Promise<Principal> {
    this.#verified.delete(hash);
    const user = await this.#options.review(token);
    if (!user) throw unauthenticated("The token is not valid");
    const reviewed: Principal = { issuer: this.#options.issuer, ...user };
    // The same person stays the same value, so that what was made for him is found again.
    const principal = before && JSON.stringify(before) === JSON.stringify(reviewed) ? before : Object.freeze(reviewed);
    this.#verified.set(hash, { principal, verifiedAt: this.#options.now() });
    if (this.#verified.size > MAX_VERIFIED) {
      const oldest = this.#verified.keys().next();
      if (!oldest.done) this.#verified.delete(oldest.value);
    }
    return principal;
  }
}

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Throws UNAUTHENTICATED. */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthenticated("A bearer token is needed: Authorization: Bearer TOKEN");
  const [, token] = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization) ?? [];
  if (!token || token.length > MAX_TOKEN) throw unauthenticated("The Authorization header holds no bearer token");
  return token;
}

function unauthenticated(message: string): FairwayError {
  return new FairwayError("UNAUTHENTICATED", message);
}
