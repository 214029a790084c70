import type { ClusterName } from "../state/index.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import { readContext } from "./kubeconfig-context.ts";
import { entriesOf, invalidKubeconfig, type KubeconfigFile, parseKubeconfig } from "./kubeconfig-file.ts";

/**
 * What would make the gateway run a program, or read its own files, for whoever may write a Secret. A kubeconfig that a
 * person has on disk may do both.
 */
const refused = {
  users: ["exec", "auth-provider", "tokenFile", "client-certificate", "client-key"],
  clusters: ["certificate-authority"],
} as const;

/**
 * The cluster of the current context (or the only one) of a kubeconfig that comes from a Secret, under the name given.
 * `where` says in messages which Secret. Throws KUBECONFIG_INVALID; its message quotes nothing.
 */
export function kubeconfigInSecret(where: string, text: string, name: ClusterName): ClusterConfig {
  const file = parseKubeconfig(where, text);
  for (const list of ["users", "clusters"] as const) refuse(file, list);
  const contexts = entriesOf(file.contexts);
  const [only] = contexts.length === 1 ? [0] : [];
  const current = contexts.findIndex((entry) => nameOf(entry) === file.currentContext);
  const index = current >= 0 ? current : only;
  if (index === undefined) throw invalidKubeconfig(where, "there is no current context");
  const config = readContext(name, contexts[index] ?? {}, index, file, [file]);
  if (!config.server.startsWith("https://")) throw invalidKubeconfig(where, "the server is not reached by https");
  return config;
}

function refuse(file: KubeconfigFile, list: "users" | "clusters"): void {
  const member = list === "users" ? "user" : "cluster";
  for (const [index, entry] of entriesOf(file[list]).entries()) {
    const fields = (entry as Record<string, unknown> | null)?.[member];
    if (typeof fields !== "object" || fields === null) continue;
    const found = refused[list].find((field) => (fields as Record<string, unknown>)[field] != null);
    if (found === undefined) continue;
    const place = `${list}[${index}].${member}.${found}`;
    throw invalidKubeconfig(file.path, `${place} is not taken from a Secret; embed the data, or a token`);
  }
}

function nameOf(entry: unknown): unknown {
  return (entry as { name?: unknown } | null)?.name;
}
