import { describe, expect, test } from "vitest";
import type { AlertManifest, SilenceManifest } from "../../../src/domains/alerts/alert.manifest.ts";
import { concernedBy } from "../../../src/domains/alerts/alert.mapping.ts";
import { ALERTS, SILENCES } from "../../../src/integrations/alertmanager/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, pod, replicaSet } from "./manifests.ts";

const since = "2026-11-26T09:14:00.000Z";

function alert(
  name: string,
  labels: Readonly<Record<string, string>>,
  silencedBy: readonly string[] = [],
): AlertManifest {
  return {
    apiVersion: "alerts.fairway.dev/v1",
    kind: "Alert",
    metadata: {
      name,
      ...(labels.namespace && { namespace: labels.namespace }),
      uid: `${name}.${since}`,
      resourceVersion: "1",
      creationTimestamp: since,
      labels,
      annotations: { summary: "There is trouble" },
    },
    status: { state: silencedBy.length > 0 ? "suppressed" : "active", silencedBy, inhibitedBy: [] },
    receivers: ["team"],
    generatorUrl: null,
  };
}

function silence(name: string, namespace?: string): SilenceManifest {
  return {
    apiVersion: "alerts.fairway.dev/v1",
    kind: "Silence",
    metadata: { name, ...(namespace && { namespace }), uid: name, resourceVersion: "1", creationTimestamp: since },
    spec: {
      matchers: [{ name: "namespace", value: namespace ?? "", isRegex: false, isEqual: true }],
      startsAt: since,
      endsAt: "2026-11-26T11:14:00.000Z",
      createdBy: "anna",
      comment: "on purpose",
    },
    status: { state: "active" },
  };
}

describe("what an alert is about", () => {
  const about = (labels: Readonly<Record<string, string>>) =>
    concernedBy(alert("f00", labels)).map(({ resource, namespace, name }) => `${resource} ${namespace}/${name}`);

  test("is what its labels name", () => {
    expect(about({ namespace: "shop", pod: "web-1", deployment: "web", node: "one" })).toEqual([
      "pods shop/web-1",
      "apps/deployments shop/web",
      "nodes /one",
    ]);
    expect(about({ namespace: "shop", job_name: "nightly", persistentvolumeclaim: "data" })).toEqual([
      "batch/jobs shop/nightly",
      "persistentvolumeclaims shop/data",
    ]);
  });

  test("is not what was scraped, nor what could be in any namespace", () => {
    expect(about({ namespace: "shop", job: "kube-state-metrics", instance: "10.0.0.1:8080" })).toEqual([]);
    expect(about({ pod: "web-1", deployment: "web" })).toEqual([]);
    expect(about({ namespace: "shop", pod: "" })).toEqual([]);
    expect(about({})).toEqual([]);
  });
});

