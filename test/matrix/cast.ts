import { binding, type RbacObject, role, type Subject } from "./grants.ts";
import { PREFIX } from "./issuer.ts";
import { namespaces } from "./world.ts";

/** Known to each cluster by a token of its own: equal names in two clusters are two people. */
const LOCAL = ["ann", "ben", "cat", "dan", "eve"];
/** Known to both clusters by one token of the issuer that both trust. */
const GLOBAL = ["fay", "gil", "hal", "ida"];
const GROUPS = ["red", "blue"];
/** In each cluster, of equal names. */
export const ACCOUNTS = [
  { namespace: "m-a", name: "robot" },
  { namespace: "m-b", name: "robot" },
];

export const nameIn = (seed: number, name: string) => `s${seed}-${name}`;

interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

function withGroups(seed: number, names: readonly string[]): Person[] {
  return names.map((name, index) => {
    const own = GROUPS[index % (GROUPS.length + 1)];
    return { name: nameIn(seed, name), groups: own === undefined ? [] : [nameIn(seed, own)] };
  });
}

export const localPeople = (seed: number): Person[] => withGroups(seed, LOCAL);

/** By the names that the issuer knows: the clusters put PREFIX before them. */
export const globalPeople = (seed: number): Person[] => withGroups(seed, GLOBAL);

const user = (name: string): Subject => ({ kind: "User", name });
const group = (name: string): Subject => ({ kind: "Group", name });

/** Everybody to whom something may be given. */
export function subjectsOf(seed: number): Subject[] {
  return [
    ...localPeople(seed).map(({ name }) => user(name)),
    ...globalPeople(seed).map(({ name }) => user(PREFIX + name)),
    ...GROUPS.flatMap((name) => [group(nameIn(seed, name)), group(PREFIX + nameIn(seed, name))]),
    ...ACCOUNTS.map(
      ({ namespace, name }): Subject => ({ kind: "ServiceAccount", namespace, name: nameIn(seed, name) }),
    ),
    group("system:serviceaccounts:m-b"),
  ];
}

/** Beside the random rights: who may do everything in one cluster and nothing in the other, and who half of each. */
export function opposites(seed: number, mirrored: boolean): RbacObject[] {
  const prefix = `s${seed}`;
  const everything = { kind: "ClusterRole", name: `${prefix}-all` } as const;
  const [local, global] = mirrored ? ["ann", "ida"] : ["eve", "fay"];
  const bosses = [user(nameIn(seed, local)), user(PREFIX + nameIn(seed, global))];
  const halves = [user(nameIn(seed, "cat")), user(PREFIX + nameIn(seed, "gil"))];
  const half = namespaces.filter((_, index) => index < namespaces.length / 2 !== mirrored);
  const common = mirrored ? "m-d" : "m-c";
  const reads = [
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"], resourceNames: ["one"] },
  ];
  return [
    // To everybody whom the cluster lets in, which no issuer says of anybody.
    role(common, `${prefix}-common`, reads),
    binding(common, `${prefix}-common`, { kind: "Role", name: `${prefix}-common` }, [group("system:authenticated")]),
    role("", everything.name, [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
    binding("", `${prefix}-boss`, everything, bosses),
    ...half.map((namespace) => binding(namespace, `${prefix}-half`, everything, halves)),
  ];
}
