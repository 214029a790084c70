import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer } from "../support/answering.ts";
import type { Exchanged } from "../support/exchange.ts";

interface Kept {
  readonly head: Record<string, string>;
  readonly body: Buffer;
}

/** What is sent for a POST, for a GET, and for a GET by who has it already. */
export interface KeptAnswers {
  readonly post: Exchanged;
  readonly get: Exchanged;
  readonly notModified: Exchanged;
}

let post: Kept | undefined;
let get: Kept | undefined;
let notModified: Kept | undefined;
let etag: string | undefined;

function send(response: ServerResponse, status: number, kept: Kept | undefined): void {
  response.writeHead(status, kept?.head);
  response.end(kept?.body);
}

/** As little as can be: a request is read to its end, and bytes are sent that were made before. */
const server = createServer((request, response) => {
  if (request.method === "GET") {
    if (etag !== undefined && request.headers["if-none-match"] === etag) send(response, 304, notModified);
    else send(response, 200, get);
    return;
  }
  request.on("data", () => {});
  request.on("end", () => send(response, 200, post));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;

const keptOf = ({ headers, body }: Exchanged): Kept => ({ head: Object.fromEntries(headers), body: Buffer.from(body) });

const answers = {
  url: () => `http://127.0.0.1:${port}/graphql`,
  keep(answers: KeptAnswers): void {
    post = keptOf(answers.post);
    get = keptOf(answers.get);
    notModified = keptOf(answers.notModified);
    etag = get.head.etag;
  },
};
export type KeepingServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
