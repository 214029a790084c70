import { default as jsonPatch, type Operation } from "fast-json-patch";
import { RecordingSink } from "./recording-sink.ts";

export interface LiveResult {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  readonly patch?: readonly Operation[];
  readonly revision?: number;
  readonly isLive?: boolean;
}

/** A client of a live query: keeps what it is sent, and notes each break of the contract. */
export class LiveState {
  readonly breaks: string[] = [];
  /** What it shows. */
  data: unknown;
  errors: LiveResult["errors"];
  revision = 0;
  results = 0;

  take(result: LiveResult): void {
    const before = JSON.stringify([this.data, this.errors]);
    this.results += 1;
    if (result.isLive !== true) this.breaks.push("a result that does not say that it is live");
    if (result.patch) {
      if (this.revision === 0) this.breaks.push("a patch without anything to begin with");
      if (result.revision !== this.revision + 1) this.breaks.push(`${result.revision} after ${this.revision}`);
      this.data = jsonPatch.applyPatch(structuredClone(this.data), result.patch, true).newDocument;
    } else {
      if (result.revision !== undefined && result.revision !== 1) this.breaks.push(`in full as ${result.revision}`);
      this.data = result.data;
    }
    this.revision = result.revision ?? 0;
    this.errors = result.errors;
    if (this.results > 1 && JSON.stringify([this.data, this.errors]) === before) this.breaks.push("the same again");
  }
}

export class LiveSink extends RecordingSink<LiveResult> {
  readonly state = new LiveState();
  readonly places: (string | null)[] = [];

  constructor(capacity?: number) {
    super(capacity);
    this.onFrame = (result) => this.state.take(result);
  }

  /** What each of its results was, as in `data`, `patch 2`. */
  get forms(): readonly string[] {
    return this.frames.map(({ patch, revision }) => (patch ? `patch ${revision}` : "data"));
  }
}
