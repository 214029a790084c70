import { type LogPiece, type LogRequest, logTimeOf, UpstreamError } from "../../../src/kubernetes/index.ts";

interface Written {
  readonly pieces: LogPiece[];
  isClosed: boolean;
}

/** Logs of a cluster's containers, by `pod/container`, with what kubelets do to those who read them. */
export class ScriptedLogs {
  readonly requests: LogRequest[] = [];
  /** Logs that are being read. */
  reading = 0;
  /** How many pieces were handed out of each. */
  readonly given = new Map<string, number>();
  readonly failures = new Map<string, Error>();
  readonly #logs = new Map<string, Written>();
  #waiting: (() => void)[] = [];

  /** Adds lines such as `12:00:01.5 text`; one that ends in `…` is a part of a line. */
  write(log: string, ...lines: readonly string[]): void {
    const { pieces } = this.#of(log);
    for (const line of lines) {
      const [time = "", ...words] = line.split(" ");
      const text = words.join(" ");
      pieces.push({ time: logTimeOf(`2026-03-01T${time}Z`), text, partial: text.endsWith("…") });
    }
    this.#poke();
  }

  /** The container ends: so do the streams of those who follow. */
  close(log: string): void {
    this.#of(log).isClosed = true;
    this.#poke();
  }

  /** It was started again. */
  reopen(log: string): void {
    this.#logs.set(log, { pieces: [], isClosed: false });
  }

  fail(log: string, error: Error | null): void {
    if (error) this.failures.set(log, error);
    else this.failures.delete(log);
    this.#poke();
  }

  async *read(
    request: LogRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly LogPiece[], void, undefined> {
    this.requests.push(request);
    const log = `${request.pod}/${request.container}`;
    const { sinceTime, tailLines, follow } = request;
    this.reading += 1;
    try {
      this.#throwFailure(log);
      const written = this.#of(log);
      const since = sinceTime === undefined ? "" : (logTimeOf(sinceTime) ?? "");
      const first = tailLines === undefined ? 0 : Math.max(0, written.pieces.length - tailLines);
      for (let next = first; ; next += 1) {
        while (follow && next === written.pieces.length && !written.isClosed) {
          await this.#change(signal);
          this.#throwFailure(log);
        }
        const piece = written.pieces[next];
        if (!piece) return;
        if ((piece.time ?? "") < since) continue;
        this.given.set(log, (this.given.get(log) ?? 0) + 1);
        yield [piece];
        signal.throwIfAborted();
      }
    } finally {
      this.reading -= 1;
    }
  }

  #of(log: string): Written {
    const written = this.#logs.get(log) ?? { pieces: [], isClosed: false };
    this.#logs.set(log, written);
    return written;
  }

  #throwFailure(log: string): void {
    const failure = this.failures.get(log);
    if (failure) throw failure;
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      const gone = () => reject(new Error("aborted"));
      if (signal.aborted) gone();
      signal.addEventListener("abort", gone, { once: true });
    });
  }

  #poke(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}

/** What an API server says of a container that has not started. */
export function creating(pod: string, container: string): UpstreamError {
  const message = `container "${container}" in pod "${pod}" is waiting to start: ContainerCreating`;
  return new UpstreamError("UPSTREAM_REJECTED", message, { httpStatus: 400, cluster: "alpha" });
}
