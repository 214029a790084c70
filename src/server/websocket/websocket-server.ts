import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { handleProtocols, makeServer } from "graphql-ws";
import { WebSocketServer as Acceptor, type WebSocket } from "ws";
import { toFairwayError } from "../../errors/index.ts";
import { requestId } from "../../telemetry/index.ts";
import type { Guard } from "../guard.ts";
import { rawResponse } from "../http/raw-response.ts";
import { type ServerOptions, type SocketTuning, socketTuning } from "../options.ts";
import { Refusal, refusalBody, refusalHeaders } from "../refusal.ts";
import { Connection, type ConnectionExtra, type ConnectionParts } from "./connection.ts";

const path = "/graphql";

/** How long a client may take to answer a close frame before its socket is destroyed. */
const closeTimeoutMs = 5_000;

/** GraphQL over WebSocket (graphql-transport-ws), on the HTTP server's port. */
export class WebSocketServer {
  readonly #options: ServerOptions;
  readonly #guard: Guard;
  readonly #tuning: SocketTuning;
  readonly #connections = new Set<Connection>();
  readonly #acceptor: Acceptor;
  readonly #handshake = makeServer<Record<string, unknown>, ConnectionExtra>({
    onConnect: (context) => context.extra.connection.accept(context),
  });
  #heartbeat: Disposable | undefined;
  #draining = false;

  constructor(options: ServerOptions, guard: Guard) {
    this.#options = options;
    this.#guard = guard;
    this.#tuning = { ...socketTuning, ...options.sockets };
    // A constant, because the types do not know `closeTimeout` yet.
    const acceptorOptions = {
      noServer: true,
      clientTracking: false,
      maxPayload: options.config.limits.wsMessageBytes,
      // It costs memory for each socket, and a shared frame would be compressed once for each.
      perMessageDeflate: false,
      closeTimeout: closeTimeoutMs,
      handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),
    };
    this.#acceptor = new Acceptor(acceptorOptions);
  }

  start(): void {
    this.#heartbeat = this.#options.clock.after(this.#tuning.heartbeatMs, () => {
      for (const connection of [...this.#connections]) connection.beat();
      this.start();
    });
  }

  /** The HTTP server's `upgrade` event. */
  async upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    // A peer that goes away while it is judged is no error of ours.
    const ignore = () => {};
    stream.on("error", ignore);
    try {
      if (request.url?.split("?", 1)[0] !== path) throw new Refusal("NOT_FOUND", "There is nothing at this path");
      const { headers } = request;
      const admit = (authorization: string | undefined) => {
        const { authorization: _, ...others } = headers;
        return this.#guard.admit({
          transport: "websocket",
          headers: { ...others, ...(authorization && { authorization }) },
        });
      };
      const later = this.#options.authenticator.verifies && headers.authorization === undefined;
      if (later) await this.#guard.admitAnyone({ transport: "websocket", headers });
      const admitted = later ? undefined : await admit(headers.authorization);
      stream.off("error", ignore);
      this.#acceptor.handleUpgrade(request, stream, head, (socket) =>
        this.#accept(socket, stream, { admitted, admit }),
      );
    } catch (error) {
      const refused = toFairwayError(error);
      const id = requestId(request.headers["x-request-id"]);
      this.#guard.refused({ transport: "websocket", requestId: id, code: refused.code, reason: refused.message });
      if (refused.code === "INTERNAL") this.#options.log.error({ err: error, requestId: id }, "A handshake failed");
      stream.end(rawResponse(refused.status, refusalBody(refused, id), refusalHeaders(refused, id)), () =>
        stream.destroy(),
      );
    }
  }

  /** Closes each socket as soon as nothing runs on it. */
  drain(): void {
    this.#draining = true;
    for (const connection of [...this.#connections]) connection.drain();
  }

  /** Ends what is left. */
  stop(): void {
    this.#heartbeat?.[Symbol.dispose]();
    for (const connection of [...this.#connections]) connection.terminate();
  }

  #accept(socket: WebSocket, stream: Duplex, identity: Pick<ConnectionParts, "admitted" | "admit">): void {
    const { metrics } = this.#options;
    const connection = new Connection({
      socket,
      stream,
      ...identity,
      options: this.#options,
      guard: this.#guard,
      tuning: this.#tuning,
      onClose: () => {
        this.#connections.delete(connection);
        metrics.socketClosed();
      },
    });
    this.#connections.add(connection);
    metrics.socketOpened();
    connection.open(this.#handshake);
    // It was at the door when the end began, and no drain has seen it.
    if (this.#draining) connection.drain();
  }
}
