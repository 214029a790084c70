import type { Duplex } from "node:stream";
import { type Server as Handshake, MessageType, parseMessage, type SubscribeMessage } from "graphql-ws";
import type { WebSocket } from "ws";
import { type ErrorCode, toFairwayError } from "../../errors/index.ts";
import { requestId } from "../../telemetry/index.ts";
import { type CloseName, closeCodes } from "../close-codes.ts";
import type { Admitted, Guard } from "../guard.ts";
import { Operation } from "../operation.ts";
import type { ServerOptions, SocketTuning } from "../options.ts";
import { readOperation } from "../read-operation.ts";
import { formatRefusal, Refusal } from "../refusal.ts";
import { SocketOutlet } from "./socket-outlet.ts";
import { SocketWriter } from "./socket-writer.ts";

/** When to come back to a connection on which too much runs, in milliseconds: it is the client that ends something. */
const placeRetryMs = 1_000;

/** What the handshake tells its connection. */
export interface ConnectionExtra {
  readonly connection: Connection;
}

export interface ConnectionParts {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  /** Undefined where the handshake named nobody: `admit` is then asked, with what `connection_init` says. */
  readonly admitted: Admitted | undefined;
  readonly admit: (authorization: string | undefined) => Promise<Admitted>;
  readonly options: ServerOptions;
  readonly guard: Guard;
  readonly tuning: SocketTuning;
  readonly onClose: () => void;
}

