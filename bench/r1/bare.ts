import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answer } from "../support/answering.ts";
import { settledRss } from "./settled-rss.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address() as AddressInfo;

const answers = { url: () => `ws://127.0.0.1:${port}/`, rss: settledRss };
export type IdleServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
