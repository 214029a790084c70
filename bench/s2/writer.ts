import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";
import type { Access } from "../q4/api-server-clients.ts";
import { answer } from "../support/answering.ts";
import { now, WRITTEN } from "./operation.ts";

interface PodList {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace: string } }[];
}

const CONNECTIONS = 4;

let pool: Pool | undefined;
let headers: Record<string, string> = {};
let pods: string[] = [];

async function ask(method: "GET" | "PATCH", path: string, body?: object): Promise<string> {
  if (!pool) throw new Error("nothing was opened");
  const type = body ? { "content-type": "application/merge-patch+json" } : {};
  const sent = { method, path, headers: { ...headers, ...type }, ...(body && { body: JSON.stringify(body) }) };
  const answered = await pool.request(sent);
  const text = await answered.body.text();
  if (answered.statusCode !== 200)
    throw new Error(`the API server answers ${answered.statusCode}: ${text.slice(0, 500)}`);
  return text;
}

const answers = {
  async open({ server, ca, token }: Access): Promise<void> {
    pool = new Pool(server, { connections: CONNECTIONS, connect: { ca } });
    headers = { accept: "application/json", authorization: `Bearer ${token}` };
    const { items } = JSON.parse(await ask("GET", "/api/v1/pods")) as PodList;
    pods = items.map(({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`);
  },

  /** So many writes a second, of one pod after the other. Resolves when the API server has answered the last of them. */
  async write(perSecond: number, count: number): Promise<void> {
    const began = performance.now();
    const writes: Promise<string>[] = [];
    for (let number = 0; number < count; number += 1) {
      await delay(Math.max(0, began + (number * 1_000) / perSecond - performance.now()));
      const pod = pods[number % pods.length];
      if (pod === undefined) throw new Error("there are no pods");
      writes.push(ask("PATCH", pod, { metadata: { labels: { [WRITTEN]: String(now()) } } }));
    }
    await Promise.all(writes);
  },
};
export type Writer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
