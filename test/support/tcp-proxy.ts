import { connect, createServer, type Server, type Socket } from "node:net";

/** A proxy between the gateway and an API server that can be told to misbehave. It sees bytes only: TLS passes through. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #refusing = false;

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once("error", reject);
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      if (this.#refusing) {
        client.destroy();
        return;
      }
      const upstream = connect(targetPort, "127.0.0.1");
      const pair = [client, upstream] as const;
      this.#pairs.add(pair);
      const end = () => {
        this.#pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      };
      for (const socket of pair) socket.on("error", end).on("close", end);
      client.pipe(upstream).pipe(client);
    });
  }

  get port(): number {
    const address = this.#server.address();
    if (!address || typeof address === "string") throw new Error("the proxy does not listen");
    return address.port;
  }

  /** Cuts every connection in the middle of whatever it carries. New ones are taken. */
  cut(): void {
    for (const sockets of [...this.#pairs]) for (const socket of sockets) socket.destroy();
  }

  /** Holds back the bytes of every connection: the peer looks frozen. */
  freeze(): void {
    for (const sockets of this.#pairs) for (const socket of sockets) socket.pause();
  }

  thaw(): void {
    for (const sockets of this.#pairs) for (const socket of sockets) socket.resume();
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
