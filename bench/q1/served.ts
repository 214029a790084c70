import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Config, defaults } from "../../src/config/index.ts";
import { startControlPlane } from "../../test/control-plane/control-plane.ts";
import { binding, role } from "../../test/matrix/grants.ts";
import { Issuer, PREFIX } from "../../test/matrix/issuer.ts";
import { requestBody, world } from "../q2/operation.ts";
import { Child } from "../support/child.ts";
import { type Exchanged, exchange } from "../support/exchange.ts";
import type { LoadRequest } from "../support/load-request.ts";
import { seedObjects } from "../support/seed-objects.ts";
import { startFlags } from "../support/start-flags.ts";
import type { WholeGateway } from "../support/whole-gateway.ts";
import type { KeptAnswers } from "./kept-bytes.ts";

const patienceMs = 30_000;
const person = { name: "dashboard", groups: ["bench"] };

/** The same in every request: nothing has changed when it comes again. */
const operation = requestBody(1);

const gatewayScript = new URL("../support/whole-gateway.ts", import.meta.url);

/** A real cluster with Q2's deployments and pods, and a person with a signed token who may read them. */
export class Served implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #kubeconfig: string;
  readonly #settings: Partial<Config>;
  readonly #token: string;

  static async start(): Promise<Served> {
    await using stack = new AsyncDisposableStack();
    const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
    stack.defer(() => rm(dir, { recursive: true, force: true }));
    const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false }));
    const [cluster] = controlPlane.clusters;
    if (!cluster) throw new Error("the control plane has no cluster");
    await seedObjects(cluster, world());
    const rules = [{ apiGroups: ["", "apps"], resources: ["*"], verbs: ["get", "list", "watch"] }];
    const readers = binding("", "bench", { kind: "ClusterRole", name: "bench" }, [
      { kind: "Group", name: `${PREFIX}${person.groups[0]}` },
    ]);
    for (const { path, body } of [role("", "bench", rules), readers]) await cluster.api.request("POST", path, body);
    const issuer = stack.use(await Issuer.start());
    const token = await issuer.tokenOf(person);
    const settings: Partial<Config> = {
      authentication: { jwt: [issuer.trusted], tokenReview: { clusters: [] } },
      audit: { sink: "file", file: join(dir, "audit.jsonl"), required: true },
      // Everything is counted and nothing refused: one caller asks for more than any person would.
      limits: { ...defaults.limits, costBurst: 1e9, costPerSecond: 1e9 },
    };
    return new Served(stack.move(), controlPlane.kubeconfig, settings, token);
  }

  private constructor(stack: AsyncDisposableStack, kubeconfig: string, settings: Partial<Config>, token: string) {
    this.#stack = stack;
    this.#kubeconfig = kubeconfig;
    this.#settings = settings;
    this.#token = token;
  }

  /** A fresh gateway that holds everything already; with what it says to each request. */
  async gateway(): Promise<{ server: Child<WholeGateway>; url: string; answers: KeptAnswers }> {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(new Child<WholeGateway>(gatewayScript, { execArgv: startFlags() }));
    const url = await server.ask("start", this.#kubeconfig, this.#settings);
    const post = await this.#complete(url);
    const get = await exchange(this.get(url));
    const notModified = await exchange(this.getAgain(url, get));
    if (get.body !== post.body) throw new Error("GET and POST do not give the same body");
    if (notModified.status !== 304) throw new Error(`GET of what is known already answers ${notModified.status}`);
    stack.move();
    return { server, url, answers: { post, get, notModified } };
  }

  post(url: string): LoadRequest {
    const headers = { ...this.#headers, "content-type": "application/json" };
    return { method: "POST", url, headers, body: operation };
  }

  get(url: string): LoadRequest {
    const { query, variables } = JSON.parse(operation) as { query: string; variables: object };
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    return { method: "GET", url: `${url}?${search}`, headers: this.#headers };
  }

  /** By a client that has the answer already, and asks whether it has changed. */
  getAgain(url: string, answer: Exchanged): LoadRequest {
    const etag = answer.headers.find(([name]) => name.toLowerCase() === "etag")?.[1];
    if (etag === undefined) throw new Error("an answer to GET has no ETag");
    const request = this.get(url);
    return { ...request, headers: { ...request.headers, "if-none-match": etag } };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  get #headers() {
    return { accept: "application/json", authorization: `Bearer ${this.#token}` };
  }

  /** The first requests may find the memory empty, or the caller's rights not yet known. */
  async #complete(url: string): Promise<Exchanged> {
    const began = performance.now();
    for (;;) {
      const answer = await exchange(this.post(url));
      if (answer.status === 200 && isComplete(answer.body)) return answer;
      if (performance.now() - began > patienceMs) throw new Error(`no complete answer: ${answer.body.slice(0, 500)}`);
      await delay(50);
    }
  }
}

function isComplete(body: string): boolean {
  type Body = {
    readonly data?: { readonly deployments: { readonly nodes: readonly { readonly pods: { nodes: unknown[] } }[] } };
    readonly errors?: unknown;
  };
  const { data, errors } = JSON.parse(body) as Body;
  const pods = data?.deployments.nodes.map((node) => node.pods.nodes.length) ?? [];
  return !errors && pods.length === 100 && pods.every((count) => count === 3);
}
