import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answer } from "../support/answering.ts";
import { markOf } from "./operation.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address() as AddressInfo;
let template = "";

const answers = {
  url: () => `ws://127.0.0.1:${port}/`,
  /** A message as the gateway sent it; the messages here differ from it in the version alone. */
  copy(message: string): void {
    template = message;
  },
  /** One message for each change, made once and sent to everybody. */
  change(version: number, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const text = template.replace(/"resourceVersion":"\d+"/, markOf(version + index));
      const message = Buffer.from(text);
      for (const client of server.clients) client.send(message, { binary: false });
    }
  },
};
export type CopyingServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
