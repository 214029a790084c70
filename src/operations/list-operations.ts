import { FairwayError, toFairwayError } from "../errors/index.ts";
import type { Cluster } from "../kubernetes/index.ts";
import { API_VERSION, type OperationManifest } from "./operation.manifest.ts";

interface List {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly OperationManifest[];
}

/** All of the home namespace, from the API server itself, with the gateway's own credential. */
export async function listOperations(
  connection: Pick<Cluster["connection"], "request" | "name">,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly OperationManifest[]> {
  const path = `/apis/${API_VERSION}/namespaces/${encodeURIComponent(namespace)}/operations`;
  const found: OperationManifest[] = [];
  let rest: string | undefined;
  do {
    try {
      const query = { limit: 500, continue: rest };
      const { body } = await connection.request<List>({ path, query, signal });
      found.push(...body.items.map(shown));
      rest = body.metadata.continue || undefined;
    } catch (error) {
      if (toFairwayError(error).code !== "NOT_FOUND") throw error;
      throw new FairwayError("UNKNOWN_KIND", "The home cluster serves no Operations", {
        cluster: connection.name,
      });
    }
  } while (rest !== undefined);
  return found;
}

/** As a store would hold it. */
function shown(manifest: OperationManifest): OperationManifest {
  const { managedFields: _, ...metadata } = manifest.metadata as OperationManifest["metadata"] & {
    managedFields?: unknown;
  };
  return { ...manifest, apiVersion: API_VERSION, kind: "Operation", metadata };
}
