import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { FairwayError } from "../../errors/index.ts";
import { expired, unauthenticated } from "../bearer-token.ts";
import type { Principal } from "../principal.ts";
import type { Verifier } from "../verifier.ts";
import { principalOf } from "./claims.ts";
import { IssuerKeys, type IssuerKeysOptions } from "./issuer-keys.ts";
import type { JwtIssuer } from "./jwt-issuer.ts";

/** Those of API servers. None of them takes a shared secret, which the published key would then be. */
const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

/** How far the issuer's clock may be ahead of ours. A token's end has no slack, as with API servers. */
const skewSeconds = 30;

export interface OidcVerifierOptions extends Pick<IssuerKeysOptions, "fetchJson" | "monotonic" | "onFailure"> {
  /** Milliseconds since the epoch: what a token says of its life is judged by them. */
  readonly now: () => number;
}

/** Knows callers by tokens that one issuer has signed. */
export class OidcVerifier implements Verifier {
  /** So soon is a key believed no more that the issuer has withdrawn. */
  readonly keepMs = 60_000;
  readonly #issuer: JwtIssuer;
  readonly #keys: IssuerKeys;
  readonly #now: () => number;

  constructor(issuer: JwtIssuer, { now, ...options }: OidcVerifierOptions) {
    const { url, discoveryURL = `${url.replace(/\/$/, "")}/.well-known/openid-configuration` } = issuer.issuer;
    this.#issuer = issuer;
    this.#now = now;
    this.#keys = new IssuerKeys({ issuer: url, discoveryURL, ...options });
  }

  async verify(token: string): Promise<Principal> {
    const { payload, endsAt } = await this.#signed(token);
    if (endsAt <= this.#now()) throw expired();
    return Object.freeze({ ...principalOf(payload, this.#issuer), expiresAt: endsAt });
  }

  async #signed(token: string): Promise<{ payload: JWTPayload; endsAt: number }> {
    const { url, audiences } = this.#issuer.issuer;
    const options: JWTVerifyOptions = {
      algorithms,
      issuer: url,
      audience: [...audiences],
      requiredClaims: ["exp"],
      clockTolerance: skewSeconds,
      currentDate: new Date(this.#now()),
    };
    try {
      const { payload } = await this.#anyKey(token, options);
      return { payload, endsAt: (payload.exp ?? 0) * 1000 };
    } catch (error) {
      throw explain(error);
    }
  }

  /** A token that does not say which of several keys it was signed with is tried with each of them. */
  async #anyKey(token: string, options: JWTVerifyOptions) {
    try {
      return await jwtVerify(token, this.#keys.get, options);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      for await (const key of error) {
        try {
          return await jwtVerify(token, key, options);
        } catch (failure) {
          if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
        }
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  }
}

/** jose's messages are right, and of no use to somebody who has but got a token. */
function explain(error: unknown): unknown {
  if (error instanceof FairwayError) return error;
  if (error instanceof errors.JWTExpired) return expired();
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim } = error;
    if (claim === "nbf") return unauthenticated("The token is not valid yet");
    if (claim === "aud") return unauthenticated("The token is meant for others (aud)");
    return unauthenticated(`The token's claim "${claim}" is missing or wrong`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return unauthenticated("The token is not signed by its issuer");
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return unauthenticated("The token's algorithm is not accepted");
  if (error instanceof errors.JOSEError) return unauthenticated("The token is malformed");
  return error;
}
