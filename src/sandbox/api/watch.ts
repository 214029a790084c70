import type { ServerResponse } from "node:http";
import { apiVersionOf, type Kind } from "../storage/kind.ts";
import { type KubeObject, withMetadata } from "../storage/object.ts";
import { type ApiError, expired } from "../storage/status.ts";
import type { Change, Store } from "../storage/store.ts";
import { checkReached } from "./list.ts";
import type { ListOptions } from "./list-options.ts";

/** Bytes that may wait for a client that does not read; past it the watch is cut, as a real server cuts it. */
const longestQueue = 16 * 1024 * 1024;
const bookmarkMs = 10_000;
/** The last bookmark comes so long before the end, so that the client goes on from there. */
const farewellMs = 2_000;
const defaultTimeoutSeconds = 1_800;

type Shape = (object: KubeObject) => unknown;

/** One watch of one client, from its first event to its end. Times are the machine's: clients wait in theirs. */
export class Watch {
  readonly #response: ServerResponse;
  readonly #store: Store;
  readonly #kind: Kind;
  readonly #options: ListOptions;
  readonly #shape: Shape;
  readonly #timers: NodeJS.Timeout[] = [];
  #subscription: Disposable | undefined;

  constructor(response: ServerResponse, store: Store, kind: Kind, options: ListOptions, shape: Shape) {
    this.#response = response;
    this.#store = store;
    this.#kind = kind;
    this.#options = options;
    this.#shape = shape;
  }

  /** Throws where the request is to be refused before it has become a watch. */
  start(): void {
    const { version, sendInitialEvents } = this.#options;
    if (sendInitialEvents) checkReached(this.#store, version);
    this.#response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache" });
    this.#response.flushHeaders();
    this.#response.on("close", () => this.#release());
    const initial = sendInitialEvents ?? !version;
    if (initial) this.#sendInitial();
    else if (version && !this.#sendMissed(version)) return;
    this.#subscription = this.#store.onChange((change) => this.#send(change));
    this.#startTimers();
  }

  /** Ends it with an error, as a server that has forgotten what the client would need. */
  expire(): void {
    this.#sendExpired("too old resource version");
  }

  /** Ends it without a word. */
  drop(): void {
    this.#response.destroy();
  }

  #sendInitial(): void {
    const { test, sendInitialEvents, bookmarks } = this.#options;
    for (const object of this.#store.at(this.#kind, this.#store.version) ?? []) {
      if (test(object)) this.#write("ADDED", this.#shape(object));
    }
    if (sendInitialEvents && bookmarks) this.#bookmark({ "k8s.io/initial-events-end": "true" });
  }

  #sendMissed(version: number): boolean {
    const missed = this.#store.since(this.#kind, version);
    if (!missed) {
      this.#sendExpired(`too old resource version: ${version} (${this.#store.version})`);
      return false;
    }
    for (const change of missed) this.#send(change);
    return true;
  }

  #send({ kind, type, version, object, before }: Change): void {
    // A client may have asked from a version that is still to come.
    if (kind !== this.#kind || version <= (this.#options.version ?? 0)) return;
    const { test } = this.#options;
    const was = before !== undefined && test(before);
    const is = type !== "DELETED" && test(object);
    if (is) this.#write(was ? "MODIFIED" : "ADDED", this.#shape(object));
    else if (was) {
      // To who selects, an object that no longer fits is gone: shown as it last fitted.
      const last = type === "DELETED" ? object : withMetadata(before, { resourceVersion: String(version) });
      this.#write("DELETED", this.#shape(last));
    }
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const metadata = { resourceVersion: String(this.#store.version), ...(annotations && { annotations }) };
    this.#write("BOOKMARK", { kind: this.#kind.kind, apiVersion: apiVersionOf(this.#kind), metadata });
  }

  #sendExpired(message: string): void {
    this.#write("ERROR", (expired(message) satisfies ApiError).body);
    this.#response.end();
  }

  #write(type: string, object: unknown): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(`${JSON.stringify({ type, object })}\n`);
    if (this.#response.writableLength > longestQueue) this.drop();
  }

  #startTimers(): void {
    const { bookmarks, timeoutSeconds = 0 } = this.#options;
    const lastsMs = (timeoutSeconds > 0 ? timeoutSeconds : defaultTimeoutSeconds) * 1_000;
    this.#timers.push(setTimeout(() => this.#response.end(), lastsMs));
    if (!bookmarks) return;
    this.#timers.push(
      setTimeout(() => this.#bookmark(), Math.max(0, lastsMs - farewellMs)),
      setInterval(() => this.#bookmark(), bookmarkMs),
    );
  }

  #release(): void {
    this.#subscription?.[Symbol.dispose]();
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
