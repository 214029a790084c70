import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { deploymentsAvailable, ensureNamespace, podsRunning, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query, type Subscribed, subscribe } from "../support/graphql-client.ts";
import { KubeletLogs, type LogFile } from "../support/kubelet-logs.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

covers(
  "DE-3",
  "logs of several pods and containers merged by time, followed over pods that come and go, resumed, revoked",
  "kube-apiserver with controllers, kwok's kubelet",
);

interface Line {
  readonly cluster: string;
  readonly pod: string;
  readonly container: string;
  readonly text: string;
  readonly partial: boolean;
  readonly loggedAt: string;
}
interface Logs {
  readonly lines: readonly Line[];
  readonly truncated: boolean;
  readonly cursor: string | null;
  readonly errors: readonly { readonly pod: string; readonly code: string; readonly message: string }[];
}
interface Batch {
  readonly lines: readonly Line[];
  readonly changes: readonly {
    readonly type: string;
    readonly pod: string;
    readonly error: { readonly code: string } | null;
  }[];
  readonly cursor: string;
}

// What is garbage says nothing of what is held.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

let rig: Rig;
let documents: { readonly logs: string; readonly follow: string };

beforeAll(async () => {
  rig = await startRig({
    clusters: 2,
    nodes: 1,
    replicas: 2,
    kwok: { crds: ["Logs", "ClusterLogs"] },
    config: { allowWrites: true },
  });
  const read = (name: string) => readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");
  documents = { logs: await read("pod-logs"), follow: await read("logs-follow") };
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const clusters = () => rig.controlPlane.clusters;
const alpha = (): Cluster => rig.controlPlane.cluster("alpha");
const texts = ({ lines }: Pick<Logs, "lines">) => lines.map(({ text }) => text);

async function podLogs(variables: Record<string, unknown>): Promise<Logs> {
  return (await query<{ podLogs: Logs }>(rig.url, documents.logs, variables)).podLogs;
}

interface Followed extends Subscribed {
  readonly batches: Batch[];
  readonly texts: () => string[];
  readonly changes: () => string[];
}

function follow(variables: Record<string, unknown>, url = rig.url): Followed {
  const batches: Batch[] = [];
  const subscribed = subscribe<{ podLogEvents: Batch }>(url, documents.follow, variables, ({ data }) => {
    if (data) batches.push(data.podLogEvents);
  });
  return {
    ...subscribed,
    batches,
    texts: () => batches.flatMap(texts),
    changes: () => batches.flatMap(({ changes }) => changes.map(({ type, pod }) => `${type} ${pod}`)),
  };
}

/** Names of the pods of a namespace, in order. */
async function podNames(cluster: Cluster, namespace: string): Promise<string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { items } = await cluster.api.request<{ items: { metadata: { name: string } }[] }>("GET", path);
  return items.map(({ metadata }) => metadata.name).sort();
}

/** One bare pod of two containers, which runs and has a log. */
async function lonePod(namespace: string, name: string, lines: readonly string[] = []): Promise<LogFile> {
  await ensureNamespace(alpha(), namespace);
  const file = await new KubeletLogs(alpha()).ofPod(namespace, name, lines);
  const containers = [{ name: "main", image: "registry.test/main:1" }];
  const metadata = { name, labels: { app: name } };
  await alpha().api.request("POST", `/api/v1/namespaces/${namespace}/pods`, { metadata, spec: { containers } });
  await podsRunning(alpha(), { namespace });
  // kwok learns of a Logs object by a watch of its own.
  await waitFor(
    () =>
      alpha()
        .kubectl(["-n", namespace, "logs", name])
        .then(
          () => true,
          () => false,
        ),
    10_000,
    "kubectl shows the log",
  );
  return file;
}

describe("the logs of one workload in two clusters", () => {
  const labels = "app=app-1";
  const of = { filter: { namespaces: ["merged"], labels } };

  beforeAll(async () => {
    for (const [index, cluster] of clusters().entries()) {
      await seedDeployments(cluster, { namespace: "merged", deployments: 1, replicas: 2 });
      await deploymentsAvailable(cluster, "merged");
      const [a = "", b = ""] = await podNames(cluster, "merged");
      const logs = new KubeletLogs(cluster);
      await logs.ofPod("merged", a, [`12:00:0${index}.000000001 ${cluster.name} one`, "12:00:05 twin"]);
      await logs.ofPod("merged", b, [`12:00:0${index}.000000002 ${cluster.name} zwei ✓ 世界`, "12:00:05 twin"]);
    }
    await waitFor(async () => (await podLogs({ of })).errors.length === 0, 15_000, "kwok knows of all logs");
  });

  test("are merged by time, to the nanosecond", async () => {
    const logs = await podLogs({ of });
    const own = ["alpha one", "alpha zwei ✓ 世界", "bravo one", "bravo zwei ✓ 世界"];
    expect(texts(logs)).toEqual([...own, "twin", "twin", "twin", "twin"]);
    expect(logs.lines.map(({ loggedAt }) => loggedAt)).toEqual(logs.lines.map(({ loggedAt }) => loggedAt).sort());
    expect(logs).toMatchObject({ truncated: false, errors: [] });
    // Of equal times the order is that of the pods: the same each time.
    expect(await podLogs({ of })).toEqual(logs);
  });

  test("are as many as were asked for, and go on behind a cursor", async () => {
    const found: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 10; page += 1) {
      const logs: Logs = await podLogs({ of, first: 3, after });
      found.push(...texts(logs));
      after = logs.cursor;
      if (!logs.truncated) break;
    }
    expect(found).toEqual(texts(await podLogs({ of })));
  });

  test("are those of the deployment, by the workload and as its own field", async () => {
    const workload = { cluster: "bravo", namespace: "merged", kind: "deployments", name: "app-1" };
    const expected = ["bravo one", "bravo zwei ✓ 世界", "twin", "twin"];
    expect(texts(await podLogs({ of: { workload } }))).toEqual(expected);
    const { deployment } = await query<{ deployment: { logs: Logs } }>(
      rig.url,
      '{ deployment(by: { ref: { cluster: "bravo", namespace: "merged", name: "app-1" } }) { logs(tail: 1) { lines { text } } } }',
    );
    expect(texts(deployment.logs)).toEqual(["twin", "twin"]);
  });

  test("are there though those of one pod cannot be had: it is told of beside them", async () => {
    const metadata = { name: "silent", labels: { app: "app-1" } };
    const spec = { containers: [{ name: "app", image: "registry.test/main:1" }] };
    await alpha().api.request("POST", "/api/v1/namespaces/merged/pods", { metadata, spec });
    await podsRunning(alpha(), { namespace: "merged" });
    const logs = await waitFor(
      async () => {
        const found = await podLogs({ of });
        return found.errors.length > 0 ? found : null;
      },
      10_000,
      "the pod is known",
    );
    expect(logs.errors).toMatchObject([{ pod: "silent", container: "app", code: "UPSTREAM_REJECTED" }]);
    expect(logs.lines).toHaveLength(8);
    await alpha().api.request("DELETE", "/api/v1/namespaces/merged/pods/silent", { gracePeriodSeconds: 0 });
  });
});

