import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { byToken } from "../matrix/by-token.ts";
import { binding, role } from "../matrix/grants.ts";
import { type Monitoring, monitoringPrograms, startMonitoring } from "../parts/monitoring.ts";
import { covers } from "../support/covers.ts";
import { EventClient } from "../support/event-client.ts";
import { metricLine, startExporter } from "../support/exporter.ts";
import { post } from "../support/graphql-client.ts";
import { type LiveResult, LiveState } from "../support/live-state.ts";
import { startGateway } from "../support/rig.ts";

covers(
  "AL-1",
  "alerts with the pods and nodes that they are about, as they fire, are silenced and end",
  "Prometheus, Alertmanager",
);
covers("AL-1", "silences with the alerts that they suppress", "Alertmanager");
covers("AL-1", "silences made and ended, under rights that the cluster decides about", "Alertmanager, kube-apiserver");
covers(
  "AL-3",
  "problems: Warning events and conditions of nodes, grouped and counted",
  "kube-apiserver with controllers",
);
covers("AL-3", "`alertEvents` streams what fires", "Prometheus, Alertmanager, kube-apiserver");

const stack = new AsyncDisposableStack();
let alpha: Cluster;
let monitoring: Monitoring;
let gateway: Gateway;

/** What is in trouble, as labels of a series. */
const trouble = new Map<string, Readonly<Record<string, string>>>();

beforeAll(async () => {
  await monitoringPrograms.ensure();
  const dir = await mkdtemp(join(tmpdir(), "fairway-alerts-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const people = ["anna", "ben", "root"].map((name) => ({ name, groups: [] }));
  const controlPlane = stack.use(
    await startControlPlane({ dir: join(dir, "clusters"), clusters: 2, nodes: 1, people }),
  );
  const [first, bravo] = controlPlane.clusters as [Cluster, Cluster];
  alpha = first;
  const exporter = stack.use(
    await startExporter(() => [...trouble.values()].map((labels) => metricLine("trouble", labels, 1)).join("")),
  );
  monitoring = stack.use(
    await startMonitoring({
      dir: join(dir, "monitoring"),
      interval: "1s",
      scrapeConfigs: [{ job_name: "trouble", honor_labels: true, static_configs: [{ targets: [exporter.target] }] }],
      ruleGroups: [
        {
          name: "trouble",
          rules: [
            {
              alert: "InTrouble",
              expr: "trouble > 0",
              labels: { severity: "critical" },
              annotations: { summary: "There is trouble" },
            },
          ],
        },
      ],
    }),
  );
  const pod = {
    metadata: { name: "web" },
    spec: { containers: [{ name: "web", image: "registry.test/web:1" }] },
  };
  await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: "shop" } });
  await waitFor(
    () =>
      alpha.api.request("GET", "/api/v1/namespaces/shop/serviceaccounts/default").then(
        () => true,
        () => false,
      ),
    20_000,
    "pods can be made in the namespace",
  );
  await alpha.api.request("POST", "/api/v1/namespaces/shop/pods", pod);
  // Anna sees the shop's pods, Ben those of all namespaces and no nodes.
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }];
  const user = (name: string) => ({ kind: "User" as const, name });
  for (const { path, body } of [
    role("shop", "sees", rules),
    binding("shop", "sees", { kind: "Role", name: "sees" }, [user("anna")]),
    role("", "sees", rules),
    binding("", "sees", { kind: "ClusterRole", name: "sees" }, [user("ben")]),
  ]) {
    await alpha.api.request("POST", path, body);
  }
  for (const { api } of [alpha, bravo]) {
    const { path, body } = binding("", "root", { kind: "ClusterRole", name: "cluster-admin" }, [user("root")]);
    await api.request("POST", path, body);
  }
  const rest = { upstream: "impersonate", readOnly: false, protected: false, protectedNamespaces: [] } as const;
  gateway = stack.use(
    await startGateway(controlPlane.kubeconfig, {
      ...byToken,
      allowWrites: true,
      // Whom alpha knows counts in both.
      clusters: [{ name: "bravo", accepts: ["cluster:alpha"], ...rest }],
      alertmanagers: [
        {
          name: "fleet",
          url: monitoring.alertmanagerUrl,
          clusterLabel: "cluster",
          pollIntervalMs: 200,
          timeoutMs: 2_000,
        },
      ],
    }),
  );
  const [node] = (await alpha.api.request<Named>("GET", "/api/v1/nodes")).items;
  trouble.set("pod", { cluster: "alpha", namespace: "shop", pod: "web" });
  trouble.set("node", { cluster: "alpha", node: node?.metadata.name ?? "" });
  trouble.set("other", { cluster: "alpha", namespace: "other", pod: "web" });
  trouble.set("bravo", { cluster: "bravo", namespace: "shop", pod: "web" });
  trouble.set("nowhere", { namespace: "shop", pod: "web" });
  await waitFor(async () => (await shown("root")).length === 4, 60_000, "they are firing");
}, 240_000);

