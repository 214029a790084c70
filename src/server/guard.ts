import type { IncomingHttpHeaders } from "node:http";
import type { RequestOrigin } from "../api/index.ts";
import { type ErrorCode, FairwayError } from "../errors/index.ts";
import type { Authenticator, Credentials, Identified, Principal } from "../identity/index.ts";
import type { Logger, Metrics, Transport } from "../telemetry/index.ts";
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
  /** For what outlives a request: calls `onEnd`, once, when what the caller has shown counts no more. */
  readonly watch: (onEnd: (reason: FairwayError) => void) => Disposable | undefined;
}

/** A request that was answered with an error and nothing else, at the door or behind it. */
export interface Refused {
  readonly transport: Transport;
  readonly requestId: string;
  readonly code: ErrorCode;
  /** Absent where it was refused before that was known. */
  readonly principal?: Principal;
  /** What the caller was told. Nothing that he sent. */
  readonly reason?: string;
}

export interface GuardOptions {
  readonly addresses: () => Addresses;
  readonly draining: () => boolean;
  readonly bodyBytes: number;
  readonly authenticator: Authenticator;
  readonly callerOf: (identified: Identified) => Caller;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Told of each refusal, after it was counted. Must not throw. */
  readonly onRefused: (refused: Refused) => void;
}

/**
 * The one door: every transport passes it once for each request (a WebSocket: once for its handshake, and
 * once more at `connection_init` where that says who it is), before a byte of the body is read. Rejects with a FairwayError.
 */
export interface Guard {
  admit(arrival: Arrival): Promise<Admitted>;
  /** As `admit`, where that takes no asking; undefined where it may be refused. Nothing is counted then: `admit` will say. */
  admitKnown(arrival: Arrival): Admitted | undefined;
  /** Without the question who it is: for what is the same for everybody, and says nothing about the clusters. */
  admitAnyone(arrival: Arrival): Promise<void>;
  /** Called once for each request that is refused, whoever refuses it: where refusals are counted, and written down. */
  refused(refused: Refused): void;
}

export function createGuard(options: GuardOptions): Guard {
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

  const { authenticator, callerOf } = options;

  function admittedAs(identified: Identified): Admitted {
    return {
      principal: identified.principal,
      caller: callerOf(identified),
      watch: (onEnd) => authenticator.watch?.(identified, onEnd),
    };
  }

  return {
    async admit({ headers }) {
      assertAddressed(headers);
      return admittedAs(await authenticator.identify(credentialsIn(headers)));
    },
    admitKnown({ headers }) {
      try {
        assertAddressed(headers);
      } catch (error) {
        if (error instanceof FairwayError) return undefined;
        throw error;
      }
      const identified = authenticator.known?.(credentialsIn(headers));
      return identified && admittedAs(identified);
    },
    async admitAnyone({ headers }) {
      assertAddressed(headers);
    },
    refused(refused) {
      const { transport, requestId, code, reason } = refused;
      options.metrics.refused(transport, code);
      // A defect is logged where it is met, with what it was.
      if (code !== "INTERNAL") options.log.debug({ transport, requestId, code, reason }, "A request was refused");
      options.onRefused(refused);
    },
  };
}

function credentialsIn({ authorization }: IncomingHttpHeaders): Credentials {
  return authorization === undefined ? {} : { authorization };
}

export function shuttingDown(): Refusal {
  return new Refusal("SHUTTING_DOWN", "The gateway is shutting down", { headers: { connection: "close" } });
}

export function tooLarge(limit: number): Refusal {
  // The connection stays: a peer that is cut off in the middle of its body never reads this. Node discards the rest.
  return new Refusal("REQUEST_TOO_LARGE", `The request is larger than ${limit} bytes`);
}
