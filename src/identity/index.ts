export type { Authenticator, Credentials, Identified } from "./authenticator.ts";
export { type AuthenticatorOptions, createAuthenticator } from "./create-authenticator.ts";
export { assertListenable, isLoopback, loopbackPrincipal, noAuthentication } from "./loopback.ts";
export type { ClaimSource, JwtIssuer, PrefixedClaimSource } from "./oidc/jwt-issuer.ts";
export type { Principal } from "./principal.ts";
