import type { Feed, Renewal } from "../state/index.ts";
import type { Attempt } from "./attempt.ts";
import type { ClusterConnection } from "./connection.ts";
import type { Intake } from "./intake.ts";
import { listPages } from "./list-pages.ts";
import { pause } from "./pause.ts";
import { PolledVersions } from "./polled-versions.ts";
import type { Runtime } from "./ports.ts";
import type { ReflectorOptions } from "./reflector.ts";
import { Replacing } from "./replacing.ts";
import type { Tally } from "./tally.ts";
import type { KubernetesObject } from "./types.ts";

/** An extension that hangs must not look alive for much longer than one that is gone. */
const pageMs = 15_000;

export interface PollerParts {
  readonly feed: Feed<KubernetesObject>;
  readonly connection: ClusterConnection;
  readonly intake: Intake;
  readonly tally: Tally;
}

/** How a reflector follows what cannot be watched: it lists again and again, and each list is a difference. */
export class Poller {
  readonly #parts: PollerParts;
  readonly #options: ReflectorOptions;
  readonly #runtime: Runtime;
  readonly #versions: PolledVersions;

  constructor(parts: PollerParts, options: ReflectorOptions, runtime: Runtime) {
    this.#parts = parts;
    this.#options = options;
    this.#runtime = runtime;
    this.#versions = new PolledVersions(runtime.random);
  }

  /** Ends by failing alone. `onList` is called after each list. */
  async run(
    attempt: Attempt,
    { path, renewal }: { readonly path: string; readonly renewal: Renewal },
    onList: () => void,
  ): Promise<never> {
    const { feed, connection, intake, tally } = this.#parts;
    const { pollMs = 30_000, pageSize = 500 } = this.#options;
    const { logger, random } = this.#runtime;
    for (let next = renewal; ; next = "changes") {
      tally.listBegins();
      const replacing = new Replacing(feed, next);
      const versions = this.#versions.begin();
      await listPages(connection, {
        path,
        limit: pageSize,
        signal: attempt.signal,
        runtime: this.#runtime,
        deadlineMs: pageMs,
        onItem: (raw, text) => {
          tally.took(text.length);
          const item = intake.polledItem(raw, (key) => versions.versionOf(key, text));
          if (item) replacing.put(item);
          else logger.warn({ cluster: connection.name, path }, "an item of a list is no object");
        },
      });
      replacing.commit(versions.commit());
      attempt.listed = true;
      attempt.progressed = true;
      tally.listed("polled", replacing.count);
      onList();
      // Drawn, so that the polls of many replicas do not fall into step.
      await pause(pollMs * (0.9 + random() * 0.2), attempt.signal);
      attempt.signal.throwIfAborted();
    }
  }
}
