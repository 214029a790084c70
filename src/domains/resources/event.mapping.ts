import type { EventManifest } from "./event.manifest.ts";

// Events come in two styles, and both are seen as core/v1: the old one counts in `count` and the two timestamps, the one
// of events.k8s.io in `series` and `eventTime`.

export const EventSeverity = { NORMAL: "Normal", WARNING: "Warning" } as const;
export type EventSeverity = (typeof EventSeverity)[keyof typeof EventSeverity];

/** Components may write any word; everything but `Normal` deserves to be seen. */
export function severityOf({ type }: EventManifest): EventSeverity {
  return type === undefined || type === "" || type === "Normal" ? EventSeverity.NORMAL : EventSeverity.WARNING;
}

export function countOf({ series, count }: EventManifest): number {
  return series?.count ?? (count || 1);
}

export function firstSeenOf({ firstTimestamp, eventTime, metadata }: EventManifest): string | null {
  return firstTimestamp ?? eventTime ?? metadata.creationTimestamp ?? null;
}

export function lastSeenOf(event: EventManifest): string | null {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? firstSeenOf(event);
}

export function sourceOf({ reportingComponent, source }: EventManifest): string | null {
  return reportingComponent || source?.component || null;
}
