import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Clock, Metrics } from "../../telemetry/index.ts";
import type { SocketTuning } from "../options.ts";
import { Outflow } from "../outflow.ts";
import { beginMessage } from "./text-message.ts";

const text = { binary: false } as const;

export interface SocketWriterParts {
  readonly socket: WebSocket;
  /** What the WebSocket writes to. */
  readonly stream: Duplex;
  readonly tuning: SocketTuning;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** It was full for too long. */
  readonly onSlow: () => void;
}

/**
 * The way out of one WebSocket, shared by all of its operations. It holds no queue: what is written goes to the socket,
 * and whoever writes is told when the socket has too much. While it is full nothing is read from the client, as every
 * message of his would be answered into the same buffer.
 */
export class SocketWriter implements Disposable {
  readonly #parts: SocketWriterParts;
  readonly outflow: Outflow;

  constructor(parts: SocketWriterParts) {
    this.#parts = parts;
    const { socket, stream, tuning, clock, metrics, onSlow } = parts;
    this.outflow = new Outflow({
      stream,
      buffered: () => stream.writableLength,
      tuning,
      clock,
      metrics,
      onFull: (full) => (full ? socket.pause() : socket.resume()),
      onSlow,
    });
  }

  /** A message of the protocol. */
  message(message: object): void {
    this.write(Buffer.from(JSON.stringify(message)));
  }

  write(message: Buffer): void {
    const { socket } = this.#parts;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(message, text);
    this.outflow.check();
  }

  /**
   * A message of JSON, of which only `head` is this socket's own. False: the socket is full. The frame is written past
   * ws, which would hand it to the socket in two pieces: ws has no masks, no compression and no fragments under way
   * that it could come between. A large rest goes out as it is, so that a hundred sockets that lag share its bytes.
   */
  envelope(head: Buffer, rest: Buffer): boolean {
    const { socket, stream, tuning } = this.#parts;
    if (socket.readyState !== socket.OPEN) return false;
    const { length } = rest;
    if (length < tuning.sharedFromBytes) {
      const message = beginMessage(head, length, length);
      message.set(rest, message.length - length);
      stream.write(message);
    } else {
      stream.cork();
      stream.write(beginMessage(head, length, 0));
      stream.write(rest);
      stream.uncork();
    }
    return this.outflow.check();
  }

  [Symbol.dispose](): void {
    this.outflow[Symbol.dispose]();
  }
}
