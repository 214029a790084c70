import { connect, type Socket } from "node:net";
import { answer } from "./answering.ts";
import { type LoadRequest, writerOf } from "./load-request.ts";

export interface Load {
  readonly request: LoadRequest;
  readonly connections: number;
  readonly milliseconds: number;
  /** Goes on for longer where the machine is so busy that fewer were answered until then. */
  readonly atLeast: number;
  readonly answer: Expected;
}

/** What every answer has to be. */
export interface Expected {
  readonly status: number;
  /** Of its body; 0 for one that has none. Absent: it may be of any length. */
  readonly bytes?: number;
}

/** No load lasts longer than this, whatever it is for. */
const longestMs = 40_000;

export interface LoadOutcome {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Keeps each connection busy with one request after the other. On bare sockets, because the load shares the machine with
 * what it measures. Each answer is counted, none is looked at beyond its status and length.
 */
async function run({ request, connections, milliseconds, atLeast, answer: expected }: Load): Promise<LoadOutcome> {
  const { hostname, port } = new URL(request.url);
  if (hostname !== "127.0.0.1") throw new Error("load is put on this machine alone");
  const next = writerOf(request);
  const began = performance.now();
  let requests = 0;
  const goesOn = () => {
    const lasted = performance.now() - began;
    return lasted < milliseconds || (requests < atLeast && lasted < longestMs);
  };

  const one = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let head = "";
      let missing = 0;
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("the server closed a connection")));
      socket.on("data", (chunk: Buffer) => {
        if (missing > 0) missing -= chunk.length;
        else {
          head += chunk.toString("latin1");
          const end = head.indexOf("\r\n\r\n");
          if (end < 0) return;
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
          const { status, bytes = length } = expected;
          if (!head.startsWith(`HTTP/1.1 ${status} `) || length !== bytes) {
            reject(new Error(`not the expected answer: ${head.slice(0, 500)}`));
            return;
          }
          missing = length - (head.length - end - 4);
          head = "";
        }
        if (missing > 0) return;
        requests += 1;
        if (goesOn()) socket.write(next());
        else resolve();
      });
      socket.write(next());
    });

  const sockets = await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(port), hostname, () => resolve(socket.off("error", reject)));
          socket.setNoDelay(true).once("error", reject);
        }),
    ),
  );
  try {
    await Promise.all(sockets.map(one));
  } finally {
    for (const socket of sockets) socket.removeAllListeners("close").destroy();
  }
  return { requests, seconds: (performance.now() - began) / 1000 };
}

const answers = { run };
export type HttpLoad = typeof answers;
answer(answers);