describe("alerts of two clusters", () => {
  async function start(): Promise<KubernetesWorld> {
    const world = await KubernetesWorld.start();
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web", namespace: "shop", uid: "p", resourceVersion: "1" },
    };
    world.put("alpha", "pods", pod);
    const labels = { alertname: "Crash", severity: "critical", namespace: "shop", pod: "web" };
    world.put("alpha", ALERTS, alert("a1", labels, ["s1", "gone"]));
    world.put("bravo", ALERTS, alert("b1", { ...labels, severity: "info" }));
    world.put("alpha", ALERTS, alert("a2", { alertname: "NodeDown", node: "one" }));
    world.put("alpha", SILENCES, silence("s1", "shop"));
    world.put("alpha", SILENCES, silence("s2"));
    return world;
  }

  test("are filtered by name, severity, state, node and labels, and ordered", async () => {
    await using world = await start();
    const found = async (filter: string) => {
      const query = `{ alerts(filter: ${filter}, orderBy: [{ field: ALERT_NAME, direction: DESC }, { field: CLUSTER }]) { nodes { name } } }`;
      const { alerts } = await world.data<{ alerts: { nodes: { name: string }[] } }>(query);
      return alerts.nodes.map(({ name }) => name).join(" ");
    };
    expect(await found("{}")).toBe("a2 a1 b1");
    expect(await found('{ alertName: { in: ["Crash"] } }')).toBe("a1 b1");
    expect(await found('{ severity: { in: ["critical"] } }')).toBe("a1");
    expect(await found("{ state: { in: [SUPPRESSED] } }")).toBe("a1");
    expect(await found("{ state: { in: [] } }")).toBe("");
    expect(await found('{ nodeName: "one" }')).toBe("a2");
    expect(await found('{ labels: "alertname=Crash,severity!=critical" }')).toBe("b1");
    expect(await found('{ namespaces: ["shop"], clusters: ["bravo"] }')).toBe("b1");
  });

  test("lead to what they are about and to their silences, and are led to from there", async () => {
    await using world = await start();
    const data = await world.data<object>(`{
      alert(by: { ref: { cluster: "alpha", namespace: "shop", name: "a1" } }) {
        alertName severity state summary startsAt receivers generatorUrl inhibitedBy
        objects { kind name }
        silencedBy { name createdBy comment state matchers { name value isRegex isEqual } alerts { nodes { name } } }
      }
      pod(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) { alerts { nodes { cluster name } } }
      silence(by: { ref: { cluster: "alpha", namespace: "", name: "s2" } }) { namespace alerts { totalCount } }
    }`);
    const matchers = [{ name: "namespace", value: "shop", isRegex: false, isEqual: true }];
    expect(data).toEqual({
      alert: {
        alertName: "Crash",
        severity: "critical",
        state: "SUPPRESSED",
        summary: "There is trouble",
        startsAt: since,
        receivers: ["team"],
        generatorUrl: null,
        inhibitedBy: [],
        objects: [{ kind: "Pod", name: "web" }],
        silencedBy: [
          {
            name: "s1",
            createdBy: "anna",
            comment: "on purpose",
            state: "ACTIVE",
            matchers,
            alerts: { nodes: [{ name: "a1" }] },
          },
        ],
      },
      pod: { alerts: { nodes: [{ cluster: "alpha", name: "a1" }] } },
      silence: { namespace: null, alerts: { totalCount: 0 } },
    });
  });

  test.each([
    ['{ alerts(filter: { labels: "a==b==c" }) { totalCount } }', "INVALID_SELECTOR"],
    ['{ alerts(filter: { clusters: ["nowhere"] }) { totalCount } }', "UNKNOWN_CLUSTER"],
    ['{ alert(by: { id: "x" }) { name } }', "INVALID_ID"],
    ['{ silence(by: { id: "x" }) { name } }', "INVALID_ID"],
  ])("%s is refused", async (query, code) => {
    await using world = await start();
    const { errors } = await world.run(query);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });
});

