import { hash } from "node:crypto";
import { FairwayError } from "../errors/index.ts";

/** Longer than those of people in hundreds of groups; proxies and servers allow a header little more. */
const maxLength = 16 * 1024;

/** The token of an `Authorization` header. Throws UNAUTHENTICATED. */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthenticated("A bearer token is needed: Authorization: Bearer TOKEN");
  const [, token] = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization) ?? [];
  if (!token || token.length > maxLength) throw unauthenticated("The Authorization header holds no bearer token");
  return token;
}

/** What is kept of a token: tells it from others, and is of no use to whoever finds it. */
export function hashOf(token: string): string {
  return hash("sha256", token, "base64url");
}

/** What a JWT says of itself. Nothing of it is verified: it may decide who is asked, and never what is believed. */
export interface Unverified {
  readonly issuer?: string;
  readonly keyId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** Empty for what is no JWT. */
export function lookInto(token: string): Unverified {
  const [header, payload, signature, ...more] = token.split(".").map((part) => parse(part));
  if (!header || !payload || signature === undefined || more.length > 0) return {};
  const { iss, exp } = payload;
  const { kid } = header;
  return {
    ...(typeof iss === "string" && { issuer: iss }),
    ...(typeof kid === "string" && { keyId: kid }),
    ...(typeof exp === "number" && Number.isFinite(exp) && { expiresAt: exp * 1000 }),
  };
}

function parse(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

export function unauthenticated(message: string): FairwayError {
  return new FairwayError("UNAUTHENTICATED", message);
}

export function expired(): FairwayError {
  return new FairwayError("TOKEN_EXPIRED", "The token has expired: renew it and come again");
}
