export type { Authenticator, Credentials, Identified } from "./authenticator.ts";
export { assertLoopback, isLoopback, loopbackPrincipal, noAuthentication } from "./loopback.ts";
export type { Principal } from "./principal.ts";
export {
  bearerToken,
  hashOf,
  TokenReviewAuthenticator,
  type TokenReviewOptions,
  type TokenReviewPort,
} from "./token-review.ts";
