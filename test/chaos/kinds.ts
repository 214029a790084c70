/** What is written and subscribed to. */
export const kinds = [
  {
    kind: "configmaps",
    field: "resourceEvents",
    arguments: 'kind: "configmaps", ',
    filter: "ResourceFilter",
    on: "Resource",
    spec: { data: { n: "0" } },
  },
  {
    kind: "pods",
    field: "podEvents",
    arguments: "",
    filter: "PodFilter",
    on: "Pod",
    spec: { spec: { containers: [{ name: "c", image: "registry.test/c:1" }] } },
  },
] as const;

export type Kind = (typeof kinds)[number];
