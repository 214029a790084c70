import { setTimeout as delay } from "node:timers/promises";
import { compareVersions, type Past, type Span } from "../state/index.ts";
import { apiVersionOf, pathOf } from "./api-resource.ts";
import { Backoff } from "./backoff.ts";
import { decode } from "./decoder.ts";
import { Garbled } from "./garbled.ts";
import { askHistory, historyOf } from "./history.ts";
import { ingest } from "./ingest.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Runtime } from "./ports.ts";
import type { ReflectedCluster, ReflectorTarget } from "./reflector.ts";
import { share } from "./sharing.ts";
import type { KubernetesObject } from "./types.ts";
import { UpstreamError } from "./upstream-errors.ts";
import { eventError, parseEvent, readBookmark, type WatchEvent } from "./watch-event.ts";

/**
 * What the API server sends of the past it sends at once; that it has sent all of it is known from a later event, or
 * from a bookmark. Those come two seconds before a watch ends: one of three seconds has its bookmark after one.
 */
const watchSeconds = 3;

const types = { ADDED: "added", MODIFIED: "modified", DELETED: "removed" } as const;

/** What `Source.past` promises, by watches from `from` that end as soon as everything up to `to` has been seen. */
export async function readPast(
  cluster: ReflectedCluster,
  target: ReflectorTarget,
  { from, to }: Span,
  most: number,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<readonly Past<KubernetesObject>[] | "expired"> {
  const resource = cluster.discovery.find(target.resource) ?? (await cluster.discovery.require(target.resource));
  const path = pathOf(resource, target.namespace);
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  const historyIn = (uid: string) => historyOf(uid, target.resource, resource);
  const past: Past<KubernetesObject>[] = [];
  const newest = new Map<string, KubernetesObject>();
  const backoff = new Backoff(runtime.random, { baseMs: 100, capMs: 2_000 });
  let at = from.rv;
  let attempt = new AbortController();

  const isComplete = () => past.length > most || compareVersions(at, to.rv) >= 0;
  const take = (event: WatchEvent): void => {
    if (event.type === "ERROR") throw eventError(cluster.connection.name, event);
    if (event.type === "BOOKMARK") at = readBookmark(event).version;
    else {
      const read = decode(event.object, target.resource, type);
      if (!read) throw new Garbled("an event of the watch holds no object");
      at = read.metadata.resourceVersion;
      // Of what is newer the store has heard itself.
      if (compareVersions(at, to.rv) <= 0) {
        const object = share(newest.get(read.metadata.uid), read);
        newest.set(object.metadata.uid, object);
        const { namespace = "", name, uid, resourceVersion: version } = object.metadata;
        past.push({ type: types[event.type], item: { namespace, name, uid, version, object } });
      }
    }
    if (isComplete()) attempt.abort();
  };

  while (!isComplete()) {
    signal.throwIfAborted();
    attempt = new AbortController();
    const either = AbortSignal.any([signal, attempt.signal]);
    const query = { watch: true, resourceVersion: at, allowWatchBookmarks: true, timeoutSeconds: watchSeconds };
    try {
      const stream = await cluster.connection.stream({ path, query, signal: either });
      // Where nothing happens the server learns how far its history goes by being asked for it, and only then says so
      // in a bookmark. And a watch from a version that a restored server does not have yet is silent, not refused.
      if ((await askHistory(cluster, path, to, historyIn, either)) !== "same") return "expired";
      const splitter = new LineSplitter((line) => take(parseEvent(line)));
      await ingest(stream, runtime, (chunk) => splitter.push(chunk));
    } catch (error) {
      if (error instanceof UpstreamError && isFinal(error)) return "expired";
    } finally {
      attempt.abort();
    }
    if (!isComplete()) await delay(backoff.next(), undefined, { signal });
  }
  return past.length <= most ? past : "expired";
}

/** Asking again would change nothing. */
function isFinal({ httpStatus }: UpstreamError): boolean {
  return httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
}
