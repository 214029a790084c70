import { setTimeout as delay } from "node:timers/promises";
import { listed } from "../support/folded-state.ts";
import { type Subscribed, subscribe } from "../support/graphql-client.ts";
import { type LiveResult, LiveState } from "../support/live-state.ts";
import { Random } from "../support/random.ts";
import type { Arena } from "./arena.ts";
import { insist } from "./writer.ts";

interface Shown {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
}

interface Answer {
  readonly resources: {
    readonly totalCount: number;
    readonly nodes: readonly Shown[];
    readonly clusterErrors: unknown[];
  };
}

export interface LiveSubscriberOptions {
  readonly arena: Arena;
  readonly namespaces: readonly string[];
  /** A seed of its own: what it does depends on nobody else. */
  readonly random: number;
}

const QUIESCENCE_MS = 60_000;

/**
 * A client of one live query that is cut now and then, does not read now and then, and begins again at either gateway:
 * whatever it was sent, in the end it shows what the API servers list.
 */
export class LiveSubscriber {
  readonly name = "live config maps";
  readonly breaks: string[] = [];
  results = 0;
  readonly #options: LiveSubscriberOptions;
  readonly #random: Random;
  #state = new LiveState();
  #socket: Subscribed | undefined;
  #opened = 0;
  #paused = false;

  constructor(options: LiveSubscriberOptions) {
    this.#options = options;
    this.#random = new Random(options.random);
  }

  open(): void {
    const { arena, namespaces } = this.#options;
    this.#paused = false;
    this.#opened += 1;
    const mine = this.#opened;
    // Nothing is resumed: a new beginning is in full.
    const state = new LiveState();
    this.#state = state;
    const document = `query ($namespaces: [String!]) @live(format: JSON_PATCH, throttle: 100) {
      resources(kind: "configmaps", filter: { namespaces: $namespaces }, first: 500) {
        totalCount clusterErrors { code } nodes { id cluster namespace name resourceVersion }
      }
    }`;
    const socket = subscribe<never>(this.#random.pick(arena.gateways), document, { namespaces }, (result) => {
      this.results += 1;
      state.take(result as LiveResult);
      this.breaks.push(...state.breaks.splice(0), ...this.#inconsistencies(state));
    });
    this.#socket = socket;
    const again = async () => {
      await delay(50 + this.#random.int(100));
      if (mine === this.#opened) this.open();
    };
    socket.ended.then(again, again);
  }

  /** What it does between two writes. */
  disturb(): void {
    if (this.#random.chance(0.1)) {
      if (this.#paused) this.#socket?.resume();
      else this.#socket?.pause();
      this.#paused = !this.#paused;
    }
    if (this.#random.chance(0.05)) this.#socket?.cut();
  }

  /** Waits for quiescence, then says what differs from the truth. */
  async verdict(): Promise<string[]> {
    this.#socket?.resume();
    const truth = await this.#truth();
    const deadline = performance.now() + QUIESCENCE_MS;
    let shown = this.#shown();
    while (shown !== truth && performance.now() < deadline) {
      await delay(50);
      shown = this.#shown();
    }
    const failures = shown === truth ? this.breaks : [...this.breaks, `shows ${shown}, and there is ${truth}`];
    return failures.map((each) => `${this.name}: ${each}`);
  }

  async end(): Promise<void> {
    this.#opened += 1;
    await this.#socket?.close();
  }

  get #answer(): Answer["resources"] | undefined {
    return (this.#state.data as Answer | null | undefined)?.resources;
  }

  #shown(): string {
    const { nodes = [], clusterErrors = [] } = this.#answer ?? {};
    return JSON.stringify([clusterErrors, nodes.map(listed).sort()]);
  }

  /** All parts of one answer tell of one state. */
  #inconsistencies({ data }: LiveState): string[] {
    const { totalCount = 0, nodes = [] } = (data as Answer | null | undefined)?.resources ?? {};
    return totalCount === nodes.length ? [] : [`${nodes.length} objects, counted as ${totalCount}`];
  }

  async #truth(): Promise<string> {
    const { arena, namespaces } = this.#options;
    const lists = await Promise.all(
      arena.clusters.flatMap(({ name, api }) =>
        namespaces.map(async (namespace) => {
          type List = { items: { metadata: { name: string; namespace: string; resourceVersion: string } }[] };
          const { items } = await insist(() => api.request<List>("GET", `/api/v1/namespaces/${namespace}/configmaps`));
          return items.map(({ metadata }) => listed({ cluster: name, ...metadata }));
        }),
      ),
    );
    return JSON.stringify([[], lists.flat().sort()]);
  }
}
