import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "../../control-plane/cluster.ts";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { installTekton } from "../../parts/tekton.ts";
import { Client, type Json } from "./client.ts";
import { aggregated } from "./discovery-cases.ts";
import type { ServerUnderTest } from "./server-under-test.ts";
import { kubernetesApiContract } from "./suite.ts";

kubernetesApiContract(async (): Promise<ServerUnderTest> => {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-contract-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 2 }));
  const [cluster] = controlPlane.clusters;
  const mallory = controlPlane.users.find(({ name }) => name === "mallory");
  if (!cluster || !mallory) throw new Error("the control plane has no cluster, or no mallory");
  // The sandbox has runs of pipelines as well; no controller takes care of them, there or here.
  await installTekton(cluster);
  const { server, caData: ca, admin } = cluster;
  const client = new Client({ server, ca, token: admin.token });
  stack.defer(() => client.close());
  // What is established is in the document of all groups a moment later.
  const described = async () => {
    const { body } = await client.get("/apis", { accept: aggregated });
    const tekton = body.items.find((item: Json) => item.metadata.name === "tekton.dev");
    const resources = tekton?.versions.find((each: Json) => each.version === "v1")?.resources ?? [];
    return ["pipelines", "pipelineruns", "taskruns"].every((name) =>
      resources.some(({ resource }: Json) => resource === name),
    );
  };
  await waitFor(described, 30_000, "the server describes Tekton's kinds");
  const owned = stack.move();
  return {
    client,
    powerless: mallory,
    forgetHistory: () => forgetHistory(cluster),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
});

/**
 * Compacts what etcd keeps, through the HTTP door that it has by itself, and starts the API server anew: else it would
 * go on from its own memory.
 */
async function forgetHistory(cluster: Cluster): Promise<void> {
  const { stdout } = await promisify(execFile)("ps", ["-ww", "-o", "args=", "-p", String(cluster.pids.etcd)]);
  const etcd = stdout.match(/--listen-client-urls=(\S+)/)?.[1];
  if (etcd === undefined) throw new Error("etcd was not told where to listen");
  const post = async (path: string, body: object) => {
    const response = await fetch(`${etcd}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd: ${response.status} ${await response.text()}`);
    return (await response.json()) as { header: { revision: string } };
  };
  await cluster.stopApiServer();
  const { header } = await post("/v3/kv/range", { key: Buffer.from("/registry/health").toString("base64") });
  await post("/v3/kv/compaction", { revision: header.revision, physical: true });
  await cluster.startApiServer();
}
