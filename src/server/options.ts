import type { Api } from "../api/index.ts";
import type { Authenticator, Identified } from "../identity/index.ts";
import type { Clock, Logger, Metrics } from "../telemetry/index.ts";
import type { Caller, Refused } from "./guard.ts";
import type { TlsFiles } from "./tls/serving-certificate.ts";

/** The part of the configuration that the transports heed. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles;
  /** A proxy in front of the gateway ends TLS. */
  readonly trustedProxy: boolean;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly drainMs: number;
  readonly limits: {
    readonly bodyBytes: number;
    readonly wsMessageBytes: number;
    readonly subscriptionsPerSocket: number;
    readonly variablesDepth: number;
    readonly variablesBytes: number;
  };
}

/** Whether the gateway can answer about its clusters; asked by each probe of /readyz. */
export type Readiness = () => { readonly ready: boolean; readonly waitingFor?: readonly string[] };

/** When a connection counts as slow, or dead. Only tests change these. */
export interface SocketTuning {
  /** Bytes waiting in one socket above which its subscriptions are told to pause. */
  readonly highWaterBytes: number;
  /** A socket that stays full for so long is closed. */
  readonly slowMs: number;
  /** Each socket is pinged so often, and is dead when it has not answered by the next time. */
  readonly heartbeatMs: number;
  /** From here on a payload is not copied to put its envelope around it: its three fragments cost less than the copy. */
  readonly sharedFromBytes: number;
}

export interface ServerOptions {
  readonly api: Api;
  readonly config: ServerConfig;
  readonly authenticator: Authenticator;
  readonly callerOf: (identified: Identified) => Caller;
  readonly readiness: Readiness;
  /** Told of each request that was refused, and by what code. Must not throw. */
  readonly onRefused: (refused: Refused) => void;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly sockets?: Partial<SocketTuning>;
}

export const socketTuning: SocketTuning = {
  highWaterBytes: 256 * 1024,
  slowMs: 60_000,
  heartbeatMs: 30_000,
  sharedFromBytes: 4 * 1024,
};
