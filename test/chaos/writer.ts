import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "../control-plane/api-client.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import type { Random } from "../support/random.ts";
import type { History } from "./history.ts";
import type { Kind } from "./kinds.ts";

interface Written {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
}

const NAMES = ["a", "b", "c", "d", "e", "f"];
const TIERS = ["gold", "silver", "none"];

const PATCH = { contentType: "application/merge-patch+json" };

/**
 * Writes straight to the API servers, one thing after another, and keeps the history. An API server that is away is
 * waited for; where an answer was lost with it, it is asked what came of it.
 */
export class Writer {
  readonly #namespaces: readonly string[];
  readonly #history: History;
  readonly #random: Random;
  /** How many writes were accepted. */
  accepted = 0;
  #asked = 0;

  constructor(namespaces: readonly string[], history: History, random: Random) {
    this.#namespaces = namespaces;
    this.#history = history;
    this.#random = random;
  }

  async prepare(clusters: readonly Cluster[]): Promise<void> {
    for (const { api } of clusters) {
      for (const name of this.#namespaces) {
        const create = () => api.request("POST", "/api/v1/namespaces", { metadata: { name } });
        await insist(() => create().catch((error) => (isStatus(error, 409) ? undefined : Promise.reject(error))));
      }
    }
  }

  /** One random thing; nothing, where the API server refuses it, as it does for a change of what is not there. */
  async write(cluster: Cluster, { kind, spec }: Kind): Promise<void> {
    const random = this.#random;
    this.#asked += 1;
    const path = `/api/v1/namespaces/${random.pick(this.#namespaces)}/${kind}`;
    const name = random.pick(NAMES);
    const labels = { tier: random.pick(TIERS), n: String(this.#asked) };
    const create = () => cluster.api.request<Written>("POST", path, { metadata: { name, labels }, ...spec });
    const remove = () =>
      cluster.api.request("DELETE", `${path}/${name}`, { gracePeriodSeconds: 0 }).then(() => undefined);
    const patch = () => cluster.api.request<Written>("PATCH", `${path}/${name}`, { metadata: { labels } }, PATCH);
    const what = random.pick(["create", "create", "patch", "patch", "delete", "replace"] as const);
    // Gone and, to be replaced, back at once: the same name, another object.
    if (what === "delete" || what === "replace") await this.#do(cluster, `${path}/${name}`, remove);
    if (what === "create" || what === "replace") await this.#do(cluster, `${path}/${name}`, create);
    if (what === "patch") await this.#do(cluster, `${path}/${name}`, patch);
  }

  async #do(cluster: Cluster, path: string, run: () => Promise<Written | undefined>): Promise<void> {
    try {
      const written = await run();
      if (written) this.#history.record(cluster.name, written.metadata);
      this.accepted += 1;
    } catch (error) {
      if (isStatus(error, 404) || isStatus(error, 409)) return;
      const found = await insist(() =>
        cluster.api
          .request<Written>("GET", path)
          .catch((failure) => (isStatus(failure, 404) ? undefined : Promise.reject(failure))),
      );
      if (found) this.#history.record(cluster.name, found.metadata);
    }
  }
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** What an API server answers once it is there again. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await delay(50);
    }
  }
}
