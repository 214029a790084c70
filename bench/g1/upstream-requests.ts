import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Upstream } from "../m2/upstream.ts";
import { Child } from "../support/child.ts";
import type { WholeGateway } from "../support/whole-gateway.ts";
import type { Subscribers } from "./clients.ts";

const upstreamScript = new URL("../m2/upstream.ts", import.meta.url);
const gatewayScript = new URL("../support/whole-gateway.ts", import.meta.url);
const clientsScript = new URL("./clients.ts", import.meta.url);

const TEMPLATES = 20;
const REPLICAS = 50;

/** What subscribers to all pods of some clusters of 1,000 pods each make a fresh gateway ask of them. */
export async function upstreamRequests(clusters: number, subscribers: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const upstreams = Array.from({ length: clusters }, () => stack.use(new Child<Upstream>(upstreamScript)));
  const files = await Promise.all(upstreams.map((upstream) => upstream.ask("start", TEMPLATES, REPLICAS)));
  const kubeconfig = join(dir, "kubeconfig");
  await writeFile(kubeconfig, joined(files.map((file) => file.kubeconfig)));
  const gateway = stack.use(new Child<WholeGateway>(gatewayScript));
  const url = await gateway.ask("start", kubeconfig);
  const clients = stack.use(new Child<Subscribers>(clientsScript));
  await clients.ask(
    "open",
    url.replace("http:", "ws:"),
    Array.from({ length: subscribers }, () => null),
  );
  const requests = await Promise.all(upstreams.map((upstream) => upstream.ask("requests")));
  return requests.reduce((sum, each) => sum + each, 0);
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: object }[];
  readonly users: readonly object[];
}

/** Several kubeconfigs of one cluster as one of several. */
function joined(files: readonly string[]): string {
  const each = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Kubeconfig);
  const clusters = each.map(({ clusters: [first] }, index) => ({ ...first, name: `cluster-${index}` }));
  const contexts = clusters.map(({ name }) => ({ name, context: { cluster: name, user: "alpha" } }));
  return JSON.stringify({ clusters, users: each[0]?.users, contexts, "current-context": "cluster-0" });
}
