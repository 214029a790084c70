import type { ClusterSettings } from "../config/index.ts";
import type { ClusterConfig } from "../kubernetes/index.ts";

/** Who says that a cluster is registered: a context of the kubeconfig, or a ClusterConnection in the home cluster. */
export type RegisteredBy = "KUBECONFIG" | "CLUSTER_CONNECTION";

/** With what of the settings is the connection's. */
export function registration(
  config: ClusterConfig,
  settings: ClusterSettings,
  labels: Registration["labels"] = {},
): Registration {
  const { namespaces } = settings;
  return { config: { ...config, ...(namespaces && { namespaces }) }, settings, labels };
}

/** One cluster, as somebody registers it. */
export interface Registration {
  /** Where it is, and how to get in. Its name is the cluster's. */
  readonly config: ClusterConfig;
  readonly settings: ClusterSettings;
  readonly labels: Readonly<Record<string, string>>;
}
