import { parseArgs } from "node:util";
import { firstSentence, type RegisterOptions, readRegisterCommand } from "./register-command.ts";

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
  | { readonly kind: "register"; readonly options: RegisterOptions }
  | { readonly kind: "help" | "version" }
  /** The message is for the person at the terminal; the usage follows it. */
  | { readonly kind: "refused"; readonly message: string };

export const usage = `Usage: fairway [options]
       fairway register NAME [options]     print what a cluster needs to be registered; --help tells more

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

With register:

  --server URL         address of the cluster's API server, as the gateway reaches it
  --namespace NAME     of the service account that is made in the cluster (fairway)
  --home-namespace N   of the ClusterConnection in the home cluster (fairway)
  --kinds LIST         what may be read, as in pods,apps/deployments (all of Kubernetes' own kinds but Secrets)
  --namespaces LIST    where it may be read (everywhere)
  --secrets            Secrets may be read as well; the gateway keeps and shows their keys alone
  --impersonate        the gateway may act as its callers there

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
  if (args[0] === "register") return readRegisterCommand(args.slice(1));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    if (values.help) return { kind: "help" };
    if (values.version) return { kind: "version" };
    return { kind: "run", flags: values };
  } catch (error) {
    return { kind: "refused", message: firstSentence(error) };
  }
}