/**
 * One client on one WebSocket. The library speaks the protocol's beginning, its timeouts and pings, and judges what is
 * no message. Operations do not pass through it: it would stringify each frame for each socket, it loses track of an
 * operation that was completed while it started, and of an id that is used again at once.
 */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #writer: SocketWriter;
  readonly #operations = new Map<string, Operation>();
  #context: { readonly acknowledged: boolean } | undefined;
  #handshake: ((data: string) => Promise<void>) | undefined;
  #admitted: Admitted | undefined;
  #watching: Disposable | undefined;
  #alive = true;
  #draining = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    const { socket, stream, tuning, options } = parts;
    const { clock, metrics } = options;
    const onSlow = () => this.#close("slow");
    this.#writer = new SocketWriter({ socket, stream, tuning, clock, metrics, onSlow });
  }

  /** Called once. */
  open(handshake: Handshake<ConnectionExtra>): void {
    const { socket } = this.#parts;
    const closed = handshake.opened(
      {
        protocol: socket.protocol,
        send: (data) => this.#writer.write(Buffer.from(data)),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) => {
          this.#handshake = receive;
        },
      },
      { connection: this },
    );
    socket.on("message", (data, isBinary) => this.#receive(data as Buffer, isBinary));
    socket.on("pong", () => {
      this.#alive = true;
    });
    // ws answers by itself, into the same buffer.
    socket.on("ping", () => this.#writer.outflow.check());
    // Too large a message, broken frames, a reset: ws closes the socket with the code for it.
    socket.on("error", (error) => this.#parts.options.log.debug({ err: error }, "A WebSocket broke"));
    socket.once("close", (code, reason) => {
      this.#release();
      this.#parts.onClose();
      void closed(code, reason.toString());
    });
    if (this.#parts.admitted) this.#begin(this.#parts.admitted);
  }

  /**
   * `connection_init`: the library's own state of this socket, which it makes and changes. A browser cannot set headers
   * on a WebSocket, so a token may come in the payload, under the header's name. False: the library closes the socket.
   */
  async accept(context: {
    readonly acknowledged: boolean;
    readonly connectionParams?: Readonly<Record<string, unknown>>;
  }): Promise<boolean> {
    this.#context = context;
    if (this.#admitted) return true;
    const { authorization = context.connectionParams?.Authorization } = context.connectionParams ?? {};
    try {
      this.#begin(await this.#parts.admit(typeof authorization === "string" ? authorization : undefined));
      return true;
    } catch (error) {
      const { code, message: reason } = toFairwayError(error);
      if (code === "INTERNAL") this.#parts.options.log.error({ err: error }, "A handshake failed");
      this.#parts.guard.refused({ transport: "websocket", requestId: requestId(), code, reason });
      return false;
    }
  }

  /** Called at each heartbeat: a peer that left the last one unanswered is gone. */
  beat(): void {
    const { socket } = this.#parts;
    // A full socket cannot answer, as nothing is read from it; it has a time limit of its own.
    if (this.#writer.outflow.full || socket.readyState !== socket.OPEN) return;
    if (!this.#alive) {
      socket.terminate();
      return;
    }
    this.#alive = false;
    socket.ping();
  }

  /** Closes the socket as soon as nothing runs on it any more. */
  drain(): void {
    this.#draining = true;
    if (this.#operations.size === 0) this.#close("shutdown");
  }

  terminate(): void {
    this.#parts.socket.terminate();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.#close("badRequest");
      return;
    }
    const text = data.toString();
    let message: ReturnType<typeof parseMessage> | undefined;
    try {
      message = parseMessage(text);
    } catch {
      // The library finds the same, and closes the socket as the protocol wants it.
    }
    if (this.#context?.acknowledged && message?.type === MessageType.Subscribe) this.#subscribe(message, data.length);
    else if (this.#context?.acknowledged && message?.type === MessageType.Complete) this.#complete(message.id);
    // It throws at messages that only servers send.
    else this.#handshake?.(text).catch(() => this.#close("badRequest"));
  }

  #subscribe({ id, payload }: SubscribeMessage, bytes: number): void {
    const { api, config, log, metrics, clock } = this.#parts.options;
    const admitted = this.#admitted;
    // Messages that were on their way when the gateway closed the socket.
    if (!admitted || this.#parts.socket.readyState !== this.#parts.socket.OPEN) return;
    const { subscriptionsPerSocket } = config.limits;
    if (this.#operations.has(id)) {
      this.#close("duplicate");
      return;
    }
    const request = requestId();
    try {
      if (this.#draining) throw new Refusal("SHUTTING_DOWN", "The gateway is shutting down");
      if (this.#operations.size >= subscriptionsPerSocket) {
        const message = `At most ${subscriptionsPerSocket} operations may run on one connection`;
        throw new Refusal("TOO_MANY_REQUESTS", message, { retryAfterMs: placeRetryMs });
      }
      const { caller } = admitted;
      const operation = new Operation({
        origin: { caller, requestId: request, readOnlyTransport: false },
        transport: "websocket",
        api,
        outlet: new SocketOutlet({ id, requestId: request, writer: this.#writer, onSlow: () => this.#close("slow") }),
        metrics,
        clock,
        log,
        onRefused: (code, reason) => this.#refused(request, code, reason),
        onEnd: () => this.#ended(id),
      });
      const parameters = readOperation(payload, bytes, config.limits);
      this.#operations.set(id, operation);
      void operation.start(parameters);
    } catch (error) {
      const refused = toFairwayError(error);
      this.#refused(request, refused.code, refused.message);
      this.#writer.message({ id, type: "error", payload: [formatRefusal(refused, request)] });
    }
  }

  /** What the client may do from now on ends with what it has shown: a socket outlives many a token. */
  #begin(admitted: Admitted): void {
    const { socket } = this.#parts;
    if (socket.readyState !== socket.OPEN) return;
    this.#admitted = admitted;
    this.#watching = admitted.watch(() => this.#close("expired"));
  }

  #refused(request: string, code: ErrorCode, reason?: string): void {
    const principal = this.#admitted?.principal;
    this.#parts.guard.refused({
      transport: "websocket",
      requestId: request,
      code,
      ...(principal && { principal }),
      ...(reason !== undefined && { reason }),
    });
  }

  #complete(id: string): void {
    this.#operations.get(id)?.cancel();
  }

  #ended(id: string): void {
    this.#operations.delete(id);
    if (this.#draining && this.#operations.size === 0) this.#close("shutdown");
  }

  /** From the gateway's side. Whatever runs is released now, not when the client has answered. */
  #close(name: CloseName): void {
    const { code, reason } = closeCodes[name];
    const { socket } = this.#parts;
    socket.close(code, reason);
    // A full socket is not read from, and the client's answer to the close frame has to be.
    socket.resume();
    this.#release();
  }

  #release(): void {
    this.#watching?.[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
    for (const operation of [...this.#operations.values()]) operation.cancel();
  }
}
