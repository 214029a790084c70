import type { KubernetesObject, OwnerReference } from "../../src/kubernetes/index.ts";
import type { GroupResource } from "../../src/state/index.ts";
import type { Cluster } from "../../test/control-plane/cluster.ts";
import { ensureNamespace } from "../../test/control-plane/seed.ts";
import { inParallel } from "../../test/support/in-parallel.ts";

type Objects = ReadonlyMap<GroupResource, readonly KubernetesObject[]>;

/**
 * Makes objects on a real API server that runs no controllers, and gives them the status that they have: owners before
 * what they own. The server gives them uids of its own, and they keep their owners.
 */
export async function seedObjects(cluster: Cluster, objects: Objects): Promise<void> {
  const all = [...objects.values()].flat();
  const namespaces = new Set(all.map(({ metadata }) => metadata.namespace ?? ""));
  for (const namespace of namespaces) await ensureNamespace(cluster, namespace);
  const uids = new Map<string, string>();
  const own = (owner: OwnerReference) => ({ ...owner, uid: uids.get(owner.uid) });
  for (const [resource, each] of objects) {
    await inParallel(each, async (object) => {
      const { uid, resourceVersion, creationTimestamp, ownerReferences = [], ...given } = object.metadata;
      const folder = folderOf(resource, given.namespace ?? "");
      const metadata = { ...given, ownerReferences: ownerReferences.map(own) };
      const made = await cluster.api.request<KubernetesObject>("POST", folder, { ...object, metadata });
      uids.set(uid, made.metadata.uid);
      if (object.status === undefined) return;
      await cluster.api.request("PUT", `${folder}/${given.name}/status`, { ...made, status: object.status });
    });
  }
}

function folderOf(resource: GroupResource, namespace: string): string {
  const [plural, group] = resource.split("/").reverse();
  return `${group ? `/apis/${group}/v1` : "/api/v1"}/namespaces/${namespace}/${plural}`;
}
