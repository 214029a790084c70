import type { FairwayError } from "../../errors/index.ts";
import type { Caller } from "../../state/index.ts";
import type { CloseReason, Membership, Sink } from "../transport.ts";
import type { LiveGroup } from "./live-group.ts";

/**
 * One subscriber of a live query. It has no queue: while its sink is full it is sent nothing, and then the newest answer.
 */
export class LiveMember implements Membership {
  readonly caller: Caller;
  readonly #sink: Sink;
  readonly #leaving: (() => void)[] = [];
  #group: LiveGroup | null = null;
  #state: "ready" | "full" | "closed" = "ready";
  // The answer that it was sent last, and its number since the last one in full.
  #sent: string | null = null;
  #revision = 0;

  constructor(caller: Caller, sink: Sink) {
    this.caller = caller;
    this.#sink = sink;
    sink.onDrain(() => {
      if (this.#state !== "full") return;
      this.#state = "ready";
      // Not from inside the transport's own callback.
      setImmediate(() => this.serve());
    });
  }

  /** Null while it is found out which one it belongs to: it is sent nothing then. */
  get group(): LiveGroup | null {
    return this.#group;
  }

  get closed(): boolean {
    return this.#state === "closed";
  }

  onLeave(run: () => void): void {
    if (this.closed) run();
    else this.#leaving.push(run);
  }

  moveTo(group: LiveGroup | null): void {
    this.#group?.remove(this);
    this.#group = group;
    group?.add(this);
  }

  /** Sends the group's answer, where it is another one than was sent. */
  serve(): void {
    const group = this.#group;
    if (this.#state !== "ready" || !group || group.answer.place === this.#sent) return;
    // His rights have changed this very moment: he is about to leave.
    if (!group.admits(this.caller)) return;
    const { frame, revision } = group.frameFor(this.#sent, this.#revision);
    this.#sent = group.answer.place;
    this.#revision = revision;
    if (!this.#sink.send(frame) && !this.closed) this.#state = "full";
  }

  leave(): void {
    if (this.closed) return;
    this.#state = "closed";
    this.moveTo(null);
    for (const run of this.#leaving) run();
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.closed) return;
    this.leave();
    this.#sink.close(reason, error);
  }
}
