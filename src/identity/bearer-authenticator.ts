import type { FairwayError } from "../errors/index.ts";
import type { Authenticator, Credentials, Identified } from "./authenticator.ts";
import { bearerToken, expired, hashOf, lookInto, unauthenticated } from "./bearer-token.ts";
import type { Principal } from "./principal.ts";
import type { Verifier } from "./verifier.ts";
import { type Timing, Watch } from "./watch.ts";

export interface BearerOptions {
  /** By the `iss` of their tokens. */
  readonly issuers: ReadonlyMap<string, Verifier>;
  /** For tokens of no such issuer. */
  readonly others?: Verifier;
  readonly timing: Timing;
}

interface Known {
  readonly principal: Principal;
  /** By a clock that never goes back: what was revoked must not be believed again for as long as another one was wrong. */
  readonly keptUntil: number;
  readonly expiresAt: number;
}

const maxKnown = 10_000;

/** As nearly all clients write it. */
const PREFIX = "Bearer ";

/**
 * Knows callers by bearer tokens. Who has issued a token decides who is asked about it, and nobody else is: a token that
 * names an issuer of ours, and is not its, is not tried elsewhere. What is remembered is keyed by a token's hash, and never
 * longer than the token lives.
 */
export class BearerAuthenticator implements Authenticator {
  readonly verifies = true;
  readonly #options: BearerOptions;
  // In the order of their verification: the oldest first.
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<Principal>>();

  constructor(options: BearerOptions) {
    this.#options = options;
  }

  async identify({ authorization }: Credentials): Promise<Identified> {
    const token = bearerToken(authorization);
    return { principal: await this.#ownerOf(token), token };
  }

  known({ authorization }: Credentials): Identified | undefined {
    // Nothing that is no well-formed token was ever verified, so its form need not be looked at again.
    if (!authorization?.startsWith(PREFIX)) return undefined;
    const token = authorization.slice(PREFIX.length);
    const principal = this.#remembered(hashOf(token));
    return principal && { principal, token };
  }

  watch({ principal, token = "" }: Identified, onEnd: (reason: FairwayError) => void): Disposable {
    return new Watch({ principal, verify: () => this.#ownerOf(token), timing: this.#options.timing, onEnd });
  }

  async #ownerOf(token: string): Promise<Principal> {
    const hash = hashOf(token);
    const known = this.#remembered(hash);
    if (known) return known;
    let asking = this.#asking.get(hash);
    if (!asking) {
      asking = this.#verify(token, hash).finally(() => this.#asking.delete(hash));
      this.#asking.set(hash, asking);
    }
    return await asking;
  }

  #remembered(hash: string): Principal | undefined {
    const known = this.#known.get(hash);
    if (!known) return undefined;
    const { now, monotonic } = this.#options.timing;
    return monotonic() < known.keptUntil && now() < known.expiresAt ? known.principal : undefined;
  }

  async #verify(token: string, hash: string): Promise<Principal> {
    this.#known.delete(hash);
    const { issuers, others, timing } = this.#options;
    const verifier = issuers.get(lookInto(token).issuer ?? "") ?? others;
    if (!verifier) throw unauthenticated("The token is of no issuer that this gateway knows");
    const principal = await verifier.verify(token);
    const { expiresAt = Number.POSITIVE_INFINITY } = principal;
    if (expiresAt <= timing.now()) throw expired();
    this.#known.set(hash, { principal, keptUntil: timing.monotonic() + verifier.keepMs, expiresAt });
    if (this.#known.size > maxKnown) {
      const oldest = this.#known.keys().next();
      if (!oldest.done) this.#known.delete(oldest.value);
    }
    return principal;
  }
}
