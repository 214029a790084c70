import { Agent, request } from "undici";
import type { FetchJson } from "./issuer-keys.ts";

const timeoutMs = 5_000;

/** No issuer has so many keys. */
const maxBytes = 512 * 1024;

export interface JsonFetcher extends AsyncDisposable {
  readonly fetchJson: FetchJson;
}

/** Reads documents of one issuer, whose server is held to the given certificates. Redirections are not followed. */
export function createJsonFetcher(certificateAuthority: string | undefined): JsonFetcher {
  const agent = new Agent({
    connections: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxBytes,
    connect: { timeout: timeoutMs, ...(certificateAuthority !== undefined && { ca: certificateAuthority }) },
  });
  return {
    fetchJson: async (url) => {
      const signal = AbortSignal.timeout(2 * timeoutMs);
      const response = await request(url, { dispatcher: agent, signal, headers: { accept: "application/json" } });
      if (response.statusCode === 200) return await response.body.json();
      await response.body.dump();
      throw new Error(`the issuer answered with HTTP status ${response.statusCode}`);
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
