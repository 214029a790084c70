import { Prometheus, type PrometheusConnection, type PrometheusRuntime } from "./prometheus.ts";

export interface PrometheusOptions extends PrometheusConnection {
  readonly name: string;
  /** The clusters that it speaks for, by their registered names; absent: all of them. */
  readonly clusters?: readonly string[] | undefined;
  /** The label by which it tells clusters apart; absent where it has series of one alone. */
  readonly clusterLabel?: string | undefined;
  /** The label that has the name of a node. */
  readonly nodeLabel: string;
  readonly scrapeIntervalMs: number;
}

/** A Prometheus, with what its series look like. */
export interface PrometheusEntry
  extends Pick<PrometheusOptions, "clusters" | "clusterLabel" | "nodeLabel" | "scrapeIntervalMs"> {
  readonly prometheus: Pick<Prometheus, "name" | "query" | "queryRange" | "rules">;
}

/** The Prometheuses that are configured. */
export class Prometheuses implements AsyncDisposable {
  readonly #all: readonly (PrometheusEntry & { readonly prometheus: Prometheus })[];

  constructor(options: readonly PrometheusOptions[], runtime: PrometheusRuntime) {
    this.#all = options.map((each) => ({ ...each, prometheus: new Prometheus(each.name, each, runtime) }));
  }

  /** The first one that speaks for a cluster; undefined where none does. */
  of(cluster: string): PrometheusEntry | undefined {
    return this.#all.find(({ clusters }) => clusters === undefined || clusters.includes(cluster));
  }

  named(name: string): PrometheusEntry | undefined {
    return this.#all.find(({ prometheus }) => prometheus.name === name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map(({ prometheus }) => prometheus[Symbol.asyncDispose]()));
  }
}
