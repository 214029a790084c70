import type { CloseReason, Frame, Reply } from "../../api/index.ts";
import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import type { Outlet } from "../operation.ts";
import { formatRefusal } from "../refusal.ts";
import type { SocketWriter } from "./socket-writer.ts";

export interface SocketOutletParts {
  readonly id: string;
  readonly requestId: string;
  readonly writer: SocketWriter;
  /** The whole socket has to go. */
  readonly onSlow: () => void;
}

const envelopeEnd = Buffer.from("}");

/** What follows the operation's id, with the envelope's end. */
function closed(payload: Buffer): Buffer {
  return Buffer.concat([payload, envelopeEnd]);
}

/**
 * Puts the engine's frames into the protocol's envelope without looking at them: only the operation's id differs
 * between the sockets that share a frame.
 */
export class SocketOutlet implements Outlet {
  readonly #parts: SocketOutletParts;
  readonly #head: Buffer;

  constructor(parts: SocketOutletParts) {
    this.#parts = parts;
    const head = `{"id":${JSON.stringify(parts.id)},"type":"next","payload":`;
    // Of its own memory: as a piece of Node's pool it would keep all of that for as long as the operation lives.
    this.#head = Buffer.allocUnsafeSlow(Buffer.byteLength(head));
    this.#head.write(head);
  }

  frame(frame: Frame): boolean {
    return this.#parts.writer.envelope(this.#head, frame.as(closed));
  }

  afterDrain(run: () => void): void {
    this.#parts.writer.outflow.afterDrain(run);
  }

  reply({ body, executed }: Reply): void {
    const { id, writer } = this.#parts;
    if (executed) {
      writer.envelope(this.#head, closed(body));
      writer.message({ id, type: "complete" });
    } else {
      const { errors } = JSON.parse(body.toString()) as { errors: unknown };
      writer.message({ id, type: "error", payload: errors });
    }
  }

  end(reason: CloseReason, error?: FairwayError): void {
    const { id, writer, requestId, onSlow } = this.#parts;
    switch (reason) {
      case "complete":
        writer.message({ id, type: "complete" });
        break;
      case "failed":
        writer.message({ id, type: "error", payload: [formatRefusal(error ?? toFairwayError(undefined), requestId)] });
        break;
      case "slow":
        // An `error` message would be the subscription's end for good; a closed socket is connected again.
        onSlow();
        break;
      case "shutdown":
        // The socket is closed with the reason as soon as its other operations are through.
        break;
    }
  }
}
