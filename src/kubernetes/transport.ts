import { type Dispatcher, Pool, ProxyAgent } from "undici";
import type { Tls, TlsMaterial } from "./credentials.ts";

export interface TransportOptions {
  readonly server: string;
  readonly proxyUrl?: string;
  readonly tls: TlsMaterial;
  /** Connections for requests, the heartbeat's own included. */
  readonly connections: number;
}

/**
 * The connections to one API server. Watches live for minutes, so they must not take the places of requests; and the
 * heartbeat must not wait in line behind either, or a busy cluster would look like a dead one.
 */
export class Transport {
  readonly requests: Dispatcher;
  readonly watches: Dispatcher;
  /** Each that is followed has a connection of its own for as long as it is. */
  readonly logs: Dispatcher;
  readonly heartbeat: Dispatcher;

  constructor(options: TransportOptions) {
    this.requests = dispatcher(options, Math.max(1, options.connections - 1));
    this.watches = dispatcher(options, null);
    this.logs = dispatcher(options, null);
    this.heartbeat = dispatcher(options, 1);
  }

  /** Lets what is under way end by itself. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.close()));
  }

  async destroy(reason: Error): Promise<void> {
    await Promise.all(this.#all.map((each) => each.destroy(reason)));
  }

  get #all(): readonly Dispatcher[] {
    return [this.requests, this.watches, this.logs, this.heartbeat];
  }
}

/** The transport on the TLS material of now. Material changes while the process runs: certificates are renewed. */
export class CurrentTransport {
  readonly #options: Omit<TransportOptions, "tls">;
  /** On older material, until what runs on them has ended. */
  readonly #retired = new Set<Transport>();
  #current: { readonly fingerprint: string; readonly transport: Transport } | null = null;

  constructor(options: Omit<TransportOptions, "tls">) {
    this.#options = options;
  }

  on({ material, fingerprint }: Tls): Transport {
    const held = this.#current;
    if (held?.fingerprint === fingerprint) return held.transport;
    const transport = new Transport({ ...this.#options, tls: material });
    this.#current = { fingerprint, transport };
    // What runs on the old certificates may go on: the server accepted them when the connection was made.
    if (held) this.#retire(held.transport);
    return transport;
  }

  async destroy(reason: Error): Promise<void> {
    const all = [...this.#retired, ...(this.#current ? [this.#current.transport] : [])];
    await Promise.all(all.map((transport) => transport.destroy(reason)));
  }

  #retire(transport: Transport): void {
    this.#retired.add(transport);
    const forget = () => void this.#retired.delete(transport);
    transport.close().then(forget, forget);
  }
}

function dispatcher({ server, proxyUrl, tls }: TransportOptions, connections: number | null): Dispatcher {
  const connect = {
    ...tls,
    timeout: 10_000,
    // A silent watch must not look idle to a load balancer on the way; most give up after 60 s.
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  };
  const options = {
    connections,
    pipelining: 1,
    // Over HTTP/2 all watches of a cluster would share one connection, and its flow control: one slow sync stalls all.
    allowH2: false,
    // Shorter than any API server's: a request sent just when the server closes an idle connection is lost.
    keepAliveTimeout: 30_000,
    // Deadlines are per request, and a quiet watch is healthy.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect,
  };
  const origin = new URL(server).origin;
  if (proxyUrl === undefined) return new Pool(origin, options);
  const { connect: requestTls, ...rest } = options;
  return new ProxyAgent({ ...rest, uri: proxyUrl.replace(/^socks\w*:/, "socks5:"), requestTls });
}

/** A connection that was kept ended before it brought an answer. */
export function isLostConnection(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
}