test("a line of 2 MiB comes in parts, and what follows it is whole", async () => {
  const long = `${"ж".repeat(512 * 1024)}${"x".repeat(1024 * 1024)}`;
  await lonePod("long", "long", [`12:00:01 ${long}`, "12:00:02 next"]);
  const logs = await podLogs({ of: { filter: { namespaces: ["long"] } }, first: 10 });
  // The usual limit of bytes ends it; two parts of the line fill it already.
  expect(logs.truncated).toBe(true);
  const { podLogs: whole } = await query<{ podLogs: Logs }>(
    rig.url,
    '{ podLogs(of: { filter: { namespaces: ["long"] } }, limitBytes: 4194304) { lines { text partial } truncated } }',
  );
  expect(whole.lines.map(({ partial }) => partial)).toEqual([true, true, false, false]);
  expect(
    whole.lines
      .slice(0, 3)
      .map(({ text }) => text)
      .join("") === long,
  ).toBe(true);
  expect(whole.lines.at(-1)?.text).toBe("next");
});

describe("following", () => {
  test("joins the pods that a deployment gets, and ends those that it loses with a mark", async () => {
    await ensureNamespace(alpha(), "scaled");
    const file = await new KubeletLogs(alpha()).ofNamespace("scaled", ["12:00:01 begun"]);
    await seedDeployments(alpha(), { namespace: "scaled", deployments: 1, replicas: 1 });
    await deploymentsAvailable(alpha(), "scaled");
    const workload = { cluster: "alpha", namespace: "scaled", kind: "Deployment", name: "app-1" };
    const followed = follow({ of: { workload } });
    await waitFor(() => followed.texts().length === 1, 10_000, "the first pod's line");
    await alpha().kubectl(["-n", "scaled", "scale", "deployment/app-1", "--replicas=3"]);
    await waitFor(() => followed.texts().length === 3, 15_000, "the lines of both new pods");
    file.write("12:00:02 all of them");
    await waitFor(() => followed.texts().length === 6, 10_000, "what all three write");
    const lines = followed.batches.flatMap((batch) => batch.lines);
    expect(new Set(lines.map(({ pod }) => pod)).size).toBe(3);
    await alpha().kubectl(["-n", "scaled", "scale", "deployment/app-1", "--replicas=1"]);
    const ended = () => followed.changes().filter((change) => change.startsWith("ENDED"));
    await waitFor(() => ended().length === 2, 15_000, "the marks of both that went");
    const [left = ""] = await podNames(alpha(), "scaled");
    expect(ended()).not.toContain(`ENDED ${left}`);
    file.write("12:00:03 one of them");
    await waitFor(() => followed.texts().length === 7, 10_000, "the line of the one that is left");
    expect(followed.batches.at(-1)?.lines).toMatchObject([{ pod: left, text: "one of them" }]);
    await followed.close();
  });

  test("goes on where it was cut, on another replica, without a loss", async () => {
    const file = await lonePod("resumed", "web", ["12:00:01 1"]);
    const of = { filter: { namespaces: ["resumed"] } };
    const [first, second] = rig.gateways;
    let written = 1;
    const write = (count: number) => {
      for (let n = 0; n < count; n += 1) {
        written += 1;
        // Several lines share a time, as they do where a container writes a lot.
        file.write(`12:00:0${1 + Math.floor(written / 40)}.${Math.floor(written / 3)} ${written}`);
      }
    };
    const found: string[] = [];
    let after: string | undefined;
    for (let round = 0; round < 6; round += 1) {
      const followed = follow({ of, ...(after !== undefined && { after }) }, (round % 2 ? second : first)?.url);
      write(20);
      await waitFor(() => followed.texts().includes(String(written - 10)), 10_000, "some of it");
      followed.cut();
      await followed.ended.catch(() => {});
      // What came after the cut was written, and no more, is what the client has.
      found.push(...followed.texts());
      after = followed.batches.at(-1)?.cursor;
      write(5);
    }
    const last = follow({ of, ...(after !== undefined && { after }) });
    await waitFor(() => last.texts().includes(String(written)), 10_000, "the rest");
    found.push(...last.texts());
    expect(found).toEqual(Array.from({ length: written }, (_, index) => String(index + 1)));
    await last.close();
  });

  test("stands still for a subscriber who does not read: the gateway holds next to nothing, and loses nothing", async () => {
    const line = (n: number) => `12:00:01 ${n} ${"x".repeat(1_000)}`;
    const count = 64 * 1024;
    const file = await lonePod("slow", "slow");
    for (let n = 0; n < count; n += 1024) file.write(...Array.from({ length: 1024 }, (_, index) => line(n + index)));
    const since = { sinceAt: "2026-03-01T12:00:00Z" };
    const numbers: number[] = [];
    let isReading = false;
    const subscribed = subscribe<{ podLogEvents: Batch }>(
      rig.url,
      'subscription ($since: DateTime) { podLogEvents(of: { filter: { namespaces: ["slow"] } }, sinceAt: $since) { lines { text } } }',
      { since: since.sinceAt },
      ({ data }) => {
        for (const { text } of data?.podLogEvents.lines ?? []) numbers.push(Number.parseInt(text, 10));
        if (!isReading && numbers.length > 0) subscribed.pause();
      },
    );
    await waitFor(() => numbers.length > 0, 10_000, "it begins");
    const used = () => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = used();
    let [size, still] = [0, 0];
    // Whatever is on its way has arrived when memory does not grow any more.
    await waitFor(
      () => {
        still = used() > size + 256 * 1024 ? 0 : still + 1;
        size = Math.max(size, used());
        return still > 20;
      },
      20_000,
      "nothing more is read",
    );
    expect(numbers.length).toBeLessThan(count / 4);
    expect(size - before).toBeLessThan(24 * 1024 * 1024);
    isReading = true;
    subscribed.resume();
    await waitFor(() => numbers.length >= count, 60_000, "everything");
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index));
    await subscribed.close();
  }, 120_000);
});

