import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { inParallel } from "../support/in-parallel.ts";
import type { Random } from "../support/random.ts";
import type { DirectApi } from "./direct.ts";
import { type Kind, kinds } from "./kinds.ts";
import { commonNames, namespaces, uniqueName } from "./world.ts";

export type Subject =
  | { readonly kind: "User"; readonly name: string }
  | { readonly kind: "Group"; readonly name: string }
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string };

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** One RBAC object, and where it is created. */
export interface RbacObject {
  readonly path: string;
  readonly body: {
    readonly metadata: { readonly name: string; readonly labels?: object };
    readonly [field: string]: unknown;
  };
}

const RBAC = "rbac.authorization.k8s.io";
const ROOT = `/apis/${RBAC}/v1`;
const rulesOf = (namespace: string) => (namespace === "" ? `${ROOT}/clusterroles` : inside(namespace, "roles"));
const bindingsOf = (namespace: string) =>
  namespace === "" ? `${ROOT}/clusterrolebindings` : inside(namespace, "rolebindings");
const inside = (namespace: string, resource: string) => `${ROOT}/namespaces/${namespace}/${resource}`;

export function role(namespace: string, name: string, rules: readonly Rule[], labels = {}): RbacObject {
  return { path: rulesOf(namespace), body: { metadata: { name, labels }, rules } };
}

export function binding(
  namespace: string,
  name: string,
  to: { readonly kind: "Role" | "ClusterRole"; readonly name: string },
  subjects: readonly Subject[],
): RbacObject {
  const named = subjects.map((subject) => ({
    ...subject,
    ...(subject.kind !== "ServiceAccount" && { apiGroup: RBAC }),
  }));
  return {
    path: bindingsOf(namespace),
    body: { metadata: { name }, roleRef: { apiGroup: RBAC, ...to }, subjects: named },
  };
}

export interface GrantOptions {
  readonly random: Random;
  /** Stands before each name, so that seeds share a cluster. */
  readonly prefix: string;
  readonly cluster: string;
  /** The opposite rights, for another cluster, from a `random` of the same seed. */
  readonly mirrored: boolean;
  readonly subjects: readonly Subject[];
}

const READS = ["get", "list", "watch"];
const VERBS = [...READS, "create", "update", "patch", "delete", "deletecollection"];
const SUBRESOURCES = ["pods/log", "pods/exec", "pods/status", "deployments/scale", "deployments/status", "*/scale"];

/**
 * Random roles and bindings of every shape that RBAC has. In the mirrored cluster namespaces, names and subjects change
 * places, last for first, so that whoever may here may not there.
 */
