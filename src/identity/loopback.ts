import { isIP } from "node:net";
import { FairwayError } from "../errors/index.ts";
import type { Authenticator } from "./authenticator.ts";
import type { Principal } from "./principal.ts";

/** The one caller of a gateway without authentication: whoever the kubeconfig says, in each of its clusters. */
export const loopbackPrincipal: Principal = Object.freeze({
  issuer: "kubeconfig",
  username: "kubeconfig",
  groups: Object.freeze([]),
  extra: Object.freeze({}),
});

const anybody = { principal: loopbackPrincipal };

export const noAuthentication: Authenticator = { verifies: false, identify: () => anybody, known: () => anybody };

/** A name or an address, without port and brackets, that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  switch (isIP(name)) {
    case 4:
      return name.startsWith("127.");
    case 6:
      return name === "::1" || /^::ffff:127\.\d+\.\d+\.\d+$/.test(name);
    default:
      // Browsers and resolvers answer `*.localhost` themselves (RFC 6761), so no foreign DNS can point it here.
      return name === "localhost" || name.endsWith(".localhost");
  }
}

export interface ListeningOptions {
  readonly host: string;
  /** Whether TLS is spoken: by the gateway, or by a proxy in front of it that was declared. */
  readonly confidential: boolean;
  /** Whether callers have to say who they are. */
  readonly verifies: boolean;
}

/** Refuses an address that others could reach where they would all be let in, or their tokens could be read on the way. */
export function assertListenable({ host, confidential, verifies }: ListeningOptions): void {
  if (isLoopback(host) || (verifies && confidential)) return;
  const why = verifies
    ? "without tls the gateway listens on loopback only, since tokens would go over the network in clear"
    : "without authentication the gateway listens on loopback only";
  const instead = verifies
    ? "set tls, or trustedProxy where a proxy in front ends TLS, or use 127.0.0.1"
    : "use 127.0.0.1, ::1 or localhost";
  const message = `host: ${why}, and ${JSON.stringify(host)} is not; ${instead}`;
  throw new FairwayError("CONFIG_INVALID", message, { field: "host" });
}