afterAll(() => stack.disposeAsync());

interface Named {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

interface ShownAlert {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly alertName: string;
  readonly state: string;
  readonly severity: string;
  readonly summary: string;
  readonly objects: readonly { readonly kind: string; readonly name: string }[];
  readonly silencedBy: readonly { readonly comment: string; readonly alerts: { readonly totalCount: number } }[];
}

interface Alerts {
  readonly alerts: {
    readonly nodes: readonly ShownAlert[];
    readonly staleSince: readonly { readonly cluster: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
  };
}

const ask = <T>(name: string, query: string) => post<T>(gateway.url, query, {}, alpha.tokenOf(name));

const list = `{
  alerts(orderBy: [{ field: CLUSTER }, { field: NAMESPACE }]) {
    nodes {
      cluster namespace alertName state severity summary objects { kind name }
      silencedBy { comment alerts { totalCount } }
    }
    staleSince { cluster }
    clusterErrors { cluster code }
  }
}`;

async function answer(name: string): Promise<Alerts["alerts"]> {
  const { data, errors } = await ask<Alerts>(name, list);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.alerts;
}

const placeOf = ({ cluster, namespace }: ShownAlert) => `${cluster} ${namespace}`;
const shown = async (name: string) => (await answer(name)).nodes.map(placeOf);

async function silence(comment: string, matchers: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${monitoring.alertmanagerUrl}/api/v2/silences`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      matchers: Object.entries(matchers).map(([label, value]) => ({
        name: label,
        value,
        isRegex: false,
        isEqual: true,
      })),
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: "somebody",
      comment,
    }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { readonly silenceID: string }).silenceID;
}

interface Changes {
  readonly data: Readonly<
    Record<
      string,
      { readonly changes: readonly { readonly type: string; readonly object: { readonly state: string } }[] }
    >
  >;
}

/** What a stream tells, as in `ADDED FIRING`, as it comes. */
function changesOf(stream: EventClient, field: string): readonly string[] {
  const seen: string[] = [];
  const read = async () => {
    for (;;) {
      const { data } = JSON.parse((await stream.next()).data) as Changes;
      for (const { type, object } of data[field]?.changes ?? []) seen.push(`${type} ${object.state}`);
    }
  };
  void read();
  return seen;
}

test("an alert of a rule is shown with what it is about, which leads back to it", async () => {
  const { nodes } = await answer("root");
  expect(nodes.find((each) => placeOf(each) === "alpha shop")).toEqual({
    cluster: "alpha",
    namespace: "shop",
    alertName: "InTrouble",
    state: "FIRING",
    severity: "critical",
    summary: "There is trouble",
    objects: [{ kind: "Pod", name: "web" }],
    silencedBy: [],
  });
  expect(nodes.find((each) => placeOf(each) === "alpha null")?.objects).toEqual([
    { kind: "Node", name: trouble.get("node")?.node },
  ]);
  // It names a pod that is not there.
  expect(nodes.find((each) => placeOf(each) === "bravo shop")?.objects).toEqual([]);
  interface Edges {
    readonly pod: { readonly alerts: { readonly nodes: readonly object[] } };
    readonly clusterNodes: { readonly nodes: readonly { readonly alerts: { readonly totalCount: number } }[] };
    readonly cluster: { readonly alerts: { readonly totalCount: number } };
  }
  const { data } = await ask<Edges>(
    "root",
    `{
      pod(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) { alerts { nodes { alertName cluster } } }
      clusterNodes(filter: { clusters: ["alpha"] }) { nodes { alerts { totalCount } } }
      cluster(name: "alpha") { alerts { totalCount } }
    }`,
  );
  expect(data?.pod.alerts.nodes).toEqual([{ alertName: "InTrouble", cluster: "alpha" }]);
  expect(data?.clusterNodes.nodes.map(({ alerts }) => alerts.totalCount)).toEqual([1]);
  expect(data?.cluster.alerts.totalCount).toBe(3);
});

test("who may list the pods of a namespace is shown its alerts, and those of nodes need the nodes", async () => {
  expect(await shown("root")).toEqual(["alpha null", "alpha other", "alpha shop", "bravo shop"]);
  expect(await shown("ben")).toEqual(["alpha other", "alpha shop"]);
  expect(await shown("anna")).toEqual(["alpha shop"]);
  expect((await answer("anna")).clusterErrors).toEqual([{ cluster: "bravo", code: "FORBIDDEN" }]);
});

test("an alert that fires, is silenced, fires again and ends shows in a stream, in a live query and in lists", async () => {
  const headers = { authorization: `Bearer ${alpha.tokenOf("root")}` };
  const stream = await EventClient.open(gateway.url, {
    query: `subscription {
      alertEvents(initial: NONE, filter: { namespaces: ["story"] }) { changes { type object { state objects { name } } } }
    }`,
    headers,
  });
  stack.defer(() => stream[Symbol.asyncDispose]());
  const seen = changesOf(stream, "alertEvents");
  const silenceStream = await EventClient.open(gateway.url, {
    query: "subscription { silenceEvents(initial: NONE) { changes { type object { cluster state } } } }",
    headers,
  });
  stack.defer(() => silenceStream[Symbol.asyncDispose]());
  const seenSilences = changesOf(silenceStream, "silenceEvents");
  const live = await EventClient.open(gateway.url, {
    query: `query @live(throttle: 100) { alerts(filter: { namespaces: ["story"] }) { nodes { state silencedBy { comment } } } }`,
    headers,
  });
  stack.defer(() => live[Symbol.asyncDispose]());
  const state = new LiveState();
  const readLive = async () => {
    for (;;) state.take(JSON.parse((await live.next()).data) as LiveResult);
  };
  void readLive();
  const shows = (nodes: readonly object[]) =>
    waitFor(() => JSON.stringify(state.data) === JSON.stringify({ alerts: { nodes } }), 30_000, JSON.stringify(nodes));
  await shows([]);
  trouble.set("story", { cluster: "alpha", namespace: "story", pod: "hero" });
  await shows([{ state: "FIRING", silencedBy: [] }]);
  const id = await silence("on purpose", { namespace: "story", cluster: "alpha" });
  await shows([{ state: "SUPPRESSED", silencedBy: [{ comment: "on purpose" }] }]);
  const found = (await answer("root")).nodes.find((each) => placeOf(each) === "alpha story");
  expect(found?.silencedBy).toEqual([{ comment: "on purpose", alerts: { totalCount: 1 } }]);
  // Of another namespace, as far as Anna is concerned; and of no alert of bravo.
  interface Silences {
    readonly silences: { readonly nodes: readonly { readonly cluster: string; readonly createdBy: string }[] };
  }
  const silences = "{ silences(filter: { state: { in: [ACTIVE] } }) { nodes { cluster createdBy } } }";
  expect((await ask<Silences>("root", silences)).data?.silences.nodes).toEqual([
    { cluster: "alpha", createdBy: "somebody" },
  ]);
  expect((await ask<Silences>("anna", silences)).data?.silences.nodes).toEqual([]);
  await fetch(`${monitoring.alertmanagerUrl}/api/v2/silence/${id}`, { method: "DELETE" });
  await shows([{ state: "FIRING", silencedBy: [] }]);
  trouble.delete("story");
  await shows([]);
  await waitFor(() => seenSilences.length >= 2, 10_000, "the stream of silences has told everything");
  expect(seenSilences).toEqual(["ADDED ACTIVE", "MODIFIED EXPIRED"]);
  await waitFor(() => seen.length >= 4, 10_000, "the stream has told everything");
  const [added, ...others] = seen;
  expect(added).toMatch(/^ADDED /);
  expect(others.at(-1)).toMatch(/^DELETED /);
  expect(others).toContain("MODIFIED SUPPRESSED");
  expect(state.breaks).toEqual([]);
}, 120_000);

interface Silenced {
  readonly silenceCreate?: {
    readonly silence: { readonly name: string } | null;
    readonly userErrors: readonly object[];
  };
  readonly silenceExpire?: {
    readonly silence: { readonly state: string } | null;
    readonly userErrors: readonly object[];
  };
}

const stateOf = async (place: string) => (await answer("root")).nodes.find((each) => placeOf(each) === place)?.state;

test("silences are made and ended by who may do so in the namespace, and by nobody else", async () => {
  const create = (more: string) => `mutation { silenceCreate(input: {
    cluster: "alpha", endsAt: "2099-01-01T00:00:00Z", comment: "it is known", ${more}
  }) { silence { name } userErrors { code field message } } }`;
  const ofShop =
    'matchers: [{ name: "alertname", value: "In.*", isRegex: true }, { name: "namespace", value: "shop" }]';
  const forbidden = { silence: null, userErrors: [{ code: "FORBIDDEN", field: null, message: expect.any(String) }] };
  expect((await ask<Silenced>("anna", create(ofShop))).data?.silenceCreate).toEqual(forbidden);
  const rules = [{ apiGroups: ["alerts.fairway.dev"], resources: ["silences"], verbs: ["create", "delete"] }];
  for (const { path, body } of [
    role("shop", "silences", rules),
    binding("shop", "silences", { kind: "Role", name: "silences" }, [{ kind: "User", name: "anna" }]),
  ]) {
    await alpha.api.request("POST", path, body);
  }
  // Of all namespaces she still may not.
  const everywhere = 'matchers: [{ name: "alertname", value: "InTrouble" }]';
  expect((await ask<Silenced>("anna", create(everywhere))).data?.silenceCreate).toEqual(forbidden);
  const dry = await ask<Silenced>("anna", create(`${ofShop}, dryRun: true`));
  expect(dry.data?.silenceCreate).toEqual({ silence: { name: "" }, userErrors: [] });
  const made = (await ask<Silenced>("anna", create(ofShop))).data?.silenceCreate;
  expect(made).toEqual({ silence: { name: expect.stringMatching(/^[0-9a-f-]{36}$/) }, userErrors: [] });
  const id = made?.silence?.name ?? "";
  await waitFor(async () => (await stateOf("alpha shop")) === "SUPPRESSED", 20_000, "the alert is suppressed");
  // The same alert of another cluster, and another one of this cluster, are not.
  expect([await stateOf("bravo shop"), await stateOf("alpha other")]).toEqual(["FIRING", "FIRING"]);
  const kept = (await (await fetch(`${monitoring.alertmanagerUrl}/api/v2/silence/${id}`)).json()) as object;
  expect(kept).toMatchObject({ createdBy: "anna", comment: "it is known", status: { state: "active" } });

  const expire = `mutation { silenceExpire(input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "${id}" } } }) {
    silence { state } userErrors { code field }
  } }`;
  const bens = (await ask<Silenced>("ben", expire)).data?.silenceExpire;
  expect(bens).toMatchObject({ silence: null, userErrors: [{ code: "FORBIDDEN" }] });
  expect((await ask<Silenced>("anna", expire)).data?.silenceExpire).toEqual({
    silence: { state: "EXPIRED" },
    userErrors: [],
  });
  await waitFor(async () => (await stateOf("alpha shop")) === "FIRING", 20_000, "the alert fires again");
}, 60_000);

test("a silence that Alertmanager does not take is refused in its words", async () => {
  const document = `mutation { silenceCreate(input: {
    cluster: "alpha", endsAt: "2099-01-01T00:00:00Z", comment: "x", matchers: [{ name: "alertname", value: "(", isRegex: true }]
  }) { silence { name } userErrors { code field message } } }`;
  expect((await ask<Silenced>("root", document)).data?.silenceCreate).toEqual({
    silence: null,
    userErrors: [
      { code: "INVALID", field: "input.matchers", message: expect.stringMatching(/^Alertmanager "fleet": .*regex/) },
    ],
  });
});

test("problems are what real controllers warn of, and what conditions of nodes say", async () => {
  interface Problems {
    readonly problems: {
      readonly nodes: readonly {
        readonly name: string;
        readonly reason: string;
        readonly count: number;
        readonly message: string;
      }[];
    };
  }
  // No node has so much memory.
  const resources = { requests: { memory: "9000Gi" } };
  await alpha.api.request("POST", "/api/v1/namespaces/shop/pods", {
    metadata: { name: "too-large" },
    spec: { containers: [{ name: "main", image: "registry.test/main:1", resources }] },
  });
  const document = `{ problems(filter: { clusters: ["alpha"], namespaces: ["shop"] }) { nodes { source kind name reason count message object { kind name } } } }`;
  const shownTo = async (name: string) => (await ask<Problems>(name, document)).data?.problems.nodes ?? [];
  await waitFor(
    async () => (await shownTo("root")).some(({ reason }) => reason === "FailedScheduling"),
    30_000,
    "the scheduler warns",
  );
  expect((await shownTo("root")).find(({ reason }) => reason === "FailedScheduling")).toMatchObject({
    source: "EVENT",
    kind: "Pod",
    name: "too-large",
    message: expect.stringContaining("Insufficient memory"),
    object: { kind: "Pod", name: "too-large" },
  });
  // Anna may list pods there, and no events.
  expect(await shownTo("anna")).toEqual([]);
}, 60_000);

interface Pods {
  readonly pods: { readonly totalCount: number; readonly staleSince: readonly object[] };
}

test("with a dead Alertmanager memory answers, marked as stale, and what clusters say goes on", async () => {
  const before = await shown("root");
  const podsNow = async () => ask<Pods>("root", "{ pods { totalCount staleSince { cluster } } }");
  const podsBefore = (await podsNow()).data?.pods;
  await monitoring.alertmanager.stop();
  await waitFor(async () => (await answer("root")).staleSince.length === 2, 20_000, "both are marked as stale");
  expect(await shown("root")).toEqual(before);
  const { data, errors } = await podsNow();
  expect(errors).toBeUndefined();
  expect(data?.pods).toEqual(podsBefore);
  expect(podsBefore?.staleSince).toEqual([]);
});
