import { X509Certificate } from "node:crypto";
import type { Headers, TlsMaterial } from "./credentials.ts";

/**
 * When the first part of a credential ends, in milliseconds since the epoch: the client certificate, a token that says when
 * (JWT), what a credential plugin has said. Null where nothing says so. Nothing is verified: it is the gateway's own.
 */
export function expiryOf({ cert }: TlsMaterial, headers: Headers, pluginSays: number | null): number | null {
  const ends = [certificateEnd(cert), tokenEnd(headers), pluginSays].filter((end) => end !== null);
  return ends.length > 0 ? Math.min(...ends) : null;
}

function certificateEnd(cert: Buffer | string | undefined): number | null {
  if (cert === undefined) return null;
  try {
    return known(Date.parse(new X509Certificate(cert).validTo));
  } catch {
    // The server will say what it thinks of it.
    return null;
  }
}

function tokenEnd({ authorization }: Headers): number | null {
  const payload =
    typeof authorization === "string" ? /^Bearer [^.]+\.([^.]+)\.[^.]*$/.exec(authorization)?.[1] : undefined;
  if (payload === undefined) return null;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { exp?: unknown };
    return typeof exp === "number" ? known(exp * 1000) : null;
  } catch {
    return null;
  }
}

/** The longest that a Date can be. */
const lastMoment = 8.64e15;

function known(moment: number): number | null {
  return Number.isFinite(moment) && Math.abs(moment) <= lastMoment ? moment : null;
}
