import type { Config } from "./config/index.ts";
import { Alertmanagers } from "./integrations/alertmanager/index.ts";
import { Prometheuses } from "./integrations/prometheus/index.ts";
import { Registries } from "./integrations/registry/index.ts";
import type { Clock, Logger, Metrics } from "./telemetry/index.ts";

export interface IntegrationsRuntime {
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The systems beside the clusters, as they are configured. */
export class Integrations implements AsyncDisposable {
  readonly images: Registries;
  readonly prometheuses: Prometheuses;
  readonly alertmanagers: Alertmanagers;

  constructor(config: Config, { metrics, log, clock, random }: IntegrationsRuntime) {
    const registries = config.registries.map(({ url, ...each }) => ({ ...each, url: url ?? `https://${each.host}` }));
    this.images = new Registries(registries, metrics);
    this.prometheuses = new Prometheuses(config.prometheuses, { metrics, monotonic: clock.monotonic });
    this.alertmanagers = new Alertmanagers(config.alertmanagers, { metrics, log, now: clock.now, random });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.alertmanagers[Symbol.asyncDispose]();
    await this.images[Symbol.asyncDispose]();
    await this.prometheuses[Symbol.asyncDispose]();
  }
}
