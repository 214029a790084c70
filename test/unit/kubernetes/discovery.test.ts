import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiVersionOf, ClusterConnection, Discovery, pathOf } from "../../../src/kubernetes/index.ts";
import { until } from "../../support/facts.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let discovery: Discovery;
let now = 0;

beforeEach(async () => {
  server = await FakeApiServer.start();
  connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
  discovery = new Discovery(connection, { intervalMs: 10 }, { ...realRuntime, now: () => now, monotonic: () => now });
});

afterEach(async () => {
  await discovery.stop();
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

interface Version {
  version: string;
  freshness?: string;
  resources: object[];
}

const groups: Record<string, Version[]> = {};
const resource = (plural: string, kind: string, more: object = {}) => {
  return {
    resource: plural,
    responseKind: { kind },
    scope: "Namespaced",
    singularResource: kind.toLowerCase(),
    verbs: ["list"],
    ...more,
  };
};

/** Serves these groups beside the core group. */
function serve(given: Record<string, Version[]>): void {
  for (const name of Object.keys(groups)) delete groups[name];
  Object.assign(groups, given);
  server.intercept = ({ path }, response) => {
    if (path !== "/apis") return false;
    const items = Object.entries(groups).map(([name, versions]) => ({ metadata: { name }, versions }));
    json(response, 200, { kind: "APIGroupDiscoveryList", items });
    return true;
  };
}

describe.each(["aggregated", "legacy"] as const)("discovery by %s documents", (form) => {
  beforeEach(() => {
    server.discovery = form;
  });

  test("finds a resource by each of its names", async () => {
    await discovery.refresh();
    const pods = discovery.find("pods");
    expect(pods).toMatchObject({
      group: "",
      version: "v1",
      resource: "pods",
      kind: "Pod",
      singular: "pod",
      namespaced: true,
    });
    for (const name of ["Pod", "pod", "po", "PODS"]) expect(discovery.find(name)).toBe(pods);
    const deployments = discovery.find("apps/deployments");
    expect(deployments).toMatchObject({ group: "apps", version: "v1", resource: "deployments", kind: "Deployment" });
    for (const name of ["deployments", "deployments.apps", "Deployment", "deployment"]) {
      expect(discovery.find(name)).toBe(deployments);
    }
    for (const name of ["", "nonsense", "apps/pods", "pods.apps", "__proto__", "constructor"]) {
      expect(discovery.find(name)).toBeUndefined();
    }
  });

  test("touches its cell when the set changes, and not when it is the same", async () => {
    await discovery.refresh();
    const changedAt = discovery.cell.changedAt;
    await discovery.refresh();
    expect(discovery.cell.changedAt).toBe(changedAt);
    server.discovery = "aggregated";
    serve({ "example.com": [{ version: "v1", resources: [resource("widgets", "Widget")] }] });
    await discovery.refresh();
    expect(discovery.cell.changedAt).toBeGreaterThan(changedAt);
  });
});

describe("discovery", () => {
  test("takes the version that the server prefers for each resource", async () => {
    serve({
      "example.com": [
        { version: "v2", resources: [resource("widgets", "Widget")] },
        { version: "v1", resources: [resource("widgets", "Widget"), resource("gadgets", "Gadget")] },
      ],
    });
    await discovery.refresh();
    expect(discovery.find("widgets")).toMatchObject({ version: "v2" });
    expect(discovery.find("gadgets")).toMatchObject({ version: "v1" });
  });

  test("prefers the group that the server names first, and a plural to a short name", async () => {
    serve({
      "a.io": [{ version: "v1", resources: [resource("things", "Thing", { shortNames: ["widgets"] })] }],
      "b.io": [{ version: "v1", resources: [resource("widgets", "Widget"), resource("pods", "Pod")] }],
      "c.io": [{ version: "v1", resources: [resource("widgets", "Widget")] }],
    });
    await discovery.refresh();
    expect(discovery.find("widgets")?.group).toBe("b.io");
    expect(discovery.find("pods")?.group).toBe("");
    expect(discovery.find("pods.b.io")?.group).toBe("b.io");
  });

  test("finds a resource under another group where the cluster has it under that one alone", async () => {
    const widgets = [{ version: "v1", resources: [resource("widgets", "Widget")] }];
    const otherGroups = new Map([
      ["example.com/widgets", "stored.example.com/widgets"],
      ["example.com/gadgets", "stored.example.com/gadgets"],
    ]);
    await using asked = new Discovery(connection, { otherGroups }, realRuntime);
    serve({ "stored.example.com": widgets });
    await asked.refresh();
    expect(asked.find("example.com/widgets")?.group).toBe("stored.example.com");
    expect(asked.servedAs("example.com/widgets")).toBe("stored.example.com/widgets");
    expect(asked.servedAs("pods")).toBe("pods");
    // Of what is served by neither name nobody knows better than its own.
    expect(asked.find("example.com/gadgets")).toBeUndefined();
    expect(asked.servedAs("example.com/gadgets")).toBe("example.com/gadgets");
    serve({ "stored.example.com": widgets, "example.com": widgets });
    await asked.refresh();
    expect(asked.find("example.com/widgets")?.group).toBe("example.com");
    expect(asked.servedAs("example.com/widgets")).toBe("example.com/widgets");
    expect(asked.find("stored.example.com/widgets")?.group).toBe("stored.example.com");
  });

  test("tells when a resource is served under the other of its groups, as other rights count then", async () => {
    const widgets = [{ version: "v1", resources: [resource("widgets", "Widget")] }];
    const otherGroups = new Map([["example.com/widgets", "stored.example.com/widgets"]]);
    await using asked = new Discovery(connection, { otherGroups }, realRuntime);
    const toldBy = async (groups: Parameters<typeof serve>[0]) => {
      const before = asked.regrouped.changedAt;
      serve(groups);
      await asked.refresh();
      return asked.regrouped.changedAt > before;
    };
    // What is known of nothing was decided by the name that it is asked for by.
    expect(await toldBy({ "stored.example.com": widgets })).toBe(true);
    expect(await toldBy({ "stored.example.com": widgets, "a.io": widgets })).toBe(false);
    expect(await toldBy({ "stored.example.com": widgets, "example.com": widgets })).toBe(true);
    const silent = [{ version: "v1", freshness: "Stale", resources: [] }];
    expect(await toldBy({ "stored.example.com": widgets, "example.com": silent })).toBe(false);
    expect(await toldBy({ "stored.example.com": widgets })).toBe(true);
    expect(await toldBy({})).toBe(true);
  });

  test("keeps what it knows of a group whose own server is down", async () => {
    const metrics = { version: "v1", resources: [resource("nodes", "NodeMetrics")] };
    serve({ "metrics.k8s.io": [metrics] });
    await discovery.refresh();
    serve({ "metrics.k8s.io": [{ version: "v1", freshness: "Stale", resources: [] }] });
    await discovery.refresh();
    expect(discovery.find("metrics.k8s.io/nodes")).toBeDefined();
    serve({});
    await discovery.refresh();
    expect(discovery.find("metrics.k8s.io/nodes")).toBeUndefined();
  });

  test("says of a kind that it never saw, of a group whose server is down, that it cannot be asked", async () => {
    serve({ "metrics.k8s.io": [{ version: "v1", freshness: "Stale", resources: [] }] });
    for (const name of ["metrics.k8s.io/pods", "nodes.metrics.k8s.io"]) {
      await expect(discovery.require(name)).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE", cluster: "alpha" });
    }
    await expect(discovery.require("nodes.example.com")).rejects.toMatchObject({ code: "UNKNOWN_KIND" });
    await expect(discovery.require("nodes")).rejects.toMatchObject({ code: "UNKNOWN_KIND" });
  });

  test("by legacy documents is not stopped by one broken group", async () => {
    server.discovery = "legacy";
    server.intercept = ({ path }, response) => {
      if (path === "/apis/apps/v1") status(response, 503, "ServiceUnavailable", "error trying to reach service");
      return path === "/apis/apps/v1";
    };
    await discovery.refresh();
    expect(discovery.find("pods")).toMatchObject({ resource: "pods", subresources: ["log"] });
    expect(discovery.find("deployments")).toBeUndefined();
  });

  test("looks again for what it does not know, at most every two seconds", async () => {
    now = 10_000;
    serve({});
    await discovery.refresh();
    serve({ "example.com": [{ version: "v1", resources: [resource("widgets", "Widget")] }] });
    const before = server.requests.length;
    expect(await discovery.lookup("widgets")).toBeUndefined();
    expect(server.requests.length).toBe(before);
    now += 2_001;
    expect(await discovery.lookup("widgets")).toMatchObject({ kind: "Widget" });
  });

  test("makes one look of many that are asked for at once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => discovery.lookup("nonsense")));
    expect(server.requests.filter(({ path }) => path === "/apis")).toHaveLength(1);
  });

  test("says of an unknown kind that it is unknown, and of a silent cluster that it is silent", async () => {
    await expect(discovery.require("nonsense")).rejects.toMatchObject({ code: "UNKNOWN_KIND", cluster: "alpha" });
    await server.kill();
    now += 60_000;
    await expect(discovery.require("nonsense")).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
    expect(discovery.hasSynced).toBe(true);
  });

  test("looks by itself, and goes on after a failure", async () => {
    let fail = true;
    server.intercept = ({ path }, response) => {
      if (path !== "/apis" || !fail) return false;
      fail = false;
      status(response, 500, "InternalError", "x");
      return true;
    };
    discovery.start();
    await server.until(() => server.requests.filter(({ path }) => path === "/apis").length >= 3);
    expect(discovery.hasSynced).toBe(true);
    await discovery.stop();
    const requests = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(server.requests.length).toBe(requests);
  });

  test("looks at once when it is told of a change, and again, as what is defined is served a moment later", async () => {
    await using told = new Discovery(connection, { intervalMs: 60_000 }, realRuntime, () => true);
    serve({});
    told.start();
    await until(() => told.hasSynced, "the first look");
    const looks = () => server.requests.filter(({ path }) => path === "/apis").length;
    const before = looks();
    for (let n = 0; n < 20; n += 1) told.hint();
    await until(() => looks() === before + 1, "the look at once");
    serve({ "example.com": [{ version: "v1", resources: [resource("widgets", "Widget")] }] });
    await until(() => told.find("widgets") !== undefined, "the look after that");
    expect(looks()).toBeLessThan(before + 4);
  });

  test("asks for what has changed alone, and goes on knowing what has not", async () => {
    let sent = 0;
    let etag = '"one"';
    const widgets = { metadata: { name: "a.io" }, versions: [{ version: "v1", resources: [resource("as", "A")] }] };
    server.intercept = ({ path, headers }, response) => {
      if (path !== "/apis") return false;
      if (headers["if-none-match"] === etag) response.writeHead(304).end();
      else {
        sent += 1;
        response.setHeader("etag", etag);
        json(response, 200, { kind: "APIGroupDiscoveryList", items: etag === '"one"' ? [widgets] : [] });
      }
      return true;
    };
    for (let n = 0; n < 3; n += 1) await discovery.refresh();
    expect(sent).toBe(1);
    expect(discovery.find("a.io/as")).toBeDefined();
    expect(discovery.find("pods")).toBeDefined();
    etag = '"two"';
    await discovery.refresh();
    expect(sent).toBe(2);
    expect(discovery.find("a.io/as")).toBeUndefined();
    expect(discovery.find("pods")).toBeDefined();
  });

  test.each([[null], ["text"], [{ kind: "APIGroupDiscoveryList" }], [{ kind: "APIGroupDiscoveryList", items: [{}] }]])(
    "survives the document %j",
    async (document) => {
      await discovery.refresh();
      server.intercept = ({ path }, response) => {
        if (path === "/apis") json(response, 200, document);
        return path === "/apis";
      };
      await discovery.refresh().catch(() => {});
      expect(discovery.find("nonsense")).toBeUndefined();
      server.intercept = null;
      await discovery.refresh();
      expect(discovery.find("apps/deployments")).toBeDefined();
    },
  );
});

describe("the path of a resource", () => {
  const pods = { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true } as const;
  const rest = { singular: "", verbs: [], shortNames: [], subresources: [], polled: false };
  const cases: [string, Parameters<typeof pathOf>][] = [
    ["/api/v1/pods", [{ ...pods, ...rest }]],
    ["/api/v1/namespaces/n/pods", [{ ...pods, ...rest }, "n"]],
    ["/api/v1/namespaces/n/pods/p/log", [{ ...pods, ...rest }, "n", "p", "log"]],
    ["/apis/apps/v1/namespaces/n/pods/p", [{ ...pods, ...rest, group: "apps" }, "n", "p"]],
    ["/apis/apps/v1/pods/p", [{ ...pods, ...rest, group: "apps", namespaced: false }, "n", "p"]],
    [
      "/api/v1/namespaces/..%2Fsecrets%3F/pods/system%3Amasters",
      [{ ...pods, ...rest }, "../secrets?", "system:masters"],
    ],
  ];
  test.each(cases)("is %s", (expected, args) => {
    expect(pathOf(...args)).toBe(expected);
  });

  test("has its group and version as apiVersion", () => {
    expect(apiVersionOf({ group: "", version: "v1" })).toBe("v1");
    expect(apiVersionOf({ group: "apps", version: "v1" })).toBe("apps/v1");
  });
});
