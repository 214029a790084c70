import { createHash } from "node:crypto";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { inParallel } from "../support/in-parallel.ts";
import {
  apiVersionOf,
  configMaps,
  deployments,
  events,
  type Kind,
  kinds,
  namespaceKind,
  nodes,
  objectPathOf,
  pathOf,
  pods,
  replicaSets,
  secrets,
  widgets,
} from "./kinds.ts";

export const namespaces = ["m-a", "m-b", "m-c", "m-d", "m-e", "m-f"];

/** Of objects of each kind in each namespace of each cluster. */
export const commonNames = ["one", "two", "three"];

const nodeNames = ["node-one", "node-two", "node-three"];

export interface WorldObject {
  readonly cluster: string;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Stands in a label of this object and nowhere else in the world. Absent for what was there without us. */
  readonly canary: string | undefined;
  readonly owners: readonly string[];
  /** The uid of the object that an event tells of. */
  readonly involved: string | undefined;
}

/** What is in one cluster, as its administrator lists it. */
export interface World {
  readonly cluster: string;
  readonly objects: readonly WorldObject[];
}

export const keyOf = ({ namespace, name }: { namespace?: string | null; name: string }) => `${namespace ?? ""}/${name}`;

const hash = (...parts: readonly string[]) => createHash("sha256").update(parts.join("/")).digest("hex").slice(0, 14);

/** A name that one object alone has, in all clusters together. */
export function uniqueName(cluster: string, kind: Kind, namespace: string): string {
  return `x-${hash("name", cluster, kind.resource, namespace)}`;
}

/** Where canaries can be recognised in any text: those of labels, and the names of `uniqueName`. */
export const canaries = /\b[cx]-[0-9a-f]{14}\b/g;

/** Stands in each secret's values, which are shown to nobody. */
export const secretCanary = "s-e-c-r-e-t";

interface Made {
  readonly metadata: { readonly uid: string };
}

/** Fills a cluster. Equal names in all clusters, other contents. */
export async function makeWorld(cluster: Cluster): Promise<World> {
  await defineWidgets(cluster);
  await inParallel(namespaces, (name) => make(cluster, namespaceKind, "", name));
  await inParallel(nodeNames, (name) => make(cluster, nodes, "", name));
  await inParallel(namespaces, (namespace) => fill(cluster, namespace));
  return readWorld(cluster);
}

async function defineWidgets({ api }: Cluster): Promise<void> {
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  await api.request("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
    metadata: { name: `${widgets.resource}.${widgets.group}` },
    spec: {
      group: widgets.group,
      scope: "Namespaced",
      names: { plural: widgets.resource, kind: widgets.kind, singular: "widget" },
      versions: [{ name: widgets.version, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  await waitFor(() => api.request("GET", pathOf(widgets)), 15_000, "widgets are served");
}

async function fill(cluster: Cluster, namespace: string): Promise<void> {
  const labels = { app: "a" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "registry.test/c:1" }] } };
  const workload = { spec: { replicas: 1, selector: { matchLabels: labels }, template } };
  const ownedBy = (kind: Kind, name: string, { metadata: { uid } }: Made) => ({
    ownerReferences: [{ apiVersion: apiVersionOf(kind), kind: kind.kind, name, uid, controller: true }],
  });
  const regarding = (kind: Kind, name: string, { metadata: { uid } }: Made) => ({
    involvedObject: { apiVersion: apiVersionOf(kind), kind: kind.kind, namespace, name, uid },
    reason: "Told",
    type: "Normal",
  });
  await inParallel(commonNames, async (name) => {
    const secret = { stringData: { value: `${secretCanary}-${cluster.name}-${namespace}-${name}` } };
    await Promise.all([
      make(cluster, configMaps, namespace, name, { data: { key: "value" } }),
      make(cluster, secrets, namespace, name, secret),
      make(cluster, widgets, namespace, name, { spec: { size: 1 } }),
    ]);
    const deployment = await make(cluster, deployments, namespace, name, workload);
    const owner = ownedBy(deployments, name, deployment);
    const replicaSet = await make(cluster, replicaSets, namespace, name, workload, owner);
    const pod = await make(cluster, pods, namespace, name, template, ownedBy(replicaSets, name, replicaSet));
    const told = name === "three" ? regarding(deployments, name, deployment) : regarding(pods, name, pod);
    await make(cluster, events, namespace, name, told);
  });
  const alone: readonly (readonly [Kind, object])[] = [
    [configMaps, { data: { key: "value" } }],
    [secrets, { stringData: { value: `${secretCanary}-${cluster.name}-${namespace}` } }],
    [widgets, { spec: { size: 1 } }],
    [pods, template],
    [deployments, workload],
  ];
  await inParallel(alone, ([kind, body]) =>
    make(cluster, kind, namespace, uniqueName(cluster.name, kind, namespace), body),
  );
}

function make(
  { api, name: cluster }: Cluster,
  kind: Kind,
  namespace: string,
  name: string,
  body: object = {},
  metadata: object = {},
): Promise<Made> {
  const canary = `c-${hash("label", cluster, kind.resource, namespace, name)}`;
  const labels = { canary };
  const inside = namespace === "" ? {} : { namespace };
  return api.request<Made>("POST", pathOf(kind, namespace), {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    ...body,
    metadata: { name, labels, ...inside, ...metadata },
  });
}

interface Listed {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly namespace?: string;
      readonly uid: string;
      readonly labels?: Record<string, string>;
      readonly ownerReferences?: readonly { readonly uid: string }[];
    };
    readonly involvedObject?: { readonly uid?: string };
  }[];
}

async function readWorld({ api, name: cluster }: Cluster): Promise<World> {
  const lists = await inParallel(kinds, async (kind) => {
    const { items } = await api.request<Listed>("GET", pathOf(kind));
    return items.map(({ metadata, involvedObject }): WorldObject => {
      const { name, namespace = "", uid, labels, ownerReferences = [] } = metadata;
      const owners = ownerReferences.map((owner) => owner.uid);
      return { cluster, kind, namespace, name, uid, canary: labels?.canary, owners, involved: involvedObject?.uid };
    });
  });
  return { cluster, objects: lists.flat() };
}

/** Changes a label of each object that we have made: a change that every watcher of it is sent. */
export async function touchAll({ api }: Cluster, world: World, mark: string): Promise<void> {
  const patch = { contentType: "application/merge-patch+json" };
  const body = { metadata: { labels: { touched: mark } } };
  const ours = world.objects.filter(({ canary }) => canary !== undefined);
  await inParallel(ours, ({ kind, namespace, name }) =>
    api.request("PATCH", objectPathOf(kind, namespace, name), body, patch),
  );
}
