import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("DE-1", "workloads of all kinds and clusters as one stream", "kube-apiserver with controllers");

const NAMESPACE = "streamed";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 1 });
  for (const cluster of rig.controlPlane.clusters) await ensureNamespace(cluster, NAMESPACE);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

interface Delta {
  readonly phase: string;
  readonly changes: readonly {
    readonly type: string;
    readonly id: string;
    readonly object: {
      readonly __typename: string;
      readonly cluster: string;
      readonly name: string;
      readonly readyReplicas: number | null;
    } | null;
  }[];
}

test("workloads come, get ready and go in one stream, whatever their kind and cluster", async () => {
  const [alpha, bravo] = rig.controlPlane.clusters as [Cluster, Cluster];
  const objects = new Map<string, string>();
  const breaks: string[] = [];
  let synced = false;
  const document = await readFile(new URL("../../schema/operations/workload-events.graphql", import.meta.url), "utf8");
  const variables = { filter: { namespaces: [NAMESPACE] } };
  const subscription = subscribe<{ workloadEvents: Delta }>(rig.url, document, variables, ({ data }) => {
    synced ||= data?.workloadEvents.phase === "SYNCED";
    for (const { type, id, object } of data?.workloadEvents.changes ?? []) {
      if ((type === "ADDED") === objects.has(id)) breaks.push(`${type} of ${objects.get(id)}`);
      if (!object) objects.delete(id);
      else objects.set(id, `${object.__typename} ${object.cluster}/${object.name} ${object.readyReplicas}`);
    }
  });
  await waitFor(() => synced, 20_000, "SYNCED");
  const template = (name: string, spec: object = {}) => ({
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: "main", image: "registry.test/main:1" }], ...spec },
  });
  const selecting = (name: string) => ({ selector: { matchLabels: { app: name } }, template: template(name) });
  const folder = (plural: string, group = "apps") => `/apis/${group}/v1/namespaces/${NAMESPACE}/${plural}`;
  const jobTemplate = { spec: { template: template("nightly", { restartPolicy: "Never" }) } };
  await alpha.api.request("POST", folder("deployments"), {
    metadata: { name: "web" },
    spec: { replicas: 2, ...selecting("web") },
  });
  await alpha.api.request("POST", folder("cronjobs", "batch"), {
    metadata: { name: "nightly" },
    spec: { schedule: "0 0 1 1 *", jobTemplate },
  });
  await alpha.kubectl(["-n", NAMESPACE, "create", "job", "by-hand", "--from=cronjob/nightly"]);
  await bravo.api.request("POST", folder("daemonsets"), { metadata: { name: "agent" }, spec: selecting("agent") });
  const held = () => [...objects.values()].sort().join(", ");
  const all = "CronJob alpha/nightly null, DaemonSet bravo/agent 1, Deployment alpha/web 2";
  await waitFor(() => held() === all, 60_000, `what there is, instead of ${held()}`);
  await alpha.api.request("DELETE", `${folder("deployments")}/web`);
  await bravo.api.request("DELETE", `${folder("daemonsets")}/agent`);
  await waitFor(() => held() === "CronJob alpha/nightly null", 30_000, "the end of both");
  expect(breaks).toEqual([]);
  await subscription.close();
});
