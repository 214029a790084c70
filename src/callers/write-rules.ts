import type { Principal } from "../identity/index.ts";

/** Some callers, by what is known of them. */
export interface CallersRule {
  readonly issuer?: string;
  readonly usernames?: readonly string[];
  readonly groups?: readonly string[];
}

export interface WriteRules {
  readonly allowWrites: boolean;
  readonly readOnlyCallers: readonly CallersRule[];
}

interface ClusterRules {
  readonly name: string;
  readonly readOnly: boolean;
}

/** Why nothing may be written in a cluster on somebody's behalf, in words for him; null where it may. */
export function readOnlyReason(rules: WriteRules, cluster: ClusterRules, who: Principal): string | null {
  if (!rules.allowWrites) return "This gateway takes no writes";
  if (cluster.readOnly) return `Cluster "${cluster.name}" takes no writes through this gateway`;
  if (rules.readOnlyCallers.some((rule) => isMeant(rule, who))) return "This gateway takes no writes from this caller";
  return null;
}

function isMeant({ issuer, usernames, groups }: CallersRule, who: Principal): boolean {
  if (issuer !== undefined && issuer !== who.issuer) return false;
  if (!usernames && !groups) return true;
  return usernames?.includes(who.username) || groups?.some((group) => who.groups.includes(group)) || false;
}
