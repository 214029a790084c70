import { createClient } from "graphql-ws";
import WebSocket from "ws";

export interface GraphQLResponse<T> {
  readonly data?: T;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** Posts an operation, as whoever has the token, and gives the parsed body, whatever the status. */
export async function post<T = Record<string, unknown>>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<GraphQLResponse<T>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphQLResponse<T>;
}

/** Like `post`, for operations that must succeed. */
export async function query<T>(url: string, document: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await post<T>(url, document, variables);
  if (errors || !data) throw new Error(`the operation failed: ${JSON.stringify(errors)}`);
  return data;
}

export interface Subscribed {
  /** Ends the subscription and its socket. */
  close(): Promise<void>;
  /** Stops reading from the socket, so that back-pressure reaches the gateway. */
  pause(): void;
  resume(): void;
  /** Cuts the connection without a word. */
  cut(): void;
  /** Settles when the subscription ends; rejects with what the gateway said. */
  readonly ended: Promise<void>;
}

/** A subscription on a socket of its own. `next` is called with each payload. */
export function subscribe<T>(
  url: string,
  document: string,
  variables: Record<string, unknown>,
  next: (response: GraphQLResponse<T>) => void,
): Subscribed {
  let socket: WebSocket | undefined;
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { perMessageDeflate: false });
      socket = this;
    }
  }
  const client = createClient({ url: url.replace("http", "ws"), webSocketImpl: Socket, retryAttempts: 0, lazy: true });
  const ended = new Promise<void>((resolve, reject) => {
    client.subscribe(
      { query: document, variables },
      {
        next: (response) => next(response as GraphQLResponse<T>),
        error: reject,
        complete: resolve,
      },
    );
  });
  // Who is not interested in the end must not be told of it as an unhandled rejection.
  ended.catch(() => {});
  return {
    close: async () => {
      await client.dispose();
      await ended.catch(() => {});
    },
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    cut: () => socket?.terminate(),
    ended,
  };
}
