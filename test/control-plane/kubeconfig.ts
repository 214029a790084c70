import { writeFileSync } from "node:fs";

export interface KubeconfigEntry {
  readonly name: string; // of the cluster and of the context
  readonly server: string;
  readonly ca: string; // PEM
  readonly user: string;
  readonly token: string;
}

/** Writes one context for each entry; the first one is current. As JSON, which is YAML too and needs no library. */
export function writeKubeconfig(file: string, entries: readonly KubeconfigEntry[]): void {
  const userOf = (entry: KubeconfigEntry) => `${entry.name}-${entry.user}`;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": entries[0]?.name ?? "",
    clusters: entries.map(({ name, server, ca }) => ({
      name,
      cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") },
    })),
    users: entries.map((entry) => ({ name: userOf(entry), user: { token: entry.token } })),
    contexts: entries.map((entry) => ({
      name: entry.name,
      context: { cluster: entry.name, user: userOf(entry) },
    })),
  };
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
