import { unauthenticated } from "../bearer-token.ts";
import type { Principal } from "../principal.ts";
import type { ClaimSource, JwtIssuer, PrefixedClaimSource } from "./jwt-issuer.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * Who the bearer of a verified token is, as an API server with the same configuration would say; only the id of the token
 * is left out of `extra`, as it tells which token it was and not who. Throws UNAUTHENTICATED; no value of a claim is shown.
 */
export function principalOf(claims: Claims, { issuer, claimMappings, claimValidationRules }: JwtIssuer): Principal {
  for (const { claim, requiredValue } of claimValidationRules) {
    if (own(claims, claim) !== requiredValue)
      throw unauthenticated(`The token's claim "${claim}" is not the required one`);
  }
  const { username: name, groups: groupSource, uid: uidSource, extra } = claimMappings;
  const username = stringOf(claims, name);
  assertVerifiedEmail(claims, name);
  const uid = uidSource && stringOf(claims, uidSource);
  const groups = groupSource ? groupsOf(claims, groupSource) : [];
  for (const each of [username, ...groups]) {
    // Of Kubernetes itself: whoever could call himself so would be the cluster's master.
    if (each.startsWith("system:")) throw unauthenticated("The token names a user or a group that begins with system:");
  }
  return Object.freeze({
    issuer: issuer.url,
    username,
    ...(uid !== undefined && { uid }),
    groups: Object.freeze(groups),
    extra: Object.freeze(extraOf(claims, extra)),
  });
}

/** An address that its owner never confirmed may be anybody's. An issuer that does not say is trusted, as by API servers. */
function assertVerifiedEmail(claims: Claims, { claim }: ClaimSource): void {
  if (claim !== "email" || own(claims, "email_verified") === undefined) return;
  if (claims.email_verified !== true) throw unauthenticated("The token's e-mail address is not verified");
}

function stringOf(claims: Claims, source: PrefixedClaimSource): string {
  const value = claimOf(claims, source);
  if (typeof value !== "string" || value === "") throw unauthenticated(`The token has no text as ${placeOf(source)}`);
  return `${source.prefix ?? ""}${value}`;
}

function groupsOf(claims: Claims, source: PrefixedClaimSource): string[] {
  const groups = stringsOf(claimOf(claims, source), placeOf(source)).map((group) => `${source.prefix ?? ""}${group}`);
  // Nothing can be bound to a group without a name, and nobody impersonated in it.
  return groups.filter((group) => group !== "");
}

function extraOf(claims: Claims, mappings: JwtIssuer["claimMappings"]["extra"]): Record<string, readonly string[]> {
  const entries = mappings.map(({ key, valueExpression: expression }) => {
    const values = stringsOf(claimOf(claims, { expression }), placeOf({ expression }));
    return [key, values.filter((value) => value !== "")] as const;
  });
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}

/** One text or a list of them. Nothing is none. */
function stringsOf(value: unknown, place: string): string[] {
  if (value === undefined || value === null) return [];
  const values = Array.isArray(value) ? value : [value];
  if (values.every((each) => typeof each === "string")) return values;
  throw unauthenticated(`The token has no text, nor a list of texts, as ${place}`);
}

/** A path that leads nowhere is a fault, as in CEL; a claim that is not there is undefined. */
function claimOf(claims: Claims, source: ClaimSource): unknown {
  const { claim, expression = "" } = source;
  if (claim !== undefined) return own(claims, claim);
  return pathOf(expression).reduce<unknown>((value, name) => {
    const next = own(value, name);
    if (next === undefined) throw unauthenticated(`The token has no ${placeOf(source)}`);
    return next;
  }, claims);
}

/** `claims.a["b.c"]` → a, b.c */
function pathOf(expression: string): string[] {
  const steps = expression.matchAll(/\.([A-Za-z_]\w*)|\["([^"]+)"\]|\['([^']+)'\]/g);
  return [...steps].map(([, plain, double, single]) => plain ?? double ?? single ?? "");
}

/** What objects inherit (`constructor`, …) is no claim. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Claims)[name] : undefined;
}

function placeOf({ claim, expression }: ClaimSource): string {
  return claim === undefined ? (expression ?? "") : `the claim "${claim}"`;
}