describe("alerts of an application over two clusters", () => {
  const labels = { "app.kubernetes.io/part-of": "shop" };
  const about = (name: string, more: Readonly<Record<string, string>>) =>
    alert(name, { alertname: "Trouble", namespace: "shop", ...more });

  /** In both clusters there is a pod `web-1`; in bravo it is of something else. */
  async function start(): Promise<KubernetesWorld> {
    const world = await KubernetesWorld.start();
    const web = deployment("web", { labels });
    const set = replicaSet("web-5d9", web);
    for (const each of [web, set]) world.put("alpha", each === web ? "apps/deployments" : "apps/replicasets", each);
    world.put("alpha", "pods", pod("web-1", ownedBy(set)));
    const cronJob = { apiVersion: "batch/v1", kind: "CronJob", metadata: metadata("nightly", { labels }) };
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: metadata("nightly-1", ownedBy(cronJob)) };
    world.put("bravo", "batch/cronjobs", cronJob);
    world.put("bravo", "batch/jobs", job);
    world.put("bravo", "pods", pod("nightly-1-a", ownedBy(job)));
    world.put("bravo", "apps/deployments", deployment("other"));
    world.put("bravo", "pods", pod("web-1"));
    const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: metadata("data", { labels }) };
    world.put("bravo", "persistentvolumeclaims", claim);
    world.put("alpha", ALERTS, about("a-deployment", { deployment: "web" }));
    world.put("alpha", ALERTS, about("a-set", { replicaset: "web-5d9" }));
    world.put("alpha", ALERTS, about("a-pod", { pod: "web-1" }));
    world.put("alpha", ALERTS, about("a-gone", { pod: "web-0" }));
    world.put("bravo", ALERTS, about("b-pod", { pod: "nightly-1-a" }));
    world.put("bravo", ALERTS, about("b-job", { job_name: "nightly-1" }));
    world.put("bravo", ALERTS, about("b-claim", { persistentvolumeclaim: "data" }));
    world.put("bravo", ALERTS, about("b-namesake", { pod: "web-1" }));
    world.put("bravo", ALERTS, about("b-other", { deployment: "other" }));
    return world;
  }

  interface Found {
    readonly alerts: {
      readonly nodes: readonly { readonly name: string }[];
      readonly clusterErrors: readonly object[];
    };
  }
  const namesIn = ({ alerts }: Found) => alerts.nodes.map(({ name }) => name).join(" ");
  const ask = async (world: KubernetesWorld) =>
    (
      await world.data<{ application: Found }>(
        '{ application(by: { name: "shop" }) { alerts(orderBy: [{ field: NAME }]) { nodes { name } clusterErrors { cluster code } } } }',
      )
    ).application;

  test("are those about its workloads, what these run as, and its claims, each in its own cluster", async () => {
    await using world = await start();
    expect(namesIn(await ask(world))).toBe("a-deployment a-pod a-set b-claim b-job b-pod");
  });

  test("lead to the applications that they are about", async () => {
    await using world = await start();
    const { alerts } = await world.data<{
      alerts: { nodes: { name: string; applications: { name: string }[] }[] };
    }>("{ alerts { nodes { name applications { name } } } }");
    const concerned = alerts.nodes.filter(({ applications }) => applications.length > 0);
    expect(concerned.map(({ name }) => name).join(" ")).toBe("a-deployment a-pod a-set b-claim b-job b-pod");
    expect(new Set(concerned.flatMap(({ applications }) => applications.map(({ name }) => name)))).toEqual(
      new Set(["shop"]),
    );
  });

  test("are of a workload with its pods, and of a pod alone", async () => {
    await using world = await start();
    const data = await world.data<{ deployment: Found; pod: Found }>(`{
      deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) { alerts { nodes { name } } }
      pod(by: { ref: { cluster: "alpha", namespace: "shop", name: "web-1" } }) { alerts { nodes { name } } }
    }`);
    expect(namesIn(data.deployment)).toBe("a-deployment a-pod a-set");
    expect(namesIn(data.pod)).toBe("a-pod");
  });

  test("leave out what is about pods that the caller may not list", async () => {
    await using world = await start();
    for (const cluster of ["alpha", "bravo"]) world.caller.sees(seesNothing, cluster, "pods");
    expect(await ask(world)).toEqual({
      alerts: {
        nodes: ["a-deployment", "a-set", "b-claim", "b-job"].map((name) => ({ name })),
        clusterErrors: [],
      },
    });
  });

  test("are those of the other clusters where one does not answer", async () => {
    await using world = await start();
    world.caller.sees("unknown", "bravo", "batch/jobs");
    const { alerts } = await ask(world);
    expect(alerts.nodes.map(({ name }) => name)).toEqual(["a-deployment", "a-pod", "a-set"]);
    expect(alerts.clusterErrors).toEqual([{ cluster: "bravo", code: "CLUSTER_UNAVAILABLE" }]);
  });
});
