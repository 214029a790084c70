import type { Config, ConfigSource } from "../config/index.ts";
import { toFairwayError } from "../errors/index.ts";
import type { Logger } from "../telemetry/index.ts";
import { FileWatch } from "./file-watch.ts";
import { kubeconfigRegistrations } from "./kubeconfig-registrations.ts";
import type { Registry } from "./registry.ts";

export interface ReloadOptions {
  readonly source: ConfigSource;
  readonly config: Config;
  readonly registry: Registry;
  readonly log: Logger;
  /** Between two looks at the files, in milliseconds. */
  readonly intervalMs: number;
}

/** What a reload takes up. All else is read at the start alone. */
const taken = ["kubeconfig", "contexts", "clusters"] as const satisfies readonly (keyof Config)[];

/**
 * Takes up the clusters of a changed kubeconfig or configuration. One that cannot be used changes nothing, and is logged:
 * what has worked goes on.
 */
export class Reload implements Disposable {
  readonly #options: ReloadOptions;
  readonly #watch: FileWatch;
  #config: Config;

  constructor(options: ReloadOptions) {
    this.#options = options;
    this.#config = options.config;
    const files = () => options.source.files(this.#config);
    this.#watch = new FileWatch({ files, intervalMs: options.intervalMs, onChange: () => this.run() });
  }

  start(): void {
    this.#watch.start();
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  /** Now, whether or not a file looks changed. */
  run(): void {
    const { source, registry, log } = this.#options;
    try {
      const config = source.load();
      registry.set("KUBECONFIG", kubeconfigRegistrations(config));
      const untaken = differing(this.#options.config, config).filter((name) => !isTaken(name));
      this.#config = config;
      const clusters = config.contexts.length > 0 ? config.contexts : "all contexts";
      log.info({ clusters, needRestart: untaken }, "The configuration was read again");
    } catch (error) {
      const { code, message } = toFairwayError(error);
      log.error({ code, problem: message }, "The changed configuration cannot be used; the former goes on");
    }
  }
}

function isTaken(name: string): boolean {
  return (taken as readonly string[]).includes(name);
}

function differing(before: Config, after: Config): string[] {
  const names = Object.keys(after) as (keyof Config)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
