import type { GroupResource, IndexDefinition, Row } from "../../state/index.ts";
import { AUTHENTICATED } from "../review-port.ts";

/** The part of the RBAC objects that says who may do what. None of it is trusted: reviews decide. */
export interface Rule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface RoleManifest {
  readonly rules?: readonly Rule[] | null;
}

export interface BindingManifest {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[] | null;
}

const group = "rbac.authorization.k8s.io";
export const ROLES: GroupResource = `${group}/roles`;
export const ROLE_BINDINGS: GroupResource = `${group}/rolebindings`;
export const CLUSTER_ROLES: GroupResource = `${group}/clusterroles`;
export const CLUSTER_ROLE_BINDINGS: GroupResource = `${group}/clusterrolebindings`;
export const rbacResources: readonly GroupResource[] = [ROLES, ROLE_BINDINGS, CLUSTER_ROLES, CLUSTER_ROLE_BINDINGS];

/** Bindings by whom they name. */
export const SUBJECT = "rbacSubject";

export function subjectKey(kind: string, name: string, namespace = ""): string {
  return `${kind}/${kind === "ServiceAccount" ? `${namespace}/` : ""}${name}`;
}

function subjectsOf(row: Row<never>): readonly string[] {
  const { subjects } = (row as Row<BindingManifest>).object;
  const keys = new Set<string>();
  for (const { kind, name, namespace } of subjects ?? []) if (kind && name) keys.add(subjectKey(kind, name, namespace));
  return [...keys];
}

/** To be defined for the stores that the gateway keeps for itself. */
export const rbacIndexes: readonly IndexDefinition[] = [
  { name: SUBJECT, resource: ROLE_BINDINGS, values: subjectsOf },
  { name: SUBJECT, resource: CLUSTER_ROLE_BINDINGS, values: subjectsOf },
];

const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Under which keys bindings name this person: everybody who has an identity is in `AUTHENTICATED` as well. */
export function subjectKeysOf({ username, groups }: { username: string; groups: readonly string[] }): string[] {
  const [, namespace, name] = serviceAccount.exec(username) ?? [];
  const all = new Set([...groups, AUTHENTICATED]);
  return [
    subjectKey("User", username),
    ...(name !== undefined ? [subjectKey("ServiceAccount", name, namespace)] : []),
    ...[...all].map((each) => subjectKey("Group", each)),
  ];
}

/** Whether a rule speaks of the resource at all, whatever names it is limited to. */
export function covers(
  rule: Rule,
  { verb, group, resource, subresource }: { verb: string; group: string; resource: string; subresource?: string },
): boolean {
  if (!has(rule.verbs, verb) || !has(rule.apiGroups, group)) return false;
  if (subresource === undefined) return has(rule.resources, resource);
  return has(rule.resources, `${resource}/${subresource}`) || (rule.resources?.includes(`*/${subresource}`) ?? false);
}

function has(listed: readonly string[] | undefined, wanted: string): boolean {
  return listed !== undefined && (listed.includes(wanted) || listed.includes("*"));
}
