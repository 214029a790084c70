import { Pool } from "undici";
import { answer } from "../support/answering.ts";

/** An API server, and how to get in. */
export interface Access {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

interface PodList {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace: string } }[];
}

let pool: Pool | undefined;
let headers: Record<string, string> = {};
const pods: string[] = [];
let changed = 0;
let failure: Error | undefined;

async function get(path: string): Promise<string> {
  if (!pool) throw new Error("nothing was opened");
  const { statusCode, body } = await pool.request({ method: "GET", path, headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`the API server answers ${statusCode}: ${text.slice(0, 500)}`);
  return text;
}

async function patch(path: string, number: number): Promise<void> {
  const body = JSON.stringify({ metadata: { annotations: { "example.com/changed": String(number) } } });
  const type = { "content-type": "application/merge-patch+json" };
  const answer = await pool?.request({ method: "PATCH", path, headers: { ...headers, ...type }, body });
  if (answer?.statusCode !== 200) throw new Error(`a patch is answered with ${answer?.statusCode}`);
  await answer.body.dump();
}

// Coprime to the number of pods: each is changed before one is changed again, and neighbours are far apart in time.
const STRIDE = 7_919;

const answers = {
  async open({ server, ca, token }: Access, connections: number): Promise<void> {
    pool = new Pool(server, { connections, connect: { ca } });
    headers = { accept: "application/json", authorization: `Bearer ${token}` };
  },

  /** From now on pods change, all of them in turn. */
  async change(perSecond: number): Promise<void> {
    let next = "";
    do {
      const list = JSON.parse(await get(`/api/v1/pods?limit=500${next}`)) as PodList;
      pods.push(...list.items.map(({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`));
      next = list.metadata.continue ? `&continue=${encodeURIComponent(list.metadata.continue)}` : "";
    } while (next !== "");
    setInterval(() => {
      changed += 1;
      const pod = pods[(changed * STRIDE) % pods.length];
      if (pod !== undefined) patch(pod, changed).catch((error: Error) => (failure = error));
    }, 1_000 / perSecond);
  },

  /** How many have been changed. Rejects when one could not be. */
  changed(): number {
    if (failure) throw failure;
    return changed;
  },

  /** Lists one page again and again on so many connections at a time; resolves with how many there were in which time. */
  async list(limit: number, atOnce: number, milliseconds: number): Promise<{ requests: number; seconds: number }> {
    const began = performance.now();
    let requests = 0;
    const one = async () => {
      while (performance.now() - began < milliseconds) {
        await get(`/api/v1/pods?limit=${limit}`);
        requests += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return { requests, seconds: (performance.now() - began) / 1_000 };
  },
};
export type ApiServerClients = Pick<typeof answers, keyof typeof answers>;
answer(answers);
