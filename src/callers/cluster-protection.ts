import { FairwayError } from "../errors/index.ts";
import type { Cluster } from "../kubernetes/index.ts";

/** What is set for a cluster. */
export interface ProtectionRules {
  readonly protected: boolean;
  readonly protectedNamespaces: readonly string[];
}

const annotation = "fairway.dev/protected";

/**
 * Whether what is in this namespace, itself included, is to be touched only by who says that he means it; "" for what is in
 * none. The namespace is looked at live and with the gateway's own credential: what memory lags behind, or what
 * somebody may not see, protects all the same. So does one that the gateway may not see either.
 */
export async function isProtected(
  cluster: Pick<Cluster, "name" | "writer">,
  rules: ProtectionRules,
  namespace: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (rules.protected || rules.protectedNamespaces.includes(namespace)) return true;
  if (namespace === "") return false;
  try {
    const ref = { cluster: cluster.name, resource: "namespaces", name: namespace };
    const { object } = await cluster.writer.get(ref, { signal });
    return object.metadata.annotations?.[annotation]?.toLowerCase() === "true";
  } catch (error) {
    if (error instanceof FairwayError && error.code === "FORBIDDEN") return true;
    // Nothing is in it.
    if (error instanceof FairwayError && error.code === "NOT_FOUND") return false;
    throw error;
  }
}
