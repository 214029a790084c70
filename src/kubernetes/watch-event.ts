import { Garbled } from "./garbled.ts";
import { parseJson } from "./json.ts";
import { isStatus } from "./types.ts";
import { fromStatus, type UpstreamError } from "./upstream-errors.ts";

const types = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"] as const;

/** One line of a watch. */
export interface WatchEvent {
  readonly type: (typeof types)[number];
  readonly object: Readonly<Record<string, unknown>>;
}

/** Throws Garbled for what is no event. */
export function parseEvent(line: string): WatchEvent {
  let event: Partial<WatchEvent> | null;
  try {
    event = parseJson(line) as Partial<WatchEvent> | null;
  } catch {
    throw new Garbled("a line of the watch is not JSON");
  }
  const known = types.some((type) => type === event?.type);
  if (!known || typeof event?.object !== "object" || event.object === null) {
    throw new Garbled("a line of the watch is not an event");
  }
  return event as WatchEvent;
}

/** The error that an ERROR event speaks of. */
export function eventError(cluster: string, { object }: WatchEvent): UpstreamError {
  const code = isStatus(object) && typeof object.code === "number" && object.code >= 400 ? object.code : 500;
  return fromStatus(cluster, code, object);
}

interface BookmarkMeta {
  readonly resourceVersion?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** Up to where a bookmark says that nothing else has happened, and whether it ends the initial events. */
export function readBookmark({ object }: WatchEvent): { version: string; endsInitialEvents: boolean } {
  const metadata = (object.metadata ?? {}) as BookmarkMeta;
  if (typeof metadata.resourceVersion !== "string" || metadata.resourceVersion === "") {
    throw new Garbled("a bookmark has no resourceVersion");
  }
  return {
    version: metadata.resourceVersion,
    endsInitialEvents: metadata.annotations?.["k8s.io/initial-events-end"] === "true",
  };
}
