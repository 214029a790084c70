import { connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface TcpProxyOptions {
  /**
   * The target speaks TLS and has a certificate of this authority; the proxy itself is spoken to in the clear. So what
   * it garbles reaches the client as a body, where otherwise TLS would notice first.
   */
  readonly unwrapTls?: { readonly ca: string };
}

type Piece = { readonly bytes: Buffer; readonly due: number } | "end";

/** How many bytes wait in one direction, at most, before nothing more is read. */
const holdBytes = 1024 * 1024;

/**
 * A proxy between the gateway and an API server that can be told to misbehave. It sees bytes only: TLS passes through,
 * and what breaks it breaks the connection. The client is the gateway, the target the API server.
 */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #refusing = false;
  #frozen = false;
  #delayMs = 0;

  static async start(targetPort: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort, options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once("error", reject);
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  private constructor(targetPort: number, { unwrapTls }: TcpProxyOptions) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      if (this.#refusing) {
        client.destroy();
        return;
      }
      const to = { port: targetPort, host: "127.0.0.1", allowHalfOpen: true };
      const target = unwrapTls ? connectTls({ ...to, ...unwrapTls, servername: "localhost" }) : connect(to);
      const link: Link = new Link(
        client,
        target,
        () => this.#delayMs,
        () => this.#links.delete(link),
      );
      if (this.#frozen) link.freeze(true);
      this.#links.add(link);
    });
  }

  get port(): number {
    const address = this.#server.address();
    if (!address || typeof address === "string") throw new Error("the proxy does not listen");
    return address.port;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** Cuts every connection in the middle of whatever it carries. New ones are taken. */
  cut(): void {
    for (const link of [...this.#links]) link.cut();
  }

  /** Holds back the bytes of every open connection: the peer looks frozen. With `all` of new connections as well. */
  freeze(which: "open" | "all" = "open"): void {
    this.#frozen = which === "all";
    for (const link of this.#links) link.freeze(true);
  }

  thaw(): void {
    this.#frozen = false;
    for (const link of this.#links) link.freeze(false);
  }

  /** Bytes take so much longer from now on, each way; the connections stay as fast as before. 0 ends it. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** Tells the client of every open connection, by FIN, that nothing more will come; what it sends still arrives. */
  halfClose(): void {
    for (const link of this.#links) link.halfClose();
  }

  /** The far end of every open connection is gone and the client is not told, as when a machine loses its power. */
  halfOpen(): void {
    for (const link of this.#links) link.halfOpen();
  }

  /**
   * Spoils the next bytes that come from the target, on every open connection. They become NUL, which no JSON, no HTTP
   * head and no TLS record may hold at any place: it cannot happen that nobody is able to notice.
   */
  garble(): void {
    for (const link of this.#links) link.garble();
  }

  refuse(refusing: boolean): void {
    this.#refusing = refusing;
    if (refusing) this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A client's connection, and the one to the target that goes with it. */
class Link {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #up: Direction;
  readonly #down: Direction;

  constructor(client: Socket, target: Socket, delayMs: () => number, onEnd: () => void) {
    this.#client = client;
    this.#target = target;
    this.#up = new Direction(client, target, delayMs);
    this.#down = new Direction(target, client, delayMs);
    for (const socket of [client, target]) socket.on("error", () => this.cut());
    client.on("close", () => {
      this.cut();
      onEnd();
    });
  }

  cut(): void {
    this.#client.destroy();
    this.#target.destroy();
    this.#up.stop();
    this.#down.stop();
  }

  freeze(frozen: boolean): void {
    this.#up.freeze(frozen);
    this.#down.freeze(frozen);
  }

  halfClose(): void {
    this.#down.stop();
    this.#client.end();
  }

  halfOpen(): void {
    this.#up.stop();
    this.#down.stop();
    this.#target.removeAllListeners("error").on("error", () => {});
    this.#target.destroy();
  }

  garble(): void {
    this.#down.garble();
  }
}

/** The bytes of one direction on their way, in their order. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #pieces: Piece[] = [];
  #held = 0;
  #frozen = false;
  #stopped = false;
  #garbles = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, delayMs: () => number) {
    this.#from = from;
    this.#to = to;
    from.on("data", (bytes: Buffer) => {
      if (this.#stopped) return;
      if (this.#garbles) bytes.fill(0, 0, Math.min(16, bytes.length));
      this.#garbles = false;
      this.#held += bytes.length;
      this.#pieces.push({ bytes, due: performance.now() + delayMs() });
      this.#pump();
    });
    from.on("end", () => {
      this.#pieces.push("end");
      this.#pump();
    });
    to.on("drain", () => this.#pump());
  }

  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    this.#pump();
  }

  /** What comes from now on is read, and vanishes. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#pieces.length = 0;
    this.#from.resume();
  }

  garble(): void {
    this.#garbles = true;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    while (!this.#frozen && !this.#to.writableNeedDrain) {
      const [piece] = this.#pieces;
      if (!piece) break;
      if (piece === "end") {
        this.#to.end();
        this.#pieces.length = 0;
        return;
      }
      const wait = piece.due - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#pump(), wait);
        break;
      }
      this.#pieces.shift();
      this.#held -= piece.bytes.length;
      this.#to.write(piece.bytes);
    }
    if (this.#held > holdBytes) this.#from.pause();
    else if (this.#from.isPaused()) this.#from.resume();
  }
}
