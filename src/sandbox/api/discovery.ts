import { apiVersionOf, type Kind } from "../storage/kind.ts";

const subresourceVerbs = ["get", "patch", "update"];

interface Review {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced?: boolean;
}

/** What can be asked by creating it, and is never stored. */
export const reviews: readonly Review[] = [
  { group: "authentication.k8s.io", resource: "selfsubjectreviews", kind: "SelfSubjectReview" },
  { group: "authentication.k8s.io", resource: "tokenreviews", kind: "TokenReview" },
  {
    group: "authorization.k8s.io",
    resource: "localsubjectaccessreviews",
    kind: "LocalSubjectAccessReview",
    namespaced: true,
  },
  { group: "authorization.k8s.io", resource: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview" },
  { group: "authorization.k8s.io", resource: "subjectaccessreviews", kind: "SubjectAccessReview" },
];

type Served = Pick<
  Kind,
  | "group"
  | "version"
  | "resource"
  | "kind"
  | "singular"
  | "namespaced"
  | "verbs"
  | "shortNames"
  | "categories"
  | "added"
> & { readonly subresources: Kind["subresources"] };

function served(kinds: readonly Kind[]): Served[] {
  const asked = reviews.map(({ namespaced = false, ...review }) => ({
    ...review,
    version: "v1",
    singular: review.kind.toLowerCase(),
    namespaced,
    verbs: ["create"],
    shortNames: [],
    categories: [],
    subresources: [],
    added: false,
  }));
  return [...kinds, ...asked];
}

const scale = { group: "autoscaling", version: "v1", kind: "Scale" };

/** Of what the server has by itself it does not say where it is. */
function responseKindOf({ added, group, version, kind }: Served) {
  return added ? { group, version, kind } : { group: "", version: "", kind };
}

/** The discovery document for a path; undefined where the path is none of its own. */
export function discoveryDocument(path: string, kinds: readonly Kind[], aggregated: boolean, host: string): unknown {
  const all = served(kinds);
  const groups = [...new Set(all.map(({ group }) => group))].filter((group) => group !== "");
  const parts = path.split("/").filter(Boolean);
  if (path === "/api") {
    if (aggregated) return aggregate([""], all);
    const addresses = [{ clientCIDR: "0.0.0.0/0", serverAddress: host }];
    return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: addresses };
  }
  if (path === "/apis") {
    if (aggregated) return aggregate(groups, all);
    const list = groups.map((group) => groupDocument(group, all));
    return { kind: "APIGroupList", apiVersion: "v1", groups: list };
  }
  const [root, first = "", version] = parts;
  if (root === "api" && parts.length === 2) return resourceList("", first, all);
  if (root !== "apis" || !groups.includes(first)) return undefined;
  if (parts.length === 2) return { kind: "APIGroup", apiVersion: "v1", ...groupDocument(first, all) };
  return parts.length === 3 ? resourceList(first, version ?? "", all) : undefined;
}

function versionsOf(group: string, all: readonly Served[]): string[] {
  return [...new Set(all.filter((each) => each.group === group).map(({ version }) => version))];
}

function groupDocument(group: string, all: readonly Served[]) {
  const versions = versionsOf(group, all).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function resourceList(group: string, version: string, all: readonly Served[]): unknown {
  const found = all.filter((each) => each.group === group && each.version === version);
  if (found.length === 0) return undefined;
  const resources = found.flatMap((each) => [
    {
      name: each.resource,
      singularName: each.singular,
      namespaced: each.namespaced,
      kind: each.kind,
      verbs: each.verbs,
      ...lists(each),
    },
    ...each.subresources.map((subresource) => {
      const { kind, ...foreign } = subresource === "scale" ? scale : { kind: each.kind };
      const { namespaced } = each;
      const name = `${each.resource}/${subresource}`;
      return { name, singularName: "", namespaced, ...foreign, kind, verbs: subresourceVerbs };
    }),
  ]);
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: apiVersionOf({ group, version }), resources };
}

function aggregate(groups: readonly string[], all: readonly Served[]) {
  const items = groups.map((group) => ({
    metadata: group === "" ? {} : { name: group },
    versions: versionsOf(group, all).map((version) => ({
      version,
      resources: all
        .filter((each) => each.group === group && each.version === version)
        .map((each) => ({
          resource: each.resource,
          responseKind: responseKindOf(each),
          scope: each.namespaced ? "Namespaced" : "Cluster",
          singularResource: each.singular,
          verbs: each.verbs,
          ...lists(each),
          ...(each.subresources.length > 0 && {
            subresources: each.subresources.map((subresource) => ({
              subresource,
              responseKind: subresource === "scale" ? scale : responseKindOf(each),
              verbs: subresourceVerbs,
            })),
          }),
        })),
      freshness: "Current",
    })),
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

function lists({ shortNames, categories }: Served) {
  return { ...(shortNames.length > 0 && { shortNames }), ...(categories.length > 0 && { categories }) };
}
