import type { Authenticator } from "./authenticator.ts";
import { BearerAuthenticator } from "./bearer-authenticator.ts";
import { noAuthentication } from "./loopback.ts";
import { createJsonFetcher } from "./oidc/fetch-json.ts";
import type { JwtIssuer } from "./oidc/jwt-issuer.ts";
import { OidcVerifier } from "./oidc/oidc-verifier.ts";
import { type TokenReviewOptions, TokenReviewVerifier } from "./token-review-verifier.ts";
import type { Timing } from "./watch.ts";

export interface AuthenticatorOptions {
  readonly jwt: readonly JwtIssuer[];
  /** Which clusters are asked about tokens of other issuers; none: nobody is. */
  readonly tokenReview: { readonly clusters: readonly string[] };
  readonly review: TokenReviewOptions["review"];
  readonly timing: Timing;
  /** An issuer's keys could not be had. */
  readonly onIssuerFailure: (issuer: string, error: unknown) => void;
}

/** Without any issuer and cluster nobody is told apart. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator & AsyncDisposable {
  const { jwt, tokenReview, review, timing, onIssuerFailure } = options;
  const { clusters } = tokenReview;
  const { now, monotonic } = timing;
  if (jwt.length === 0 && clusters.length === 0) return { ...noAuthentication, [Symbol.asyncDispose]: async () => {} };
  const stack = new AsyncDisposableStack();
  const issuers = jwt.map((each) => {
    const { url, certificateAuthority } = each.issuer;
    const { fetchJson } = stack.use(createJsonFetcher(certificateAuthority));
    return [
      url,
      new OidcVerifier(each, { fetchJson, now, monotonic, onFailure: (error) => onIssuerFailure(url, error) }),
    ] as const;
  });
  const bearer = new BearerAuthenticator({
    issuers: new Map(issuers),
    ...(clusters.length > 0 && { others: new TokenReviewVerifier({ clusters, review, now }) }),
    timing,
  });
  return Object.assign(bearer, { [Symbol.asyncDispose]: () => stack.disposeAsync() });
}
