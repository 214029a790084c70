import { isUtf8 } from "node:buffer";
import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { encodeId, UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, isReachable, notFound, resultOfErrors, targetOf, userErrorsOf } from "../resources/index.ts";
import type { RevealedValue, SecretRevealInput, SecretRevealPayload } from "./secret.input.ts";
import { SECRETS } from "./secret.type.ts";

/**
 * Values of one secret, as its API server has them now, for this one answer: the read is made as the caller, who needs `get` on that very name,
 * leaves one audit record that names the secret, and is kept nowhere.
 */
export function revealSecret(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, keys }: SecretRevealInput,
): SecretRevealPayload | null {
  return attempt(ctx, info, { verb: "get", action: "secretRead", dryRun: false }, (tried) => {
    const target = tried.at(targetOf(ctx, SECRETS, by, "input.by"));
    if (!isReachable(ctx, target)) return refused(notFound(target));
    const { cluster, resource, namespace, name, uid } = target;
    const { writer } = ctx.clusters.get(cluster);
    const outcome = tried.effect(
      async (signal) => {
        try {
          const read = await writer.secretValues({ cluster, resource, namespace, name }, { signal });
          if (uid !== undefined && read.uid !== uid) return { refusals: [notFound(target)] };
          return read;
        } catch (error) {
          if (!(error instanceof FairwayError)) throw error;
          return { refusals: userErrorsOf(error, target, {}, false) };
        }
      },
      (read) => resultOfErrors("refusals" in read ? read.refusals : []),
    );
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
    const { values, uid: found } = outcome.value;
    const missing = (keys ?? []).findIndex((key) => !Object.hasOwn(values, key));
    if (missing >= 0) {
      return refused(new UserError("NOT_FOUND", "The secret has no such key", `input.keys[${missing}]`));
    }
    const shown = keys ? [...new Set(keys)] : Object.keys(values);
    return {
      secretId: encodeId({ cluster, resource, namespace, name, uid: found }),
      values: shown.sort().map((key) => revealed(key, values[key] ?? "")),
      userErrors: [],
      revision: null,
    };
  });
}

function revealed(key: string, base64: string): RevealedValue {
  const bytes = Buffer.from(base64, "base64");
  return { key, value: isUtf8(bytes) ? bytes.toString("utf8") : null, base64 };
}

function refused(...userErrors: readonly UserError[]): SecretRevealPayload {
  return { secretId: null, values: [], userErrors, revision: null };
}
