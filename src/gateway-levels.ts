import type { Engine } from "./api/index.ts";
import type { GatewayStatusState } from "./domains/index.ts";
import type { Clusters } from "./kubernetes/index.ts";
import type { Store, Stores } from "./state/index.ts";
import type { Levels } from "./telemetry/index.ts";

/** What an operator sees of a gateway at once, as metrics. Who asks is no label of one. */
export function levelsOf(
  clusters: Clusters,
  stores: Stores,
  engine: Engine,
  isPolled: (cluster: string, resource: string) => boolean,
): Levels {
  const followers = engine.followers();
  return {
    clusters: [...clusters].map(({ name: cluster, health, connection, credential, logs }) => ({
      cluster,
      reachable: health.reachable,
      limit: connection.limit,
      logs: logs.open,
      credentialExpiresAt: credential.expiresAt,
    })),
    stores: [...stores.all()].filter(isRunning).map((store) => {
      const { cluster, resource } = store.scope;
      const { subscribers, behind } = followers.get(store) ?? { subscribers: 0, behind: 0 };
      const stale = store.health?.state === "stale";
      const counts = { objects: store.size, logged: store.logSize, subscribers, behind };
      return { cluster, resource, ...counts, stale, polled: isPolled(cluster, resource) };
    }),
    subscriptions: engine.subscriptions,
    answers: engine.answers,
  };
}

/** The same for operators who ask for it. */
export function statusOf({ answers, stores, subscriptions, clusters }: Levels, all: Stores): GatewayStatusState {
  return {
    answers: { entries: answers.kept, bytes: answers.bytes, hits: answers.given },
    stores: stores.map((each) => ({ ...each, synced: (all.find(each)?.at ?? null) !== null })),
    subscriptions: subscriptions.members,
    unreachableClusters: clusters.filter(({ reachable }) => !reachable).map(({ cluster }) => cluster),
  };
}

/** A store that was stopped is kept, empty, until it is used again. */
function isRunning({ at, health }: Store<unknown>): boolean {
  return at !== null || health !== null;
}
