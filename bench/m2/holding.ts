import { setTimeout as delay } from "node:timers/promises";
import { Child } from "../support/child.ts";
import { startFlags } from "../support/start-flags.ts";
import type { WholeGateway } from "../support/whole-gateway.ts";
import type { Upstream } from "./upstream.ts";

export const TEMPLATES = 2_000;
export const REPLICAS = 50;
export const PODS = TEMPLATES * REPLICAS;

const patienceMs = 120_000;

interface Answer {
  readonly data?: { readonly pods: { readonly totalCount: number; readonly pageInfo: { readonly endCursor: string } } };
  readonly errors?: readonly { readonly message: string }[];
}

const query = `query Pods($first: Int!, $after: String, $orderBy: [PodOrder!]) {
  pods(first: $first, after: $after, orderBy: $orderBy) {
    totalCount
    pageInfo { endCursor }
    nodes { name namespace phase nodeName podIP createdAt }
    clusterErrors { code }
  }
}`;

/**
 * A gateway over the scriptable double, each in a fresh process: the pods are made and sent by the other, and their
 * memory is not counted here.
 */
export class Holding implements AsyncDisposable {
  readonly gateway: Child<WholeGateway>;
  readonly upstream: Child<Upstream>;
  /** The JSON of the pods, as they are sent. */
  readonly bytes: number;
  readonly #url: string;

  private constructor(gateway: Child<WholeGateway>, upstream: Child<Upstream>, bytes: number, url: string) {
    this.gateway = gateway;
    this.upstream = upstream;
    this.bytes = bytes;
    this.#url = url;
  }

  static async start(flags: readonly string[] = startFlags()): Promise<Holding> {
    const upstream = new Child<Upstream>(new URL("./upstream.ts", import.meta.url));
    const gateway = new Child<WholeGateway>(new URL("../support/whole-gateway.ts", import.meta.url), {
      execArgv: flags,
    });
    try {
      const { kubeconfig, bytes } = await upstream.ask("start", TEMPLATES, REPLICAS);
      return new Holding(gateway, upstream, bytes, await gateway.ask("start", kubeconfig));
    } catch (error) {
      await Promise.all([gateway[Symbol.asyncDispose](), upstream[Symbol.asyncDispose]()]);
      throw error;
    }
  }

  /** Asks for pods, which makes the gateway begin to read them, until it has all. Resolves with the milliseconds. */
  async sync(): Promise<number> {
    const began = performance.now();
    while (performance.now() - began < patienceMs) {
      const { data } = await this.ask({ first: 1 });
      if (data?.pods.totalCount === PODS) return performance.now() - began;
      await delay(50);
    }
    throw new Error(`not synced within ${patienceMs / 1000} s`);
  }

  async ask(variables: { first: number; after?: string | undefined; orderBy?: object[] }): Promise<Answer> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer;
    if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join("; "));
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.gateway[Symbol.asyncDispose](), this.upstream[Symbol.asyncDispose]()]);
  }
}
