/** How a registry wants to be shown who is asking (`WWW-Authenticate`). */
export type Challenge =
  | { readonly scheme: "basic" }
  /** A token for the scope is to be had at the realm. */
  | {
      readonly scheme: "bearer";
      readonly realm: string;
      readonly service: string | null;
      readonly scope: string | null;
    };

const parameter = /([a-z]+)="([^"]*)"/gi;

/** Null for a way that is not known here. */
export function parseChallenge(header: string): Challenge | null {
  const [, scheme = "", rest = ""] = header.match(/^\s*(\S+)\s*(.*)$/s) ?? [];
  if (scheme.toLowerCase() === "basic") return { scheme: "basic" };
  if (scheme.toLowerCase() !== "bearer") return null;
  const found = new Map([...rest.matchAll(parameter)].map(([, name = "", value = ""]) => [name.toLowerCase(), value]));
  const realm = found.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return null;
  return { scheme: "bearer", realm, service: found.get("service") ?? null, scope: found.get("scope") ?? null };
}
