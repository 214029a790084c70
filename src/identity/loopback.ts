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

export const noAuthentication: Authenticator = { verifies: false, identify: () => ({ principal: loopbackPrincipal }) };

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

/** Refuses an address that others could reach, for a gateway that would let them all in. */
export function assertLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new FairwayError(
    "CONFIG_INVALID",
    `host: without authentication the gateway listens on loopback only, and ${JSON.stringify(host)} is not; ` +
      "use 127.0.0.1, ::1 or localhost",
    { field: "host" },
  );
}
