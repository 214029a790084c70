import type { Credential } from "./credentials.ts";

type Told = Readonly<Record<string, string | readonly string[]>> | undefined;

/** Whether these headers say who is asking by a token of his own. */
export function showsToken(headers: Told): boolean {
  return headers?.authorization !== undefined;
}

/** What of the gateway's own credential goes along with a request that has these headers. */
export function ownHeaders({ headers }: Credential, told: Told): Record<string, string | string[]> {
  if (showsToken(told)) return {};
  const all = headers as Record<string, string | string[]>;
  if (told?.["impersonate-user"] === undefined) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("impersonate-")));
}
