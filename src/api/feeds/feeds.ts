import { FairwayError } from "../../errors/index.ts";
import type { Feed, Seal } from "../../graphql/index.ts";
import type { Environment } from "../environment.ts";
import type { OpenedStream } from "../subscriptions/open-stream.ts";
import { bindingOf } from "../subscriptions/resume-cursor.ts";
import type { RequestOrigin, Sink } from "../transport.ts";
import { FeedMember } from "./feed-member.ts";

const PURPOSE = "feed";

interface Content {
  readonly position: unknown;
  readonly binding: string;
}

/** All running feeds. */
export class Feeds {
  readonly #environment: Environment;
  readonly #members = new Set<FeedMember>();
  #closed: FairwayError | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Resolves after the first look. Rejects with what is for the caller when it cannot begin. */
  async join({ stream, after, initial }: OpenedStream<Feed>, origin: RequestOrigin, sink: Sink): Promise<FeedMember> {
    const { seal } = this.#environment;
    const { caller, requestId, signal } = origin;
    const binding = bindingOf(stream);
    const from = origin.after ?? after;
    const position = from === null ? null : positionOf(seal, from, binding);
    const member = new FeedMember({
      environment: this.#environment,
      stream,
      caller,
      requestId,
      sink,
      run: stream.source.open(position, initial),
      cursorOf: (at) => seal.close(PURPOSE, { position: at, binding } satisfies Content),
    });
    this.#members.add(member);
    member.onLeave(() => this.#members.delete(member));
    const gone = () => member.leave();
    signal.addEventListener("abort", gone, { once: true });
    member.onLeave(() => signal.removeEventListener("abort", gone));
    try {
      await member.look();
      // It may have been closed meanwhile.
      if (this.#closed) throw this.#closed;
    } catch (error) {
      member.leave();
      throw error;
    }
    member.begin();
    return member;
  }

  /** Ends every one. */
  close(error: FairwayError): void {
    this.#closed = error;
    for (const member of [...this.#members]) member.close("shutdown", error);
  }
}

function positionOf(seal: Seal, cursor: string, binding: string): unknown {
  const content = seal.open(PURPOSE, cursor) as Content | undefined;
  if (content?.binding === binding) return content.position;
  const message = content
    ? "`after`, or the id of the last event, is a cursor of another subscription, or of other arguments"
    : "`after`, or the id of the last event, is not a cursor of this gateway";
  throw new FairwayError("INVALID_CURSOR", message, { field: "after" });
}
