import { FairwayError } from "../../errors/index.ts";
import { matching } from "../../graphql/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { STORAGE_CLASSES } from "../volumes/index.ts";
import { type Place, readAll } from "./moving.reading.ts";
import type { NodeFacts } from "./node-fit.mapping.ts";
import type { TargetFacts } from "./portability.mapping.ts";

const INGRESS_CLASSES = "networking.k8s.io/ingressclasses";
const PRIORITY_CLASSES = "scheduling.k8s.io/priorityclasses";
const CSI_DRIVERS = "storage.k8s.io/csidrivers";

interface NodeManifest extends Manifest {
  readonly spec?: { readonly taints?: NodeFacts["taints"] };
}

/** What there is in a cluster that parts of an application may need, as far as the caller may see it. */
export function readTarget(ctx: DomainContext, { cluster, namespace }: Place): TargetFacts {
  const names = (resource: string) => {
    const rows = readAll<Manifest>(
      ctx,
      cluster,
      resource,
      matching(() => true),
    );
    return rows && new Set(rows.map(({ name }) => name));
  };
  const nodes = readAll<NodeManifest>(
    ctx,
    cluster,
    "nodes",
    matching(() => true),
  );
  return {
    namespace,
    kinds: kindsOf(ctx, cluster),
    storageClasses: classesOf(ctx, cluster, STORAGE_CLASSES, "storageclass.kubernetes.io/is-default-class"),
    ingressClasses: classesOf(ctx, cluster, INGRESS_CLASSES, "ingressclass.kubernetes.io/is-default-class"),
    priorityClasses: names(PRIORITY_CLASSES),
    csiDrivers: names(CSI_DRIVERS),
    nodes:
      nodes?.map(({ name, object: { metadata, spec } }) => ({
        name,
        labels: metadata.labels ?? {},
        taints: (spec?.taints ?? []).filter(({ key }) => !isPassing(key)),
      })) ?? null,
    has: (resource, name) => isThere(ctx, { cluster, resource, namespace, name }),
  };
}

/** Whether a namespace may be seen there; null where the cluster does not say. */
export function hasNamespace(ctx: DomainContext, { cluster, namespace }: Place): boolean | null {
  return isThere(ctx, { cluster, resource: "namespaces", namespace: "", name: namespace });
}

/** What controllers say of a node that is ill, or that somebody has cordoned: it may be another thing in a minute. */
function isPassing(key: string): boolean {
  return key.startsWith("node.kubernetes.io/");
}

function classesOf(ctx: DomainContext, cluster: ClusterName, resource: string, annotation: string) {
  const rows = readAll<Manifest>(
    ctx,
    cluster,
    resource,
    matching(() => true),
  );
  return (
    rows &&
    new Map(rows.map(({ name, object }) => [name, { isDefault: object.metadata.annotations?.[annotation] === "true" }]))
  );
}

function kindsOf({ clusters, reads, misses }: DomainContext, cluster: ClusterName): ReadonlySet<string> | null {
  const { discovery } = clusters.get(cluster);
  reads.note(discovery.cell);
  if (!discovery.hasSynced) {
    const outcome = misses.ask(`discovery ${cluster}`, cluster, () => discovery.refresh());
    if (outcome.state !== "done") return null;
  }
  return new Set(discovery.resources.map(({ group, kind }) => `${group}/${kind}`));
}

function isThere(
  { reader }: DomainContext,
  ref: Place & { readonly resource: string; readonly name: string },
): boolean | null {
  try {
    return reader.get(ref) !== null;
  } catch (error) {
    if (error instanceof FairwayError) return null;
    throw error;
  }
}
