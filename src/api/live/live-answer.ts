import { hash } from "node:crypto";
import { LiveFormat } from "../../graphql/index.ts";
import { Frame } from "../frame.ts";
import { type Json, patchOf } from "./json-patch.ts";

interface Response {
  readonly data: Json;
  readonly errors?: Json;
}

const live = ',"isLive":true}';
const liveAndFirst = ',"isLive":true,"revision":1}';

/** One answer of a live query, with the frames that it is sent as: each is made once, when somebody is to be sent it. */
export class LiveAnswer {
  readonly body: Buffer;
  /** Equal for equal answers, on every replica. */
  readonly place: string;
  #response: Response | undefined;
  #full: Frame | undefined;
  // From the answer before: the one that there is a patch from.
  #patch: string | null | undefined;
  readonly #patches = new Map<number, Frame>();

  /** `body` is the JSON of a GraphQL response. */
  constructor(body: Buffer) {
    this.body = body;
    this.place = hash("sha256", body, "base64url").slice(0, 27);
  }

  /** Whether there is something that a patch could begin with. */
  get hasData(): boolean {
    return this.#json.data !== null;
  }

  /** Which makes it the first of a new count, where patches may follow. */
  inFull(format: LiveFormat): Frame {
    const end = format === LiveFormat.JSON_PATCH && this.hasData ? liveAndFirst : live;
    this.#full ??= new Frame(Buffer.concat([this.body.subarray(0, -1), Buffer.from(end)]), this.place);
    return this.#full;
  }

  /**
   * The difference from the answer before this one, as the frame of that number. Null where there is none, or it would be
   * no smaller than the answer.
   */
  patchFrom(before: LiveAnswer, revision: number): Frame | null {
    this.#patch ??= this.#patchFrom(before);
    if (this.#patch === null) return null;
    let frame = this.#patches.get(revision);
    if (!frame) {
      const { errors } = this.#json;
      const first = errors === undefined ? "" : `"errors":${JSON.stringify(errors)},`;
      const payload = `{${first}"patch":${this.#patch},"isLive":true,"revision":${revision}}`;
      frame = new Frame(Buffer.from(payload), this.place);
      this.#patches.set(revision, frame);
    }
    return frame;
  }

  #patchFrom(before: LiveAnswer): string | null {
    if (!before.hasData || !this.hasData) return null;
    const patch = JSON.stringify(patchOf(before.#json.data, this.#json.data));
    // The other way round nobody parses this answer again.
    before.#response = undefined;
    return Buffer.byteLength(patch) < this.body.length ? patch : null;
  }

  get #json(): Response {
    this.#response ??= JSON.parse(this.body.toString()) as Response;
    return this.#response;
  }
}
