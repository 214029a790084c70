import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { ClusterConnection } from "./connection.ts";
import {
  type ExecEnd,
  ExecOutput,
  endOfInput,
  execProtocols,
  inputFrames,
  resizeFrame,
  type TerminalSize,
} from "./exec-frames.ts";
import { fromFailure, fromStatus, UpstreamError } from "./upstream-errors.ts";
import type { CallOptions } from "./writer.ts";

export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  /** Default: the pod's own choice. */
  readonly container?: string;
  readonly command: readonly string[];
  /** All of it is sent, and then its end. */
  readonly stdin?: Buffer;
  /** The command gets a terminal of this size, and both of its outputs come as one. */
  readonly terminal?: TerminalSize;
  /** How much of its output is kept, in bytes. */
  readonly outputBytes: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
}

export interface ExecResult extends Pick<ExecOutput, "stdout" | "stderr" | "truncated"> {
  /** Null: the time was over, or there was more output than is kept; nobody knows whether it still runs. */
  readonly end: ExecEnd | null;
}

const openingMs = 10_000;
const longestMessage = 4 * 1024 * 1024;
const longestRefusal = 64 * 1024;

/** Runs commands in containers of one cluster. */
export class PodExec {
  readonly #connection: ClusterConnection;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  /** Runs one command to its end. Throws what the API server says before it is run, and the signal's reason. */
  async run(
    { namespace, pod, container, command, stdin, terminal, outputBytes, timeoutMs }: ExecRequest,
    { signal, headers }: CallOptions & { readonly signal: AbortSignal },
  ): Promise<ExecResult> {
    const path = ["api", "v1", "namespaces", namespace, "pods", pod, "exec"];
    const dialed = await this.#connection.dial({
      path: `/${path.map(encodeURIComponent).join("/")}`,
      query: {
        command,
        container,
        // Whoever has a terminal can read from it; some kubelets take one without for a defect.
        stdin: stdin !== undefined || terminal !== undefined,
        stdout: true,
        stderr: terminal === undefined,
        tty: terminal !== undefined,
      },
      signal,
      ...(headers && { headers }),
    });
    const { name: cluster } = this.#connection;
    const socket = new WebSocket(dialed.url, [...execProtocols], {
      headers: dialed.headers,
      ...dialed.tls,
      handshakeTimeout: openingMs,
      maxPayload: longestMessage,
      perMessageDeflate: false,
    });
    const output = new ExecOutput(outputBytes);
    return await new Promise<ExecResult>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
        settle();
        socket.terminate();
      };
      const done = () => {
        const { stdout, stderr, truncated, end } = output;
        finish(() => resolve({ stdout, stderr, truncated, end }));
      };
      const fail = (error: unknown) => finish(() => reject(error));
      const abort = () => fail(signal.reason);
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener("abort", abort);
      if (signal.aborted) abort();
      socket.on("unexpected-response", (_request, response) => {
        refusalOf(response).then((body) => fail(fromStatus(cluster, response.statusCode ?? 0, body)), fail);
      });
      socket.on("error", (error) => fail(fromFailure(cluster, error)));
      socket.on("open", () => {
        if (terminal) socket.send(resizeFrame(terminal));
        if (stdin === undefined) return;
        if (socket.protocol !== execProtocols[0]) {
          const message = `Cluster "${cluster}" is too old to be told that the input has ended.`;
          fail(new UpstreamError("UPSTREAM_REJECTED", message, { cluster }));
          return;
        }
        for (const frame of inputFrames(stdin)) socket.send(frame);
        socket.send(endOfInput);
      });
      socket.on("message", (data) => {
        output.take(data as Buffer);
        if (output.end || output.truncated) done();
      });
      socket.on("close", () => {
        if (output.end) done();
        else fail(fromFailure(cluster, new Error("the stream ended before the command")));
      });
    });
  }
}

/** What an API server says instead of letting somebody in. */
async function refusalOf(response: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > longestRefusal) break;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
