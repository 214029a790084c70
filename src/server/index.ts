export type { Caller, Refused } from "./guard.ts";
export type { Readiness, ServerConfig, ServerOptions, SocketTuning } from "./options.ts";
export { Server } from "./server.ts";
