import type { KubeObject } from "./object.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly value: (object: KubeObject) => unknown;
}

export type Subresource = "status" | "scale" | "approval";

/** What a kind of object is, for an API that serves all kinds alike. A further kind is a further record. */
export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** What field selectors may name, besides `metadata.name` and `metadata.namespace`. */
  readonly selectable: readonly string[];
  /** Whether `metadata.generation` counts the changes of `spec`. */
  readonly generation: boolean;
  /** Whether a deletion is answered with the object, even where nothing of it is left. */
  readonly returnsDeleted: boolean;
  /** A definition adds it: the server does not have it by itself. */
  readonly added: boolean;
  /** For `kubectl get`, between name and age. */
  readonly columns: readonly Column[];
}

export function apiVersionOf({ group, version }: Pick<Kind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** As in `deployments.apps`, `pods`. */
export function qualified({ group }: Pick<Kind, "group">, name: string): string {
  return group === "" ? name : `${name}.${group}`;
}
