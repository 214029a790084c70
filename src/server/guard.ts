import type { IncomingHttpHeaders } from "node:http";
import type { RequestOrigin } from "../api/index.ts";
import { toFairwayError } from "../errors/index.ts";
import type { Authenticator, Identified, Principal } from "../identity/index.ts";
import type { Metrics, Transport } from "../telemetry/index.ts";
import { type Addresses, assertHost, assertOrigin } from "./address-rules.ts";
import { Refusal } from "./refusal.ts";

export type Caller = RequestOrigin["caller"];

/** What arrived, before any of it is believed: the head of an HTTP request or of a WebSocket's handshake. */
export interface Arrival {
  readonly transport: Transport;
  readonly headers: IncomingHttpHeaders;
}

export interface Admitted {
  readonly principal: Principal;
  readonly caller: Caller;
}

export interface GuardOptions {
  readonly addresses: () => Addresses;
  readonly draining: () => boolean;
  readonly bodyBytes: number;
  readonly authenticator: Authenticator;
  readonly callerOf: (identified: Identified) => Caller;
  readonly metrics: Metrics;
}

/**
 * The one door: every transport passes it once for each request (a WebSocket: once for its handshake, and
 * once more at `connection_init` where that says who it is), before a byte of the body is read. Rejects with a FairwayError.
 */
export interface Guard {
  admit(arrival: Arrival): Promise<Admitted>;
  /** Without the question who it is: for what is the same for everybody, and says nothing about the clusters. */
  admitAnyone(arrival: Arrival): Promise<void>;
}

export function createGuard(options: GuardOptions): Guard {
  async function counted<T>(transport: Transport, check: () => T | Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      options.metrics.refused(transport, toFairwayError(error).code);
      throw error;
    }
  }

  function assertAddressed(headers: IncomingHttpHeaders): void {
    // First, because nothing else matters to a client that should be elsewhere.
    if (options.draining()) throw shuttingDown();
    // Before the identity: a page that must not reach the gateway must not reach its authentication either.
    const addresses = options.addresses();
    assertHost(headers.host, addresses);
    assertOrigin(headers.origin, headers.host, addresses);
    // What is announced as too large is not read. The body parser holds those to the limit that announce nothing.
    if (Number(headers["content-length"] ?? 0) > options.bodyBytes) throw tooLarge(options.bodyBytes);
  }

  return {
    admit: ({ transport, headers }) =>
      counted(transport, async () => {
        assertAddressed(headers);
        const { authorization } = headers;
        const identified = await options.authenticator.identify(authorization === undefined ? {} : { authorization });
        return { principal: identified.principal, caller: options.callerOf(identified) };
      }),
    admitAnyone: ({ transport, headers }) => counted(transport, () => assertAddressed(headers)),
  };
}

export function shuttingDown(): Refusal {
  return new Refusal("SHUTTING_DOWN", "The gateway is shutting down", { headers: { connection: "close" } });
}

export function tooLarge(limit: number): Refusal {
  // The connection stays: a peer that is cut off in the middle of its body never reads this. Node discards the rest.
  return new Refusal("REQUEST_TOO_LARGE", `The request is larger than ${limit} bytes`);
}
