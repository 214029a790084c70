import { type Config, clusterSettings } from "../config/index.ts";
import { FairwayError } from "../errors/index.ts";
import { loadKubeconfig } from "../kubernetes/index.ts";
import { type Registration, registration } from "./registration.ts";

/**
 * The clusters that the kubeconfig names, with what is set for each. Throws KUBECONFIG_INVALID, and CONFIG_INVALID where
 * something is set for a cluster that is not served.
 */
export function kubeconfigRegistrations({ kubeconfig, contexts, clusters }: Config): readonly Registration[] {
  const found = loadKubeconfig(kubeconfig, contexts.length > 0 ? contexts : undefined);
  const names = found.map(({ name }) => name);
  for (const [index, { name }] of clusters.entries()) {
    if (names.includes(name)) continue;
    const field = `clusters[${index}].name`;
    const message = `${field}: no context "${name}" is served; there are ${names.join(", ")}`;
    throw new FairwayError("CONFIG_INVALID", message, { field });
  }
  return found.map((config) => registration(config, clusterSettings(clusters, config.name)));
}
