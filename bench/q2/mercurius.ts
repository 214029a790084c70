import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import mercurius from "mercurius";
import type { KubernetesObject } from "../../src/kubernetes/index.ts";
import { answer } from "../support/answering.ts";
import { built } from "../support/built.ts";
import { world } from "./operation.ts";

// The part of the gateway's schema that the operation needs, with the resolvers that somebody would write for it who has
// the objects in memory and cares for speed: indexes for the joins, views that compute a field when it is asked for,
// nothing asynchronous, nobody to authorize.
const typeDefs = `
  type Query { deployments(first: Int = 50, filter: DeploymentFilter, orderBy: [DeploymentOrder!]): DeploymentConnection! }
  input DeploymentFilter { labels: String, namespaces: [String!], paused: Boolean }
  input DeploymentOrder { field: DeploymentOrderField!, direction: OrderDirection! = ASC }
  enum DeploymentOrderField { NAME NAMESPACE }
  enum OrderDirection { ASC DESC }
  type DeploymentConnection { nodes: [Deployment!]!, totalCount: Int! }
  type Deployment {
    name: String!
    namespace: String!
    replicas: Int!
    readyReplicas: Int!
    pods(first: Int = 50): PodConnection
  }
  type PodConnection { nodes: [Pod!]!, totalCount: Int! }
  type Pod { name: String!, namespace: String!, phase: PodPhase!, nodeName: String, podIP: String }
  enum PodPhase { PENDING RUNNING SUCCEEDED FAILED UNKNOWN }
`;

const { parseLabelSelector } =
  await built<typeof import("../../src/graphql/label-selector.ts")>("graphql/label-selector");
const objects = world();
const deployments = objects.get("apps/deployments") ?? [];
const replicaSetsOf = byOwner(objects.get("apps/replicasets") ?? []);
const podsOf = byOwner(objects.get("pods") ?? []);

function byOwner(owned: readonly KubernetesObject[]): Map<string, KubernetesObject[]> {
  const index = new Map<string, KubernetesObject[]>();
  for (const object of owned) {
    for (const { uid } of object.metadata.ownerReferences ?? []) index.set(uid, [...(index.get(uid) ?? []), object]);
  }
  return index;
}

// mercurius gives enums no inner values.
const phases = new Map(["Pending", "Running", "Succeeded", "Failed"].map((phase) => [phase, phase.toUpperCase()]));

type PodFields = { readonly phase?: string; readonly podIP?: string };
type DeploymentFields = { readonly replicas?: number; readonly readyReplicas?: number };

class Pod {
  readonly #object: KubernetesObject;
  constructor(object: KubernetesObject) {
    this.#object = object;
  }
  get name(): string {
    return this.#object.metadata.name;
  }
  get namespace(): string {
    return this.#object.metadata.namespace ?? "";
  }
  get phase(): string {
    return phases.get((this.#object.status as PodFields | undefined)?.phase ?? "") ?? "UNKNOWN";
  }
  get nodeName(): string | null {
    return (this.#object.spec as { readonly nodeName?: string } | undefined)?.nodeName ?? null;
  }
  get podIP(): string | null {
    return (this.#object.status as PodFields | undefined)?.podIP ?? null;
  }
}

class Deployment {
  readonly object: KubernetesObject;
  constructor(object: KubernetesObject) {
    this.object = object;
  }
  get name(): string {
    return this.object.metadata.name;
  }
  get namespace(): string {
    return this.object.metadata.namespace ?? "";
  }
  get replicas(): number {
    return (this.object.spec as DeploymentFields | undefined)?.replicas ?? 1;
  }
  get readyReplicas(): number {
    return (this.object.status as DeploymentFields | undefined)?.readyReplicas ?? 0;
  }
}

interface DeploymentArgs {
  readonly first: number;
  readonly filter?: { readonly labels?: string; readonly namespaces?: readonly string[] };
  readonly orderBy?: readonly { readonly field: "NAME" | "NAMESPACE"; readonly direction: "ASC" | "DESC" }[];
}

const sortValue = {
  NAME: ({ metadata }: KubernetesObject) => metadata.name,
  NAMESPACE: ({ metadata }: KubernetesObject) => metadata.namespace ?? "",
};

const resolvers = {
  Query: {
    deployments: (_root: unknown, { first, filter, orderBy = [] }: DeploymentArgs) => {
      const admits = filter?.labels == null ? () => true : parseLabelSelector(filter.labels).test;
      const found = deployments.filter(
        ({ metadata }) =>
          admits(metadata.labels) && (!filter?.namespaces || filter.namespaces.includes(metadata.namespace ?? "")),
      );
      found.sort((a, b) => {
        for (const { field, direction } of orderBy) {
          const [left, right] = [sortValue[field](a), sortValue[field](b)];
          if (left !== right) return left < right === (direction === "ASC") ? -1 : 1;
        }
        return 0;
      });
      return { totalCount: found.length, nodes: found.slice(0, first).map((object) => new Deployment(object)) };
    },
  },
  Deployment: {
    pods: ({ object }: Deployment, { first }: { readonly first: number }) => {
      const found: KubernetesObject[] = [];
      for (const { metadata } of replicaSetsOf.get(object.metadata.uid) ?? []) {
        found.push(...(podsOf.get(metadata.uid) ?? []));
      }
      found.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      return { totalCount: found.length, nodes: found.slice(0, first).map((pod) => new Pod(pod)) };
    },
  },
};

const app = fastify();
await app.register(mercurius, { schema: typeDefs, resolvers: resolvers as never, jit: 1 });
await app.listen({ host: "127.0.0.1", port: 0 });
const { port } = app.server.address() as AddressInfo;
answer({ url: () => `http://127.0.0.1:${port}/graphql` });
