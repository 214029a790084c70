import { FairwayError } from "../errors/index.ts";
import type { ClusterConnection } from "./connection.ts";
import { type LogPiece, LogSplitter } from "./log-splitter.ts";
import type { CallOptions } from "./writer.ts";

/** The log of one container, or the part of it that is wanted. */
export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of its run before this one. */
  readonly previous?: boolean;
  /** Goes on with what is written from now on, until the container ends. */
  readonly follow?: boolean;
  /** RFC 3339. Kubelets heed whole seconds: lines of the same second come along. */
  readonly sinceTime?: string;
  /** So many lines from the end. */
  readonly tailLines?: number;
  /** Bytes after which the server ends, in the middle of a line if need be. */
  readonly limitBytes?: number;
}

/** Logs that are read at the same time in one cluster; each is a connection to its API server, and one from there to a kubelet. */
const mostOpen = 1_000;

/** The longest that a timer takes: the headers of a log come with its first line, which may be written hours later. */
const patientMs = 2 ** 31 - 1;

/** Reads the logs of containers of one cluster, right from its kubelets. */
export class PodLogs {
  readonly #connection: ClusterConnection;
  #open = 0;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  /** How many are being read. */
  get open(): number {
    return this.#open;
  }

  /**
   * The lines as they come. Who iterates slowly pauses the socket; who stops, or aborts the signal, closes it. Throws what the API
   * server says: UPSTREAM_REJECTED of a container that has not started yet.
   */
  async *read(
    request: LogRequest,
    { signal, headers, deadlineMs }: CallOptions & { readonly signal: AbortSignal },
  ): AsyncGenerator<readonly LogPiece[], void, undefined> {
    const { name: cluster } = this.#connection;
    if (this.#open >= mostOpen) {
      throw new FairwayError("TOO_MANY_REQUESTS", `${mostOpen} logs are being read in cluster "${cluster}" already`, {
        cluster,
      });
    }
    const { namespace, pod, container, follow, previous, ...part } = request;
    const path = ["api", "v1", "namespaces", namespace, "pods", pod, "log"];
    const patience = follow ? patientMs : deadlineMs;
    this.#open += 1;
    try {
      const chunks = await this.#connection.stream({
        path: `/${path.map(encodeURIComponent).join("/")}`,
        query: { container, timestamps: true, follow: follow || undefined, previous: previous || undefined, ...part },
        // What is not JSON is refused by an API server that is asked for JSON alone.
        accept: "*/*",
        lane: "logs",
        signal,
        ...(patience !== undefined && { deadlineMs: patience }),
        ...(headers && { headers }),
      });
      const splitter = new LogSplitter();
      for await (const chunk of chunks) {
        const pieces = splitter.push(chunk);
        if (pieces.length > 0) yield pieces;
      }
      const last = splitter.end();
      if (last.length > 0) yield last;
    } finally {
      this.#open -= 1;
    }
  }
}
