import { Pool } from "undici";
import { answer, cpuMicroseconds } from "../support/answering.ts";
import type { ColdStart, PodSource } from "./source.ts";

interface PodList {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly uid: string } }[];
}

const answers = {
  /** As little as can be: pages of 500 one after the other over one connection, each parsed, the objects kept. */
  async start({ server, ca, token }: PodSource): Promise<ColdStart> {
    const began = performance.now();
    const pool = new Pool(server, { connections: 1, connect: { ca } });
    const pods = new Map<string, unknown>();
    let next: string | undefined;
    do {
      const query = next === undefined ? "" : `&continue=${encodeURIComponent(next)}`;
      const { statusCode, body } = await pool.request({
        method: "GET",
        path: `/api/v1/pods?limit=500${query}`,
        headers: { accept: "application/json", authorization: `Bearer ${token}` },
      });
      if (statusCode !== 200) throw new Error(`the API server answers ${statusCode}: ${await body.text()}`);
      const { items, metadata } = (await body.json()) as PodList;
      for (const item of items) pods.set(item.metadata.uid, item);
      next = metadata.continue || undefined;
    } while (next !== undefined);
    const milliseconds = performance.now();
    return {
      objects: pods.size,
      milliseconds,
      loadMilliseconds: milliseconds - began,
      cpuMicroseconds: cpuMicroseconds(),
    };
  },
};
answer(answers);
