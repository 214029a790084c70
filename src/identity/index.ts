export type { Authenticator, Credentials } from "./authenticator.ts";
export { assertLoopback, isLoopback, loopbackPrincipal, noAuthentication } from "./loopback.ts";
export type { Principal } from "./principal.ts";
