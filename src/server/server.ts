import type { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { FairwayError } from "../errors/index.ts";
import { assertListenable } from "../identity/index.ts";
import { createGuard } from "./guard.ts";
import { createApp } from "./http/create-app.ts";
import type { ServerOptions } from "./options.ts";
import { EventStreams } from "./sse/event-streams.ts";
import { ServingCertificate } from "./tls/serving-certificate.ts";
import { WebSocketServer } from "./websocket/websocket-server.ts";

type State = "new" | "starting" | "listening" | "draining" | "stopped";

/** All transports on one port. Started once, stopped once. */
export class Server implements AsyncDisposable {
  readonly #options: ServerOptions;
  readonly #app: FastifyInstance;
  readonly #webSockets: WebSocketServer;
  readonly #eventStreams: EventStreams;
  readonly #certificate: ServingCertificate | undefined;
  #state: State = "new";
  // Kept, because the guard compares it with each request's Host, and asking the socket is a system call.
  #port = 0;
  #stopping: Promise<void> | undefined;

  /** Throws CONFIG_INVALID for an address that must not be served, or a certificate that cannot be. */
  constructor(options: ServerOptions) {
    this.#options = options;
    const { config, authenticator, callerOf, onRefused, metrics, log } = options;
    const draining = () => this.#state === "draining" || this.#state === "stopped";
    const { host, tls, trustedProxy, allowedHosts, allowedOrigins, limits } = config;
    const secure = tls.certFile !== undefined || tls.keyFile !== undefined;
    assertListenable({ host, confidential: secure || trustedProxy, verifies: authenticator.verifies });
    this.#certificate = secure ? new ServingCertificate(tls, options.clock, log) : undefined;
    const guard = createGuard({
      addresses: () => ({ port: this.port, secure, allowedHosts, allowedOrigins }),
      draining,
      bodyBytes: limits.bodyBytes,
      authenticator,
      callerOf,
      metrics,
      log,
      onRefused,
    });
    this.#eventStreams = new EventStreams(options, guard);
    this.#app = createApp(options, guard, this.#eventStreams, { draining, certificate: this.#certificate?.initial });
    this.#webSockets = new WebSocketServer(options, guard);
    this.#app.server.on("upgrade", (request, stream, head) => void this.#webSockets.upgrade(request, stream, head));
  }

  /** The port that is listened on; 0 before `start`. */
  get port(): number {
    return this.#port;
  }

  /** Where GraphQL is served. */
  get url(): string {
    const { host } = this.#options.config;
    return `${this.#certificate ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${this.port}/graphql`;
  }

  /** Throws LISTEN_FAILED. */
  async start(): Promise<void> {
    if (this.#state !== "new") throw new Error(`A server that is ${this.#state} cannot be started`);
    const { host, port } = this.#options.config;
    this.#state = "starting";
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      throw listenFailed(error as NodeJS.ErrnoException, host, port);
    }
    this.#port = (this.#app.server.address() as AddressInfo | null)?.port ?? port;
    // Stopped meanwhile: that closes the port that has just been opened.
    if (this.#state !== "starting") return;
    this.#state = "listening";
    this.#webSockets.start();
    this.#eventStreams.start();
    this.#certificate?.keepFresh(this.#app.server as HttpsServer);
  }

  /**
   * Takes no new work, ends the subscriptions, lets the requests under way finish within `drainMs`, and resolves when
   * every socket is closed.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    const { api, clock, config } = this.#options;
    const wasListening = this.#state === "listening";
    this.#state = "draining";
    if (wasListening) {
      api.drain();
      this.#webSockets.drain();
    }
    using _limit = clock.after(config.drainMs, () => {
      this.#webSockets.stop();
      this.#app.server.closeAllConnections();
    });
    await this.#app.close();
    this.#certificate?.[Symbol.dispose]();
    this.#webSockets.stop();
    this.#eventStreams.stop();
    this.#state = "stopped";
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is in use; choose another with --port or FAIRWAY_PORT (0: any)",
  EACCES: "this user may not listen on that port; choose one above 1023",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host",
};

function listenFailed(error: NodeJS.ErrnoException, host: string, port: number): FairwayError {
  const reason = reasons[error.code ?? ""] ?? error.code ?? "unknown reason";
  return new FairwayError("LISTEN_FAILED", `Cannot listen on ${host}, port ${port}: ${reason}`, { cause: error });
}
