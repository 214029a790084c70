import { type ApiResource, isPolled } from "./api-resource.ts";
import type { ClusterConnection } from "./connection.ts";
import { Garbled } from "./garbled.ts";
import { UpstreamError } from "./upstream-errors.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const accept = `${aggregated},${aggregated.replace("v=v2", "v=v2beta1")},application/json`;

/** What a server serves, most preferred first, and the groups whose own server did not answer. */
export interface Discovered {
  readonly resources: readonly ApiResource[];
  /** The resources of these groups are not known at the moment, which is not to say that there are none. */
  readonly silentGroups: ReadonlySet<string>;
}

/** What is known of each document from earlier looks, so that one that has not changed need not be sent again. */
export type KnownDocuments = Map<string, { readonly etag: string; readonly part: Discovered }>;

/**
 * Two requests where the server knows aggregated discovery (from 1.26 on), else one for each group and version.
 * "unchanged" when the server says so of all that it sent before.
 */
export async function readDiscovery(
  connection: ClusterConnection,
  deadlineMs: number,
  known: KnownDocuments,
): Promise<Discovered | "unchanged"> {
  const ask = <T>(path: string, etag?: string) => {
    return connection.request<T>({ path, accept, deadlineMs, ...(etag && { headers: { "if-none-match": etag } }) });
  };
  let changed = false;
  const look = async (path: string): Promise<Discovered> => {
    const before = known.get(path);
    const { status, body, etag } = await ask<Aggregated | ApiVersions | ApiGroups>(path, before?.etag);
    if (before && status === 304) return before.part;
    changed = true;
    known.delete(path);
    const part = { resources: [], silentGroups: new Set<string>() };
    if (body?.kind === "APIGroupDiscoveryList") {
      readAggregated(body, part);
      if (etag) known.set(path, { etag, part });
    } else if (body?.kind === "APIVersions" || body?.kind === "APIGroupList") {
      await readLegacy(body, async <T>(path: string) => (await ask<T>(path)).body, part);
    } else throw new Garbled("the discovery document is of no known kind");
    return part;
  };
  const [core, groups] = await Promise.all([look("/api"), look("/apis")]);
  if (!changed) return "unchanged";
  return {
    resources: [...core.resources, ...groups.resources],
    silentGroups: new Set([...core.silentGroups, ...groups.silentGroups]),
  };
}

interface Part {
  readonly resources: ApiResource[];
  readonly silentGroups: Set<string>;
}

interface Aggregated {
  readonly kind: "APIGroupDiscoveryList";
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind?: string };
        readonly scope?: string;
        readonly singularResource?: string;
        readonly verbs?: readonly string[];
        readonly shortNames?: readonly string[];
        readonly subresources?: readonly { readonly subresource: string }[];
      }[];
    }[];
  }[];
}

function readAggregated(document: Aggregated, { resources, silentGroups }: Part): void {
  for (const { metadata, versions = [] } of document.items ?? []) {
    const group = metadata?.name ?? "";
    const taken = new Set<string>();
    for (const { version, freshness, resources: served = [] } of versions) {
      if (freshness === "Stale") silentGroups.add(group);
      for (const entry of served) {
        // Versions come in the server's order of preference, and the first that has a resource counts.
        if (taken.has(entry.resource)) continue;
        taken.add(entry.resource);
        resources.push({
          group,
          version,
          resource: entry.resource,
          kind: entry.responseKind?.kind ?? "",
          singular: entry.singularResource ?? "",
          namespaced: entry.scope === "Namespaced",
          verbs: entry.verbs ?? [],
          shortNames: entry.shortNames ?? [],
          subresources: (entry.subresources ?? []).map(({ subresource }) => subresource),
          polled: isPolled(entry.verbs ?? []),
        });
      }
    }
  }
}

interface ApiVersions {
  readonly kind: "APIVersions";
  readonly versions?: readonly string[];
}

interface ApiGroups {
  readonly kind: "APIGroupList";
  readonly groups?: readonly {
    readonly name: string;
    readonly versions: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version: string };
  }[];
}

interface ApiResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly singularName?: string;
    readonly namespaced: boolean;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
  }[];
}

async function readLegacy(
  document: ApiVersions | ApiGroups,
  read: <T>(path: string) => Promise<T>,
  { resources, silentGroups }: Part,
): Promise<void> {
  const groups =
    document.kind === "APIGroupList"
      ? (document.groups ?? []).map(({ name, versions, preferredVersion }) => {
          const all = versions.map(({ version }) => version);
          const preferred = preferredVersion?.version;
          return { name, versions: preferred ? [preferred, ...all.filter((version) => version !== preferred)] : all };
        })
      : [{ name: "", versions: document.versions ?? [] }];
  const lists = await Promise.all(
    groups.flatMap(({ name, versions }) =>
      versions.map(async (version) => {
        const path = name === "" ? `/api/${version}` : `/apis/${name}/${version}`;
        try {
          return { name, version, list: await read<ApiResourceList>(path) };
        } catch (error) {
          // One broken extension server must not take away what all the others serve.
          if (!(error instanceof UpstreamError) || error.isSilence || error.httpStatus === 401) throw error;
          silentGroups.add(name);
          return { name, version, list: {} };
        }
      }),
    ),
  );
  const taken = new Set<string>();
  for (const { name: group, version, list } of lists) {
    const subresources = Map.groupBy(
      (list.resources ?? []).filter(({ name }) => name.includes("/")),
      ({ name }) => name.slice(0, name.indexOf("/")),
    );
    for (const entry of list.resources ?? []) {
      const id = `${group}/${entry.name}`;
      if (entry.name.includes("/") || taken.has(id)) continue;
      taken.add(id);
      resources.push({
        group,
        version,
        resource: entry.name,
        kind: entry.kind,
        singular: entry.singularName ?? "",
        namespaced: entry.namespaced,
        verbs: entry.verbs ?? [],
        shortNames: entry.shortNames ?? [],
        subresources: (subresources.get(entry.name) ?? []).map(({ name }) => name.slice(name.indexOf("/") + 1)),
        polled: isPolled(entry.verbs ?? []),
      });
    }
  }
}
