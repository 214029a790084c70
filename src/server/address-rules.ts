import { isLoopback } from "../identity/index.ts";
import { Refusal } from "./refusal.ts";

export interface Addresses {
  /** The port that is listened on. */
  readonly port: number;
  /** HTTPS: a host without a port means another one. */
  readonly secure: boolean;
  /** `name` for any port, or `name:port`. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

const hostHeader = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::(\d{1,5}))?$/;

/**
 * A page of an attacker whose name was pointed at this machine (DNS rebinding) still sends the attacker's name: only
 * names are served that cannot be pointed elsewhere, and those that were configured.
 */
export function assertHost(host: string | undefined, { port, secure, allowedHosts }: Addresses): void {
  const [, name, given = secure ? "443" : "80"] = hostHeader.exec(host?.toLowerCase() ?? "") ?? [];
  if (name !== undefined) {
    if (isLoopback(name.replace(/^\[|\]$/g, "")) && Number(given) === port) return;
    if (allowedHosts.includes(name) || allowedHosts.includes(`${name}:${given}`)) return;
  }
  throw new Refusal("FORBIDDEN", "The Host header names no address of this gateway; see the setting allowedHosts");
}

/** Programs send no Origin; a browser's page must be the gateway's own or a configured one. */
export function assertOrigin(origin: string | undefined, host: string | undefined, addresses: Addresses): void {
  if (origin === undefined || addresses.allowedOrigins.includes(origin)) return;
  // The host was checked before, so a page of the same host is ours.
  if (origin === `http://${host}` || origin === `https://${host}`) return;
  throw new Refusal("FORBIDDEN", "Pages of this origin may not use the gateway; see the setting allowedOrigins");
}
