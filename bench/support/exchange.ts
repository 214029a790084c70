import { request as httpRequest } from "node:http";
import type { LoadRequest } from "./load-request.ts";

export interface Exchanged {
  readonly status: number;
  /** In their order and spelling, without those that Node adds to any answer by itself. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const nodesOwn = new Set(["date", "connection", "keep-alive"]);

/** One request, and its answer as it is sent: `fetch` would ask for another coding and hide the head. */
export function exchange({ method, url, headers, body }: LoadRequest): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const request = httpRequest(url, { method, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const raw = response.rawHeaders;
        const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : []));
        resolve({
          status: response.statusCode ?? 0,
          headers: pairs.filter(([name]) => !nodesOwn.has(name.toLowerCase())),
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
