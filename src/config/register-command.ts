import { parseArgs } from "node:util";

/** What `fairway register` is asked for. */
export interface RegisterOptions {
  /** Under which the cluster will be shown. */
  readonly name: string;
  /** Address of its API server, as the gateway reaches it. */
  readonly server: string | undefined;
  /** Of the service account, in the cluster. */
  readonly namespace: string;
  /** Of the ClusterConnection, in the home cluster. */
  readonly homeNamespace: string;
  /** What may be read, as in `apps/deployments`; empty: everything that Kubernetes itself serves but Secrets. */
  readonly kinds: readonly string[];
  readonly secrets: boolean;
  readonly impersonate: boolean;
  /** The namespaces in which it may be read; empty: the whole cluster. */
  readonly namespaces: readonly string[];
}

export type RegisterCommand =
  | { readonly kind: "register"; readonly options: RegisterOptions }
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly message: string };

const options = {
  server: { type: "string" },
  namespace: { type: "string", default: "fairway" },
  "home-namespace": { type: "string", default: "fairway" },
  kinds: { type: "string", default: "" },
  secrets: { type: "boolean", default: false },
  impersonate: { type: "boolean", default: false },
  namespaces: { type: "string", default: "" },
  help: { type: "boolean", short: "h" },
} as const;

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const namespaceName = new RegExp(`^${label}$`);
const objectName = new RegExp(`^${label}(\\.${label})*$`);
const kindName = new RegExp(`^((${label}(\\.${label})*)/)?([a-z0-9]+|\\*)$`);

/** `args` after the word `register`. What comes out of it goes into YAML, so nothing odd comes through. */
export function readRegisterCommand(args: readonly string[]): RegisterCommand {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    if (values.help) return { kind: "help" };
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw new Error("register takes one name, that of the cluster");
    check("the name", name, objectName, 253);
    check("--namespace", values.namespace, namespaceName);
    check("--home-namespace", values["home-namespace"], namespaceName);
    const [kinds, namespaces] = [values.kinds, values.namespaces].map((text) => text.split(",").filter(Boolean));
    for (const kind of kinds ?? []) check("--kinds", kind, kindName, 253);
    if (kinds?.some((kind) => kind === "*" || kind === "secrets")) {
      throw new Error("--kinds: Secrets come with --secrets alone, so name the kinds of the core group");
    }
    for (const each of namespaces ?? []) check("--namespaces", each, namespaceName);
    const { server, namespace, secrets, impersonate } = values;
    if (server !== undefined && !isHttps(server)) throw new Error("--server must be an https URL without a password");
    const given = { name, server, namespace, homeNamespace: values["home-namespace"], secrets, impersonate };
    return { kind: "register", options: { ...given, kinds: kinds ?? [], namespaces: namespaces ?? [] } };
  } catch (error) {
    return { kind: "refused", message: firstSentence(error) };
  }
}

/** parseArgs explains itself at length ("To specify a positional argument starting with…"): its first sentence will do. */
export function firstSentence(error: unknown): string {
  return error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? error.message) : String(error);
}

function check(what: string, value: string, pattern: RegExp, longest = 63): void {
  if (!pattern.test(value) || value.length > longest) throw new Error(`${what}: ${JSON.stringify(value)} is not one`);
}

function isHttps(server: string): boolean {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  return url?.protocol === "https:" && !url.username && !url.password && !/\s/.test(server);
}
