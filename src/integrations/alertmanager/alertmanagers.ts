import type { Scope, Source } from "../../state/index.ts";
import { Alertmanager, type AlertmanagerOptions, type AlertmanagerRuntime } from "./alertmanager.ts";
import type { Read } from "./answer.ts";
import { type BesideObject, ClusterSource, type Speaker } from "./cluster-source.ts";
import { ALERTS, type AlertObject, SILENCES, type SilenceMatcher, type SilenceObject } from "./objects.ts";
import { Poll } from "./poll.ts";

type Concerns = (item: Read<BesideObject>, cluster: string) => boolean;

/** An Alertmanager, for whoever makes and ends silences there. */
export interface Silencer {
  readonly alertmanager: Pick<Alertmanager, "silence" | "silenceOf" | "expire">;
  /** Absent: all that are registered. */
  readonly clusters: readonly string[] | undefined;
  /** The label that tells its clusters apart; null where it speaks for one alone. */
  readonly clusterLabel: string | null;
  /** Whether a silence may suppress alerts of a cluster. */
  readonly concerns: (silence: Read<SilenceObject>, cluster: string) => boolean;
}

interface Entry {
  readonly alertmanager: Alertmanager;
  readonly polls: Readonly<Record<string, { readonly poll: Poll<Read<BesideObject>>; readonly concerns: Concerns }>>;
}

/** The Alertmanagers that are configured: sources of what they say, for the stores of the clusters that it concerns. */
export class Alertmanagers implements AsyncDisposable {
  readonly #entries: readonly Entry[];
  readonly #runtime: AlertmanagerRuntime;

  constructor(options: readonly AlertmanagerOptions[], runtime: AlertmanagerRuntime) {
    this.#runtime = runtime;
    this.#entries = options.map((each) => this.#entryOf(each));
  }

  /** Whether a resource is theirs, and no cluster's. */
  has(resource: string): boolean {
    return resource === ALERTS || resource === SILENCES;
  }

  /** Those that speak for a cluster, in the order of the settings. */
  of(cluster: string): readonly Silencer[] {
    return this.#entries.flatMap(({ alertmanager, polls }) => {
      const { clusters, clusterLabel } = alertmanager.options;
      if (clusters && !clusters.includes(cluster)) return [];
      const concerns = polls[SILENCES]?.concerns;
      return [
        {
          alertmanager,
          clusters,
          clusterLabel: clusters?.length === 1 ? null : clusterLabel,
          concerns: (silence, other) => concerns?.(silence, other) ?? false,
        } satisfies Silencer,
      ];
    });
  }

  sourceFor({ cluster, resource }: Scope): Source<BesideObject> {
    const { now, random } = this.#runtime;
    const speakers = this.#entries.flatMap(({ alertmanager, polls }): Speaker[] => {
      const { clusters } = alertmanager.options;
      const found = polls[resource];
      if (!found || (clusters && !clusters.includes(cluster))) return [];
      return [{ poll: found.poll, concerns: (item) => found.concerns(item, cluster) }];
    });
    return new ClusterSource({ cluster, speakers, now, random });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#entries.map(({ alertmanager }) => alertmanager[Symbol.asyncDispose]()));
  }

  #entryOf(options: AlertmanagerOptions): Entry {
    const { now, random, log } = this.#runtime;
    const alertmanager = new Alertmanager(options, this.#runtime);
    const { name, clusterLabel, pollIntervalMs: intervalMs } = options;
    const pollOf = (ask: (signal: AbortSignal) => Promise<readonly Read<BesideObject>[]>) =>
      new Poll({
        ask,
        intervalMs,
        now,
        random,
        onFailure: ({ message, cause }) =>
          log.warn({ alertmanager: name, reason: cause instanceof Error ? cause.message : undefined }, message),
      });
    // Who speaks for one alone has no other to speak of.
    const only = options.clusters?.length === 1;
    return {
      alertmanager,
      polls: {
        [ALERTS]: {
          poll: pollOf((signal) => alertmanager.alerts(signal)),
          concerns: (item, cluster) => only || (item as Read<AlertObject>).metadata.labels?.[clusterLabel] === cluster,
        },
        [SILENCES]: {
          poll: pollOf((signal) => alertmanager.silences(signal)),
          concerns: (item, cluster) =>
            only || (item as Read<SilenceObject>).spec.matchers.every((each) => mayMatch(each, clusterLabel, cluster)),
        },
      },
    };
  }
}

/** Whether a matcher leaves it open that an alert of the cluster is silenced. */
function mayMatch({ name, value, isRegex, isEqual }: SilenceMatcher, clusterLabel: string, cluster: string): boolean {
  if (name !== clusterLabel) return true;
  if (!isRegex) return (value === cluster) === isEqual;
  // Patterns are RE2, which is not spoken here. Of plain names it is known what they match, and all else is taken to match.
  return !plainNames.test(value) || value.split("|").includes(cluster) === isEqual;
}

const plainNames = /^[\w-]+(\|[\w-]+)*$/;