export function randomGrants({ random, prefix, cluster, mirrored, subjects }: GrantOptions): RbacObject[] {
  const at = <T>(from: readonly T[]): T => {
    const index = random.int(from.length);
    return from[mirrored ? from.length - 1 - index : index] as T;
  };
  const some = <T>(from: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: 1 + random.int(most) }, () => at(from))),
  ];
  const verbs = (): readonly string[] => {
    const dice = random.next();
    if (dice < 0.12) return ["*"];
    if (dice < 0.5) return READS;
    return [...new Set(Array.from({ length: 1 + random.int(5) }, () => random.pick(VERBS)))];
  };
  const names = (): readonly string[] => {
    const kind = random.pick(kinds);
    const unique = uniqueName(cluster, kind, at(namespaces));
    return [...some(commonNames, 2), ...(random.chance(0.3) ? [unique, at(namespaces)] : [])];
  };
  const rule = (): Rule => {
    const chosen: readonly Kind[] = [random.pick(kinds), random.pick(kinds)];
    const dice = random.next();
    const resources =
      dice < 0.08
        ? ["*"]
        : dice < 0.2
          ? [random.pick(SUBRESOURCES)]
          : [...new Set(chosen.slice(0, 1 + random.int(2)).map(({ resource }) => resource))];
    const groups = random.chance(0.1) ? ["*"] : [...new Set(chosen.map(({ group }) => group))];
    const resourceNames = random.chance(0.3) ? names() : undefined;
    return { apiGroups: groups, resources, verbs: verbs(), ...(resourceNames && { resourceNames }) };
  };
  const rules = () => Array.from({ length: 1 + random.int(3) }, rule);

  const made: RbacObject[] = [];
  const roles = new Map<string, string[]>();
  for (const namespace of mirrored ? [...namespaces].reverse() : namespaces) {
    const own = ["r0", "r1"].map((name) => `${prefix}-${name}`);
    roles.set(namespace, own);
    for (const name of own) made.push(role(namespace, name, rules()));
  }
  const clusterRoles = ["c0", "c1", "c2", "c3"].map((name) => `${prefix}-${name}`);
  for (const name of clusterRoles) made.push(role("", name, rules(), { [`${prefix}-part`]: name }));
  const aggregated = `${prefix}-sum`;
  const parts = some(clusterRoles, 3);
  const selectors = parts.map((name) => ({ matchLabels: { [`${prefix}-part`]: name } }));
  const sum = role("", aggregated, []);
  made.push({ ...sum, body: { ...sum.body, aggregationRule: { clusterRoleSelectors: selectors } } });

  for (let n = 0; n < 30; n += 1) {
    const namespace = at(namespaces);
    const dice = random.next();
    const to =
      dice < 0.5
        ? ({ kind: "Role", name: random.pick(roles.get(namespace) ?? []) } as const)
        : ({
            kind: "ClusterRole",
            name: dice < 0.75 ? random.pick(clusterRoles) : random.pick([aggregated, "view", "edit"]),
          } as const);
    made.push(binding(namespace, `${prefix}-b${n}`, to, some(subjects, 2)));
  }
  for (let n = 0; n < 5; n += 1) {
    const name = random.pick([...clusterRoles, aggregated]);
    made.push(binding("", `${prefix}-b${n}`, { kind: "ClusterRole", name }, [at(subjects)]));
  }
  return made;
}

/** Creates them and resolves when the API server goes by them, the aggregated roles of its controller included. */
export async function grant(cluster: Cluster, direct: DirectApi, objects: readonly RbacObject[]): Promise<void> {
  const { api } = cluster;
  await inParallel(objects, ({ path, body }) => api.request("POST", path, body));
  const aggregated = objects.filter(({ body }) => "aggregationRule" in body);
  const filled = async ({ path, body }: RbacObject) => {
    const { rules } = await api.request<{ rules?: unknown[] }>("GET", `${path}/${body.metadata.name}`);
    return (rules ?? []).length > 0;
  };
  await inParallel(aggregated, (each) => waitFor(() => filled(each), 15_000, `rules of ${each.body.metadata.name}`));
  await settled(cluster, direct);
}

let barriers = 0;

/** The API server learns of each kind of RBAC object by a watch of its own: what was made last is heard of last. */
async function settled(cluster: Cluster, direct: DirectApi): Promise<void> {
  const token = cluster.tokenOf("sentinel");
  barriers += 1;
  const barrier = `barrier-${barriers}`;
  const namespace = "default";
  const only = (verb: string): Rule => ({
    apiGroups: [""],
    resources: ["endpoints"],
    verbs: [verb],
    resourceNames: [barrier],
  });
  const subjects: Subject[] = [{ kind: "User", name: "sentinel" }];
  for (const { path, body } of [
    role(namespace, barrier, [only("get")]),
    role("", barrier, [only("list")]),
    binding(namespace, barrier, { kind: "Role", name: barrier }, subjects),
    binding("", barrier, { kind: "ClusterRole", name: barrier }, subjects),
  ]) {
    await cluster.api.request("POST", path, body);
  }
  const path = `/api/v1/namespaces/${namespace}/endpoints`;
  const list = `${path}?fieldSelector=${encodeURIComponent(`metadata.name=${barrier}`)}`;
  await waitFor(
    async () => {
      const answers = await Promise.all([
        direct.ask(token, "GET", `${path}/${barrier}`),
        direct.ask(token, "GET", list),
      ]);
      return answers.every(({ status }) => status !== 403);
    },
    10_000,
    "the API server goes by the new roles",
  );
}
