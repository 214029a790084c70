import { podAt } from "../s1/operation.ts";
import { answer } from "../support/answering.ts";
import { createMemory, startMemoryGateway } from "../support/memory-gateway.ts";
import { settledRss } from "./settled-rss.ts";

const pods = Array.from({ length: 10 }, (_, index) => podAt(index, 1_000 + index));
const url = await startMemoryGateway(await createMemory(new Map([["pods", pods]])));

answer({ url: () => url.replace("http:", "ws:"), rss: settledRss });
