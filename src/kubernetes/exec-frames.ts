import type { Status } from "./types.ts";

/** The newest first. Only v5 can say that the input has ended. */
export const execProtocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"] as const;

/** The first byte of each message says what it is about. */
const channels = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** Larger pieces of input would be messages that an API server refuses. */
const longestFrame = 32 * 1024;

/** Size of a terminal, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export function inputFrames(input: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let start = 0; start < input.length; start += longestFrame) {
    frames.push(Buffer.concat([Buffer.of(channels.stdin), input.subarray(start, start + longestFrame)]));
  }
  return frames;
}

/** v5: no input follows. */
export const endOfInput = Buffer.of(channels.close, channels.stdin);

export function resizeFrame({ columns, rows }: TerminalSize): Buffer {
  return Buffer.concat([Buffer.of(channels.resize), Buffer.from(JSON.stringify({ Width: columns, Height: rows }))]);
}

/** How a command ended: its exit code, or why there is none. */
export type ExecEnd = { readonly exitCode: number } | { readonly failure: string };

/** What a command has written, as far as there is room for it, and how it ended. */
export class ExecOutput {
  readonly #limit: number;
  readonly #written = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #bytes = 0;
  #end: ExecEnd | null = null;
  #truncated = false;

  /** `limit` in bytes, of both together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get stdout(): Buffer {
    return Buffer.concat(this.#written.stdout);
  }

  get stderr(): Buffer {
    return Buffer.concat(this.#written.stderr);
  }

  /** There was more than is kept. */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** Null before the server has said. */
  get end(): ExecEnd | null {
    return this.#end;
  }

  /** A message from the server. Channels that this does not know are none of its business. */
  take(frame: Buffer): void {
    const content = frame.subarray(1);
    if (frame[0] === channels.stdout) this.#keep("stdout", content);
    else if (frame[0] === channels.stderr) this.#keep("stderr", content);
    else if (frame[0] === channels.status) this.#end = endOf(content.toString("utf8"));
  }

  #keep(stream: "stdout" | "stderr", content: Buffer): void {
    const kept = content.subarray(0, this.#limit - this.#bytes);
    this.#truncated ||= kept.length < content.length;
    this.#bytes += kept.length;
    if (kept.length > 0) this.#written[stream].push(Buffer.from(kept));
  }
}

/** As kubelets write it: unlike other answers it does not say its kind. */
interface EndStatus extends Omit<Status, "kind"> {
  readonly status?: unknown;
}

function endOf(text: string): ExecEnd {
  const { status, reason, message, details } = statusOf(text);
  if (status === "Success") return { exitCode: 0 };
  if (status !== "Failure") return { failure: "the server did not say how the command ended" };
  const causes = reason === "NonZeroExitCode" ? (details?.causes ?? []) : [];
  const told = causes.find((cause) => cause.reason === "ExitCode")?.message ?? "";
  if (/^\d{1,3}$/.test(told)) return { exitCode: Number(told) };
  return { failure: message || "the command could not be run" };
}

function statusOf(text: string): EndStatus {
  try {
    return (JSON.parse(text) as EndStatus | null) ?? {};
  } catch {
    return {};
  }
}