describe("a right to read logs that is taken away", () => {
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const group = "rbac.authorization.k8s.io";

  async function grant(namespace: string, name: string, resource: string, verbs: readonly string[]): Promise<void> {
    const within = `${rbac}/namespaces/${namespace}`;
    const rules = [{ apiGroups: [""], resources: [resource], verbs }];
    await alpha().api.request("POST", `${within}/roles`, { metadata: { name }, rules });
    await alpha().api.request("POST", `${within}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: group, kind: "Role", name },
      subjects: [{ kind: "User", apiGroup: group, name: "alice" }],
    });
  }

  test("ends that part of a stream within two seconds, and the stream with its last part", async () => {
    const authentication = { jwt: [], tokenReview: { clusters: ["alpha"] } };
    await using gateway = await startGateway(rig.kubeconfig, { authentication });
    const files = new Map<string, LogFile>();
    for (const namespace of ["mine", "yours", "theirs"]) {
      files.set(namespace, await lonePod(namespace, `web-${namespace}`, [`12:00:01 ${namespace}`]));
      await grant(namespace, "pods", "pods", ["get", "list", "watch"]);
      if (namespace !== "theirs") await grant(namespace, "logs", "pods/log", ["get"]);
    }
    const of = '{ filter: { clusters: ["alpha"] } }';
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${alpha().tokenOf("alice")}`,
      },
      body: JSON.stringify({
        query: `subscription { podLogEvents(of: ${of}) { lines { text } changes { type pod error { code } } cursor } }`,
      }),
    });
    const received: string[] = [];
    const ended = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) received.push(decoder.decode(chunk, { stream: true }));
    })();
    const all = () => received.join("");
    await waitFor(() => all().includes('"mine"') && all().includes('"yours"'), 10_000, "what she may read");
    expect(all()).not.toContain('"theirs"');
    expect(all()).toContain("FORBIDDEN");

    const revoke = (namespace: string) =>
      alpha().api.request("DELETE", `${rbac}/namespaces/${namespace}/rolebindings/logs`);
    await revoke("yours");
    const told = () => all().split("FORBIDDEN").length - 1;
    await waitFor(() => told() === 2, 2_000, "she is told that a part has ended");
    files.get("yours")?.write("12:00:02 no more of this");
    files.get("mine")?.write("12:00:02 still mine");
    await waitFor(() => all().includes("still mine"), 5_000, "the rest goes on");
    expect(all()).not.toContain("no more of this");
    await revoke("mine");
    await waitFor(() => all().includes("event: complete"), 2_000, "it ends");
    await ended;
    expect(all()).toContain('"errors"');
  });
});
