import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ClusterConnection } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";
import { json } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const join = (a: Socket, b: Socket) => {
  for (const socket of [a, b]) socket.on("error", () => {}).on("close", () => a.destroy() && b.destroy());
  a.pipe(b).pipe(a);
};

/** Tunnels what is asked for by CONNECT, and writes down to where. */
async function httpProxy(targets: string[]): Promise<string> {
  const server = createHttpServer();
  server.on("connect", (request, client: Socket) => {
    targets.push(request.url ?? "");
    const [host = "", port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      join(client, upstream);
    });
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** SOCKS5 without a password, for IPv4 addresses and names. */
async function socksProxy(targets: string[]): Promise<string> {
  const server = createServer((client) => {
    client.once("data", () => {
      client.write(Buffer.of(5, 0));
      client.once("data", (request: Buffer) => {
        const named = request[3] === 3;
        const length = named ? (request[4] ?? 0) : 4;
        const start = named ? 5 : 4;
        const host = request.subarray(start, start + length);
        const port = request.readUInt16BE(start + length);
        const address = named ? host.toString() : host.join(".");
        targets.push(`${address}:${port}`);
        const upstream = connect(port, address, () => {
          client.write(Buffer.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
          join(client, upstream);
        });
      });
    });
  });
  return `socks5://127.0.0.1:${await listen(server)}`;
}

test.each([
  ["an HTTP proxy", httpProxy],
  ["a SOCKS proxy", socksProxy],
])(
  "requests and watches reach a cluster through %s, which the cluster's CA does not have to vouch for",
  async (_, proxy) => {
    const authority = createCertificateAuthority("test");
    const leaf = authority.issue({ commonName: "localhost", ipAddresses: ["127.0.0.1"] });
    const api = createTlsServer({ cert: leaf.certificate, key: leaf.key }, (request, response) => {
      if (request.url === "/watch") response.writeHead(200).write("begin");
      else json(response, 200, { authorization: request.headers.authorization });
    });
    const port = await listen(api);
    const targets: string[] = [];
    const proxyUrl = await proxy(targets);
    const sources = {
      tls: { insecure: false, caData: Buffer.from(authority.certificate) },
      user: { name: "u", token: "t" },
    };
    const config = { name: "alpha", server: `https://127.0.0.1:${port}`, proxyUrl, credentials: () => sources };
    await using connection = new ClusterConnection(config, {}, realRuntime);
    const { body } = await connection.request({ path: "/x" });
    expect(body).toEqual({ authorization: "Bearer t" });
    for await (const chunk of await connection.stream({ path: "/watch" })) {
      expect(chunk.toString()).toBe("begin");
      break;
    }
    expect(new Set(targets)).toEqual(new Set([`127.0.0.1:${port}`]));
  },
);
