import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { systemClock } from "./clock.ts";
import { Hearsay } from "./hearsay.ts";
import { LevelGauges, type Levels } from "./levels.ts";

export type Transport = "http" | "websocket" | "sse";

interface Sent {
  frames: number;
  bytes: number;
}

const nothing = (): Sent => ({ frames: 0, bytes: 0 });

/** Every figure that the process shows at /metrics. One for each process; tests make their own. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests;
  readonly #duration;
  readonly #refused;
  readonly #audited;
  readonly #auditFailures;
  readonly #sockets;
  readonly #subscriptions;
  // Counted for each frame of each subscriber, so in plain numbers, which become series when somebody looks.
  readonly #sent: Readonly<Record<Transport, Sent>> = { http: nothing(), websocket: nothing(), sse: nothing() };
  readonly #slow;
  readonly #upstream;
  readonly #upstreamDuration;
  readonly #lists;
  readonly #listDuration;
  readonly #relists;
  readonly #watches;
  readonly #restarts;
  readonly #events;
  readonly #integrations;
  readonly #hearsay;
  readonly #levels;

  constructor(now: () => number = systemClock.now) {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: "fairway_requests_total",
      help: "GraphQL requests that were answered.",
      labelNames: ["transport", "operation", "outcome"],
      registers,
    });
    this.#duration = new Histogram({
      name: "fairway_request_duration_seconds",
      help: "From the request's headers to the last byte handed to the socket.",
      labelNames: ["transport"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#refused = new Counter({
      name: "fairway_refused_total",
      help: "Requests that were answered with an error and nothing else, by its code.",
      labelNames: ["transport", "code"],
      registers,
    });
    this.#audited = new Counter({
      name: "fairway_audit_records_total",
      help: "Audit records that were written, by what became of the attempt: `ok` or an error code.",
      labelNames: ["outcome"],
      registers,
    });
    this.#auditFailures = new Counter({
      name: "fairway_audit_failures_total",
      help: "Audit records that could not be written. The log has each of them.",
      registers,
    });
    this.#sockets = new Gauge({ name: "fairway_sockets", help: "Open WebSocket connections.", registers });
    this.#subscriptions = new Gauge({
      name: "fairway_subscriptions",
      help: "Subscriptions and live queries that are running.",
      labelNames: ["transport"],
      registers,
    });
    this.#countSent("frames", {
      name: "fairway_frames_sent_total",
      help: "Frames of subscriptions and live queries handed to sockets.",
    });
    this.#countSent("bytes", {
      name: "fairway_sent_bytes_total",
      help: "Bytes of answers and frames handed to sockets, without the transport's own framing.",
    });
    this.#slow = new Counter({
      name: "fairway_slow_consumers_total",
      help: "Connections that were full: `paused` each time, `closed` when they never drained.",
      labelNames: ["event"],
      registers,
    });
    this.#upstream = new Counter({
      name: "fairway_upstream_requests_total",
      help: "Requests to API servers. The status is `none` where no answer came.",
      labelNames: ["cluster", "method", "status"],
      registers,
    });
    this.#upstreamDuration = new Histogram({
      name: "fairway_upstream_request_duration_seconds",
      help: "Requests to API servers; for a stream, until its headers came.",
      labelNames: ["cluster", "method"],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
      registers,
    });
    this.#lists = new Counter({
      name: "fairway_lists_total",
      help: "Full lists of a resource: the first of a store, and each relist.",
      labelNames: ["cluster", "resource", "mode"],
      registers,
    });
    this.#listDuration = new Histogram({
      name: "fairway_list_duration_seconds",
      help: "From the request of a full list to its last object.",
      labelNames: ["cluster"],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120],
      registers,
    });
    this.#relists = new Counter({
      name: "fairway_relists_total",
      help: "Lists of what was held already, because continuity with the API server was lost.",
      labelNames: ["cluster", "resource"],
      registers,
    });
    this.#watches = new Counter({
      name: "fairway_watches_started_total",
      help: "Watches that were established.",
      labelNames: ["cluster", "resource"],
      registers,
    });
    this.#restarts = new Counter({
      name: "fairway_watch_restarts_total",
      help: "Watches that took the place of an earlier one. Every API server ends each after some minutes.",
      labelNames: ["cluster", "resource"],
      registers,
    });
    this.#events = new Counter({
      name: "fairway_watch_events_total",
      help: "Watch events handed to stores.",
      labelNames: ["cluster", "resource", "type"],
      registers,
    });
    this.#integrations = new Counter({
      name: "fairway_integration_requests_total",
      help: "Questions to systems beside the clusters, by the sort of system, its name in the settings, and whether it gave a usable answer.",
      labelNames: ["integration", "name", "outcome"],
      registers,
    });
    this.#hearsay = new Hearsay(now);
    this.#levels = new LevelGauges(this.#registry, this.#hearsay);
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text form that Prometheus reads. */
  expose(): Promise<string> {
    this.#levels.update();
    return this.#registry.metrics();
  }

  /** Where the levels are asked for, at each scrape. */
  readLevels(read: () => Levels): void {
    this.#levels.from(read);
  }

  /** `operation` is query, mutation or subscription where it is known, else "unknown". */
  answered(transport: Transport, operation: string, outcome: "ok" | "failed" | "aborted", seconds: number): void {
    this.#requests.inc({ transport, operation, outcome });
    this.#duration.observe({ transport }, seconds);
  }

  refused(transport: Transport, code: string): void {
    this.#refused.inc({ transport, code });
  }

  audited(outcome: string): void {
    this.#audited.inc({ outcome });
  }

  auditFailed(): void {
    this.#auditFailures.inc();
  }

  socketOpened(): void {
    this.#sockets.inc();
  }

  socketClosed(): void {
    this.#sockets.dec();
  }

  subscribed(transport: Transport): void {
    this.#requests.inc({ transport, operation: "subscription", outcome: "ok" });
    this.#subscriptions.inc({ transport });
  }

  unsubscribed(transport: Transport): void {
    this.#subscriptions.dec({ transport });
  }

  frameSent(transport: Transport, bytes: number): void {
    const sent = this.#sent[transport];
    sent.frames += 1;
    sent.bytes += bytes;
  }

  bytesSent(transport: Transport, bytes: number): void {
    this.#sent[transport].bytes += bytes;
  }

  slowConsumer(event: "paused" | "closed"): void {
    this.#slow.inc({ event });
  }

  askedIntegration(integration: string, name: string, outcome: "ok" | "failed"): void {
    this.#integrations.inc({ integration, name, outcome });
  }

  // What src/kubernetes counts; the names are its own.

  request(cluster: string, method: string, status: number, milliseconds: number): void {
    this.#upstream.inc({ cluster, method, status: status === 0 ? "none" : String(status) });
    this.#upstreamDuration.observe({ cluster, method }, milliseconds / 1000);
  }

  listed(
    cluster: string,
    resource: string,
    list: { mode: string; again: boolean; objects: number; bytes: number; milliseconds: number },
  ): void {
    this.#lists.inc({ cluster, resource, mode: list.mode });
    this.#listDuration.observe({ cluster }, list.milliseconds / 1000);
    if (list.again) this.#relists.inc({ cluster, resource });
    this.#hearsay.list(cluster, resource, list.objects, list.bytes);
  }

  watchStarted(cluster: string, resource: string, again: boolean): void {
    this.#watches.inc({ cluster, resource });
    if (again) this.#restarts.inc({ cluster, resource });
  }

  event(cluster: string, resource: string, type: string, bytes: number): void {
    this.#events.inc({ cluster, resource, type });
    // A deletion brings the object that goes, and a bookmark none.
    this.#hearsay.event(cluster, resource, type === "ADDED" || type === "MODIFIED" ? bytes : 0);
  }

  #countSent(what: keyof Sent, series: { readonly name: string; readonly help: string }): void {
    const sent = this.#sent;
    new Counter({
      ...series,
      labelNames: ["transport"],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [transport, counted] of Object.entries(sent)) this.inc({ transport }, counted[what]);
      },
    });
  }
}
