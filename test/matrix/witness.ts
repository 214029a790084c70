import { type Client, createClient } from "graphql-ws";
import WebSocket from "ws";
import type { Delta, FoldedObject } from "../support/folded-state.ts";
import type { GraphQLResponse } from "../support/graphql-client.ts";

export interface SeenObject extends FoldedObject {
  readonly labels?: Record<string, string>;
}

/** What a subscription has sent so far. */
export class Stream {
  readonly objects = new Map<string, SeenObject>();
  /** Keys `cluster/namespace/name` that were sent as MODIFIED with this mark in the label `touched`. */
  readonly touched = new Map<string, Set<string>>();
  readonly deleted: { readonly id: string; readonly object: unknown }[] = [];
  readonly errors: string[] = [];
  cursor: string | null = null;
  resets = 0;
  synced = false;
  ended = false;

  take(delta: Delta<SeenObject>): void {
    if (delta.phase === "RESET") {
      this.resets += 1;
      for (const [id, { cluster }] of this.objects) if (delta.clusters.includes(cluster)) this.objects.delete(id);
    }
    if (delta.phase === "SYNCED") this.synced = true;
    this.cursor = delta.cursor;
    for (const { type, id, object } of delta.changes) {
      if (type === "DELETED") {
        this.objects.delete(id);
        this.deleted.push({ id, object });
      } else if (object) {
        this.objects.set(id, object);
        const mark = object.labels?.touched;
        if (mark === undefined) continue;
        const marked = this.touched.get(mark) ?? new Set<string>();
        this.touched.set(mark, marked.add(placeOf(object)));
      }
    }
  }

  get places(): Set<string> {
    return new Set([...this.objects.values()].map(placeOf));
  }
}

export const placeOf = ({ cluster, namespace, name }: Omit<FoldedObject, "resourceVersion">) =>
  `${cluster}/${namespace ?? ""}/${name}`;

/** A caller of the gateway who keeps every byte that he is sent. */
export class Witness implements AsyncDisposable {
  /** Bodies, headers and frames, as they came. */
  readonly received: string[] = [];
  readonly #url: string;
  readonly #token: string;
  readonly #client: Client;
  #socket: WebSocket | undefined;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
    const { received } = this;
    const opened = (socket: WebSocket) => {
      this.#socket = socket;
    };
    const headers = { authorization: `Bearer ${token}` };
    class Socket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers, perMessageDeflate: false });
        opened(this);
        this.on("message", (data) => received.push(data.toString()));
        this.on("close", (code, reason) => received.push(`close ${code} ${reason.toString()}`));
      }
    }
    this.#client = createClient({
      url: url.replace("http", "ws"),
      webSocketImpl: Socket,
      retryAttempts: 0,
      lazyCloseTimeout: 60_000,
    });
  }

  async ask<T = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<GraphQLResponse<T>> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    this.received.push(JSON.stringify([...response.headers]), text);
    return JSON.parse(text) as GraphQLResponse<T>;
  }

  /** A query on the socket of the subscriptions, where he was known before. */
  async askOnSocket<T = Record<string, unknown>>(document: string): Promise<GraphQLResponse<T>> {
    for await (const answer of this.#client.iterate<T>({ query: document })) return answer as GraphQLResponse<T>;
    throw new Error("there was no answer");
  }

  /** `field` is the subscription's root field. */
  open(field: string, query: string, variables: Record<string, unknown> = {}): Stream {
    const stream = new Stream();
    this.#client.subscribe<Record<string, Delta<SeenObject>>>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors) stream.errors.push(JSON.stringify(errors));
          const delta = data?.[field];
          if (delta) stream.take(delta);
        },
        error: (error) => {
          stream.errors.push(error instanceof Error ? error.message : JSON.stringify(error));
          stream.ended = true;
        },
        complete: () => {
          stream.ended = true;
        },
      },
    );
    return stream;
  }

  /** A live query, and what it shows. */
  follow<T>(query: string): { readonly data: T | null | undefined } {
    const shown: { data: T | null | undefined } = { data: undefined };
    const end = () => {
      shown.data = undefined;
    };
    this.#client.subscribe<T>(
      { query },
      {
        next: ({ data }) => {
          shown.data = data;
        },
        error: end,
        complete: end,
      },
    );
    return shown;
  }

  /** Stops reading from the socket, so that the gateway cannot send any more at some time. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.dispose();
  }
}
