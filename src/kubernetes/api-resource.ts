import type { GroupResource } from "../state/index.ts";

/** One resource that a cluster serves, in the version that it prefers. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural, as in paths. */
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  /** As in `status`, `scale`; empty where the server does not say. */
  readonly subresources: readonly string[];
  /** Its objects can be listed and not watched: changes are found by listing again. */
  readonly polled: boolean;
}

export function isPolled(verbs: readonly string[]): boolean {
  return verbs.includes("list") && !verbs.includes("watch");
}

export function groupResourceOf({ group, resource }: Pick<ApiResource, "group" | "resource">): GroupResource {
  return group === "" ? resource : `${group}/${resource}`;
}

/** As in `apps/v1`, `v1`. */
export function apiVersionOf({ group, version }: Pick<ApiResource, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The path of a collection (in one namespace, or in all), of an object in it, or of an object's subresource. */
export function pathOf(resource: ApiResource, namespace?: string, name?: string, subresource?: string): string {
  const { group, version } = resource;
  const parts = group === "" ? ["api", version] : ["apis", group, version];
  if (resource.namespaced && namespace) parts.push("namespaces", namespace);
  parts.push(resource.resource);
  if (name !== undefined) parts.push(name);
  if (subresource !== undefined) parts.push(...subresource.split("/"));
  return `/${parts.map(encodeURIComponent).join("/")}`;
}
