import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Clock, Metrics } from "../../telemetry/index.ts";
import type { SocketTuning } from "../options.ts";
import { Outflow } from "../outflow.ts";

const envelopeEnd = Buffer.from("}");
const text = { binary: false } as const;
const opening = { binary: false, fin: false } as const;
const closing = { binary: false, fin: true } as const;

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
      buffered: () => socket.bufferedAmount,
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
   * A payload that is JSON already, between `head` and a closing brace. False: the socket is full. A large payload
   * goes out as it is, as the middle fragment of the message, so that a hundred sockets that lag share its bytes.
   */
  envelope(head: Buffer, payload: Buffer): boolean {
    const { socket, stream, tuning } = this.#parts;
    if (socket.readyState !== socket.OPEN) return false;
    if (payload.length < tuning.sharedFromBytes) {
      socket.send(Buffer.concat([head, payload, envelopeEnd]), text);
    } else {
      stream.cork();
      socket.send(head, opening);
      socket.send(payload, opening);
      socket.send(envelopeEnd, closing);
      stream.uncork();
    }
    return this.outflow.check();
  }

  [Symbol.dispose](): void {
    this.outflow[Symbol.dispose]();
  }
}
