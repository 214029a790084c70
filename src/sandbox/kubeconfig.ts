import { adminToken } from "./data/users.ts";

export interface KubeconfigEntry {
  /** Of the context, the cluster and, with the user's name, the user. */
  readonly name: string;
  readonly server: string;
}

/** A context for each cluster; the first is current. */
export function kubeconfigFor(entries: readonly KubeconfigEntry[], token = adminToken) {
  const userOf = (name: string) => `${name}-admin`;
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": entries[0]?.name ?? "",
    clusters: entries.map(({ name, server }) => ({ name, cluster: { server } })),
    users: entries.map(({ name }) => ({ name: userOf(name), user: { token } })),
    contexts: entries.map(({ name }) => ({ name, context: { cluster: name, user: userOf(name) } })),
  };
}

export type Kubeconfig = ReturnType<typeof kubeconfigFor>;
