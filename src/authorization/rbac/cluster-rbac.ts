import { Cell, type Row, type Store, type Stores } from "../../state/index.ts";
import {
  type BindingManifest,
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  ROLE_BINDINGS,
  ROLES,
  type RoleManifest,
  type Rule,
  SUBJECT,
} from "./rbac-objects.ts";

/** What one binding gives: the rules of its role, in one namespace, or ("" ) in the whole cluster. */
export interface Bound {
  readonly namespace: string;
  readonly rules: readonly Rule[];
}

/** The RBAC objects of one cluster, kept up to date by the gateway's own watches for as long as this lives. */
export class ClusterRbac implements Disposable {
  /** Touched when any of them changes. */
  readonly changed = new Cell();
  readonly #roles: Store<RoleManifest>;
  readonly #roleBindings: Store<BindingManifest>;
  readonly #clusterRoles: Store<RoleManifest>;
  readonly #clusterRoleBindings: Store<BindingManifest>;
  readonly #held: readonly Disposable[];

  constructor(stores: Stores, cluster: string) {
    this.#roles = stores.open({ cluster, resource: ROLES });
    this.#roleBindings = stores.open({ cluster, resource: ROLE_BINDINGS });
    this.#clusterRoles = stores.open({ cluster, resource: CLUSTER_ROLES });
    this.#clusterRoleBindings = stores.open({ cluster, resource: CLUSTER_ROLE_BINDINGS });
    const touch = () => this.changed.touch();
    this.#held = this.#all.flatMap((store) => [
      store.lease(),
      store.content.onChange(touch),
      store.state.onChange(touch),
    ]);
  }

  /** All of them are there, and none is known to be old. */
  get live(): boolean {
    return this.#all.every(({ at, health }) => at !== null && health?.state !== "stale");
  }

  /** Resolves when they are there, or cannot be had for now, or at the abort. */
  async settled(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#all.map((store) => store.settled(signal)));
  }

  /** What the bindings give that name one of these subjects. */
  *boundTo(subjects: readonly string[]): Iterable<Bound> {
    for (const [binding, role] of this.#matching(subjects)) {
      if (role?.object.rules) yield { namespace: binding.namespace, rules: role.object.rules };
    }
  }

  /** Differs when anything differs that these subjects are given by. */
  print(subjects: readonly string[]): string {
    const parts: string[] = [];
    for (const [binding, role] of this.#matching(subjects)) {
      parts.push(`${binding.uid}@${binding.version}>${role ? `${role.uid}@${role.version}` : ""}`);
    }
    return parts.sort().join(" ");
  }

  [Symbol.dispose](): void {
    for (const each of this.#held) each[Symbol.dispose]();
  }

  get #all(): readonly Store<unknown>[] {
    return [this.#roles, this.#roleBindings, this.#clusterRoles, this.#clusterRoleBindings] as Store<unknown>[];
  }

  *#matching(subjects: readonly string[]): Iterable<[Row<BindingManifest>, Row<RoleManifest> | undefined]> {
    for (const store of [this.#roleBindings, this.#clusterRoleBindings]) {
      for (const subject of subjects)
        for (const binding of store.by(SUBJECT, subject)) yield [binding, this.#roleOf(binding)];
    }
  }

  #roleOf({ namespace, object: { roleRef } }: Row<BindingManifest>): Row<RoleManifest> | undefined {
    const { kind, name = "" } = roleRef ?? {};
    if (kind === "ClusterRole") return this.#clusterRoles.get("", name);
    return kind === "Role" ? this.#roles.get(namespace, name) : undefined;
  }
}
