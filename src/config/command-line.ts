import { parseArgs } from "node:util";

export interface Flags {
  readonly config?: string;
  readonly port?: string;
  readonly host?: string;
  readonly kubeconfig?: string;
  readonly "allow-writes"?: boolean;
  readonly sandbox?: boolean;
  readonly scenario?: string;
  readonly seed?: string;
}

export type CommandLine =
  | { readonly kind: "run"; readonly flags: Flags }
  | { readonly kind: "help" | "version" }
  /** The message is for the person at the terminal; the usage follows it. */
  | { readonly kind: "refused"; readonly message: string };

export const usage = `Usage: fairway [options]

  --config FILE        settings in YAML (or FAIRWAY_CONFIG)
  --host HOST          address to listen on (or FAIRWAY_HOST; 127.0.0.1)
  --port PORT          port to listen on, 0 for any (or FAIRWAY_PORT; 4000)
  --kubeconfig FILE    the clusters to serve (or KUBECONFIG; ~/.kube/config)
  --allow-writes       permit mutations; without it the gateway is read-only
  --sandbox            serve made-up clusters, as without any cluster to serve; takes writes
  --scenario NAME      what goes on in the sandbox: steady, bad-rollout, node-down, quiet
  --seed TEXT          the same seed gives the same sandbox
  --help               show this
  --version            show the version

FAIRWAY_LOG_LEVEL      trace, debug, info, warn, error, fatal or silent (info)

A flag wins over the environment, the environment over the file. docs/configuration.md tells every setting, with its
reason; schema/config.schema.json is the file's JSON Schema.

Logs go to standard output, as JSON. SIGTERM and SIGINT drain, a second one stops at once. Exit codes: 0 stopped in order,
1 a defect, 2 the command line or the configuration, 3 the kubeconfig, 4 the address.`;

const options = {
  config: { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  kubeconfig: { type: "string" },
  "allow-writes": { type: "boolean" },
  sandbox: { type: "boolean" },
  scenario: { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** `args` without the two leading words (interpreter and script). */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    if (values.help) return { kind: "help" };
    if (values.version) return { kind: "version" };
    return { kind: "run", flags: values };
  } catch (error) {
    // parseArgs explains itself at length ("To specify a positional argument starting with…"): its first sentence will do.
    const message = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? error.message) : String(error);
    return { kind: "refused", message };
  }
}
