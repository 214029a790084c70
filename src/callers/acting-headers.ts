import { FairwayError } from "../errors/index.ts";
import { loopbackPrincipal } from "../identity/index.ts";
import { type CallerIdentity, type UpstreamRules, upstreamHeaders } from "../kubernetes/index.ts";

/**
 * As whom a cluster is asked on behalf of somebody who is not there, so without a token of his: throws FORBIDDEN where it knows
 * him by a token alone. What a gateway without authentication has begun is the gateway's own; one that asks who its callers are
 * (`verifies`) does nothing for such a person.
 */
export function actingHeaders(
  principal: CallerIdentity,
  rules: UpstreamRules,
  verifies: boolean,
): ReturnType<typeof upstreamHeaders> {
  if (principal.issuer !== loopbackPrincipal.issuer) return upstreamHeaders(principal, undefined, rules);
  if (!verifies) return {};
  const { name: cluster } = rules;
  throw new FairwayError("FORBIDDEN", "It was begun through a gateway that did not ask who its callers are.", {
    cluster,
  });
}
