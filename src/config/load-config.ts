import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { FairwayError } from "../errors/index.ts";
import type { Flags } from "./command-line.ts";
import { type Config, defaults } from "./config.ts";
import { readField, shown } from "./field.ts";
import { type Layer, mergeLayers, readLayer } from "./layers.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration: defaults, then the file, then the environment, then the flags. Throws CONFIG_INVALID naming the
 * setting. The only reader of the environment, with `configFiles`; called at start, and again when a file has changed.
 */
export function loadConfig(flags: Flags, environment: Environment = process.env): Config {
  const path = flags.config ?? set(environment.FAIRWAY_CONFIG);
  const file = path === undefined ? {} : readConfigFile(path);
  const usual: Layer = existing(environment.HOME, ".kube/config");
  const config = mergeLayers(defaults, usual, file, fromEnvironment(environment), fromFlags(flags));
  assertIssuersKnown(config);
  return config;
}

/** A misspelt issuer would shut its callers out of a cluster, and nobody would know why. */
function assertIssuersKnown({ clusters, authentication: { jwt, tokenReview } }: Config): void {
  const known = [...jwt.map(({ issuer }) => issuer.url), ...tokenReview.clusters.map((name) => `cluster:${name}`)];
  for (const [place, { accepts = [] }] of clusters.entries()) {
    for (const [index, issuer] of accepts.entries()) {
      if (known.includes(issuer)) continue;
      const field = `clusters[${place}].accepts[${index}]`;
      const there = known.length > 0 ? `there are ${known.join(", ")}` : "there are none";
      throw new FairwayError("CONFIG_INVALID", `${field}: no issuer ${shown(issuer)} is configured; ${there}`, {
        field,
      });
    }
  }
}

/** Where the configuration comes from, to be read again. */
export interface ConfigSource {
  /** Throws CONFIG_INVALID. */
  readonly load: () => Config;
  /** The files that it was read from, and those in which it says the clusters are. */
  readonly files: (config: Config) => readonly string[];
}

/** The files of a `ConfigSource`, for `loadConfig` with the same arguments. */
export function configFiles(flags: Flags, config: Config, environment: Environment = process.env): readonly string[] {
  const path = flags.config ?? set(environment.FAIRWAY_CONFIG);
  return [...(path === undefined ? [] : [path]), ...(config.kubeconfig?.split(delimiter).filter(Boolean) ?? [])];
}

/** Whether there is any cluster to serve: a kubeconfig, or the service account of the pod that this runs in. */
export function hasClusters({ kubeconfig }: Config): boolean {
  return kubeconfig !== undefined || existsSync("/var/run/secrets/kubernetes.io/serviceaccount/token");
}

function readConfigFile(path: string): Layer {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new FairwayError("CONFIG_INVALID", `${path}: the configuration file cannot be read (${code})`, {
      cause: error,
    });
  }
  const document = parseDocument(source, { prettyErrors: true });
  const problem = document.errors[0];
  if (problem) {
    const message = problem.message.split("\n")[0]?.replace(/:$/, "");
    throw new FairwayError("CONFIG_INVALID", `${path}: not YAML: ${message}`, { cause: problem });
  }
  let parsed: unknown;
  try {
    // Few aliases, so that a small file cannot grow into a huge value.
    parsed = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new FairwayError("CONFIG_INVALID", `${path}: ${(error as Error).message}`, { cause: error });
  }
  const layer = readLayer(parsed);
  // A path in a file means the same wherever the process was started.
  const placed = (file: string) => resolve(dirname(path), file);
  const { kubeconfig, audit, tls, registries, prometheuses, alertmanagers } = layer;
  return {
    ...layer,
    ...(kubeconfig !== undefined && { kubeconfig: placed(kubeconfig) }),
    ...(audit?.file !== undefined && { audit: { ...audit, file: placed(audit.file) } }),
    ...(registries && {
      registries: registries.map((each) => each && placedIn(each, ["passwordFile", "caFile"], placed)),
    }),
    ...(alertmanagers && {
      alertmanagers: alertmanagers.map((each) => each && placedIn(each, ["tokenFile", "caFile"], placed)),
    }),
    ...(prometheuses && {
      prometheuses: prometheuses.map((each) => each && placedIn(each, ["tokenFile", "caFile"], placed)),
    }),
    ...(tls && { tls: Object.fromEntries(Object.entries(tls).map(([name, file]) => [name, file && placed(file)])) }),
  };
}

/** With the paths that it has under these names. */
function placedIn<T extends object>(
  settings: T,
  names: readonly (keyof T & string)[],
  placed: (file: string) => string,
): T {
  const paths = names.flatMap((name) => (typeof settings[name] === "string" ? [[name, placed(settings[name])]] : []));
  return { ...settings, ...Object.fromEntries(paths) };
}

/** The settings that are not in a group: those alone have flags and variables. */
const single = Object.entries<object>(settings).filter(isSingle);

function isSingle(entry: [string, object]): entry is [string, Setting<unknown>] {
  return "takes" in entry[1];
}

function fromEnvironment(environment: Environment): Layer {
  return Object.fromEntries(
    single.flatMap(([name, setting]) => {
      const { variable } = setting;
      // Set to nothing is how a shell unsets a variable for one command.
      const text = variable === undefined ? undefined : set(environment[variable]);
      return text === undefined ? [] : [[name, readField(setting, text, String(variable), true)]];
    }),
  );
}

function fromFlags(flags: Flags): Layer {
  const given = new Map<string, string | boolean>(Object.entries(flags));
  return Object.fromEntries(
    single.flatMap(([name, setting]) => {
      const { flag } = setting;
      const value = flag === undefined ? undefined : given.get(flag);
      if (value === undefined) return [];
      return [[name, typeof value === "boolean" ? value : readField(setting, value, `--${flag}`, true)]];
    }),
  );
}

function set(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function existing(home: string | undefined, path: string): Layer {
  const file = home ? join(home, path) : undefined;
  return file !== undefined && existsSync(file) ? { kubeconfig: file } : {};
}
