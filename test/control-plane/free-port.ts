import { createServer } from "node:net";

const taken = new Set<number>();

/**
 * A port of 127.0.0.1 that nobody listens on. Below the range that systems give to outgoing connections: one of those
 * could sit on the port while its server is stopped, and the server could not come back.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 10_000 + Math.floor(Math.random() * 10_000);
    if (taken.has(port) || !(await canListen(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error("found no free port between 10000 and 19999");
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
