import { FairwayError } from "../errors/index.ts";
import type { ReviewedUser } from "../kubernetes/index.ts";
import { expired, lookInto, unauthenticated } from "./bearer-token.ts";
import type { Principal } from "./principal.ts";
import type { Verifier } from "./verifier.ts";

export interface TokenReviewOptions {
  /** In the order in which they are asked about a token of which nothing is known. */
  readonly clusters: readonly string[];
  /** Asks one of them. Null: it does not know the token. Rejects when that cannot be found out. */
  readonly review: (cluster: string, token: string) => Promise<ReviewedUser | null>;
  readonly now: () => number;
}

/** Whoever makes tokens up must not take all connections to the clusters. */
const maxAsking = 64;

const maxSigners = 1_000;

/** Names the token, not its bearer; people come back with other tokens. */
const credentialId = "authentication.kubernetes.io/credential-id";

/** Knows callers by tokens that a cluster vouches for. They count in that cluster alone: nobody else has vouched. */
export class TokenReviewVerifier implements Verifier {
  readonly keepMs = 10_000;
  readonly #options: TokenReviewOptions;
  // Most clusters call themselves by the same issuer, but no two of them sign with the same key.
  readonly #clusterBySigner = new Map<string, string>();
  #asking = 0;

  constructor(options: TokenReviewOptions) {
    this.#options = options;
  }

  async verify(token: string): Promise<Principal> {
    if (this.#asking >= maxAsking) {
      throw new FairwayError("TOO_MANY_REQUESTS", "Too many tokens are being looked at", { retryAfterMs: 1_000 });
    }
    this.#asking += 1;
    try {
      return await this.#askEach(token);
    } finally {
      this.#asking -= 1;
    }
  }

  async #askEach(token: string): Promise<Principal> {
    const { issuer, keyId, expiresAt } = lookInto(token);
    const signer = keyId === undefined ? undefined : JSON.stringify([issuer, keyId]);
    const failures: unknown[] = [];
    for (const cluster of this.#inOrder(signer)) {
      try {
        const user = await this.#options.review(cluster, token);
        if (!user) continue;
        if (signer !== undefined) this.#remember(signer, cluster);
        return principalOf(user, cluster, expiresAt);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      // The one that does not answer may be the one that knows.
      const message = "Whose the token is cannot be found out: a cluster that may know does not answer";
      throw new FairwayError("ISSUER_UNAVAILABLE", message, { cause: failures[0], retryAfterMs: 1_000 });
    }
    if (expiresAt !== undefined && expiresAt <= this.#options.now()) throw expired();
    throw unauthenticated("The token is not known to any cluster that is asked");
  }

  #inOrder(signer: string | undefined): readonly string[] {
    const { clusters } = this.#options;
    const likely = signer === undefined ? undefined : this.#clusterBySigner.get(signer);
    return likely === undefined ? clusters : [likely, ...clusters.filter((cluster) => cluster !== likely)];
  }

  #remember(signer: string, cluster: string): void {
    this.#clusterBySigner.set(signer, cluster);
    if (this.#clusterBySigner.size <= maxSigners) return;
    const oldest = this.#clusterBySigner.keys().next();
    if (!oldest.done) this.#clusterBySigner.delete(oldest.value);
  }
}

function principalOf(user: ReviewedUser, cluster: string, expiresAt: number | undefined): Principal {
  const { username, uid, groups = [], extra = {} } = user;
  const { [credentialId]: _, ...attributes } = extra;
  return Object.freeze({
    issuer: `cluster:${cluster}`,
    username,
    ...(uid !== undefined && uid !== "" && { uid }),
    groups: Object.freeze([...groups]),
    extra: Object.freeze(attributes),
    cluster,
    ...(expiresAt !== undefined && { expiresAt }),
  });
}
