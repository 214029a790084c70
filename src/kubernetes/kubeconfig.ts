import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { ClusterName } from "../state/index.ts";
import type { CredentialSources } from "./credential-sources.ts";
import { readContext } from "./kubeconfig-context.ts";
import { entriesOf, invalidKubeconfig, readKubeconfig } from "./kubeconfig-file.ts";

/** Where a cluster is, and how to get in. Safe to print: what is secret is behind a function. */
export interface ClusterConfig {
  /** The name of the context. */
  readonly name: ClusterName;
  readonly server: string;
  readonly proxyUrl?: string;
  /** Where the gateway may list; absent: everywhere. */
  readonly namespaces?: readonly string[];
  readonly credentials: () => CredentialSources;
}

const serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * One cluster for each context of the kubeconfig, or for the `contexts` named, in their order. `path` may hold several
 * files as `KUBECONFIG` does; of a context in two of them the first counts. Without a path: `~/.kube/config`, else the
 * service account of the pod that this runs in. Throws KUBECONFIG_INVALID; its message names file and place, and
 * quotes nothing.
 */
export function loadKubeconfig(path?: string, contexts?: readonly string[]): ClusterConfig[] {
  if (path === undefined) {
    const home = join(homedir(), ".kube", "config");
    if (existsSync(home)) return loadKubeconfig(home, contexts);
    if (existsSync(join(serviceAccountFolder, "token"))) return [inCluster()];
    throw invalidKubeconfig(home, "the file does not exist, and this is no pod with a service account");
  }
  const files = path.split(delimiter).filter(Boolean).map(readKubeconfig);
  if (files.length === 0) throw invalidKubeconfig(path, "no file is named");
  const found = new Map<string, ClusterConfig>();
  for (const file of files) {
    for (const [index, entry] of entriesOf(file.contexts).entries()) {
      const name = (entry as { name?: unknown } | null)?.name;
      if (typeof name !== "string" || name === "") {
        throw invalidKubeconfig(file.path, `contexts[${index}].name is missing`);
      }
      if (found.has(name) || (contexts && !contexts.includes(name))) continue;
      found.set(name, readContext(name, entry, index, file, files));
    }
  }
  if (!contexts) {
    if (found.size === 0) throw invalidKubeconfig(path, "there are no contexts");
    return [...found.values()];
  }
  return contexts.map((name) => {
    const config = found.get(name);
    if (!config) throw invalidKubeconfig(path, `there is no context "${name}"`);
    return config;
  });
}

function inCluster(): ClusterConfig {
  const sources: CredentialSources = {
    // The service account's token is renewed in place about every hour.
    user: { name: "in-cluster", tokenFile: join(serviceAccountFolder, "token") },
    tls: { caFile: join(serviceAccountFolder, "ca.crt"), insecure: false },
  };
  // The name is in every API server's certificate, and saves a look at the environment.
  return { name: "in-cluster", server: "https://kubernetes.default.svc", credentials: () => sources };
}
