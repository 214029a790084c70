import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Cluster,
  type ClusterOptions,
  type KubernetesObject,
  type ReflectorOptions,
} from "../../../src/kubernetes/index.ts";
import { endOfInitialEvents, expired, FakeApiServer, json, status } from "./fake-api-server.ts";
import { RecordingFeed } from "./recording-feed.ts";
import { realRuntime } from "./runtime.ts";

// Quicker than in life, so that no test waits for long. A heartbeat that is quick would also fail quickly on a machine
// that is busy, so only the tests of what it notices have one.
const patient: ClusterOptions["health"] = { recoveryIntervalMs: 20 };
const frequent: ClusterOptions["health"] = { intervalMs: 50, recoveryIntervalMs: 20 };
const attentive: ClusterOptions["health"] = { intervalMs: 100, timeoutMs: 80, recoveryIntervalMs: 20 };

let server: FakeApiServer;
let feed: RecordingFeed<KubernetesObject>;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  server = await FakeApiServer.start();
  feed = new RecordingFeed();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await server[Symbol.asyncDispose]();
});

interface Reflect extends ReflectorOptions {
  readonly health?: ClusterOptions["health"];
  readonly resource?: string;
  readonly namespace?: string;
}

const otherGroups = new Map([["example.com/widgets", "stored.example.com/widgets"]]);

function reflect({ health = patient, resource = "pods", namespace, ...options }: Reflect = {}): Cluster {
  const reflector = { backoff: { baseMs: 5, capMs: 50 }, ...options };
  const discovery = { missIntervalMs: 0, intervalMs: 50, otherGroups };
  const cluster = new Cluster(server.config(), { health: health ?? {}, discovery, reflector }, realRuntime);
  const stop = new AbortController();
  cluster.start();
  const run = cluster.source(resource, namespace).run(feed, stop.signal);
  cleanUps.push(async () => {
    stop.abort();
    await run;
    await cluster.stop();
  });
  return cluster;
}

/** The content has arrived, and a watch is open at both ends. */
async function synced(): Promise<void> {
  await feed.until(() => feed.isLive);
  await server.until(() => server.watches === 1);
}

const paged: ReflectorOptions = { watchList: false, pageSize: 2 };

describe.each([
  ["by a streamed list", {}],
  ["by pages and a watch", paged],
])("a reflector that lists %s", (_, options: ReflectorOptions) => {
  test("fills the store, says that it is live, and follows every change", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) server.put(name);
    reflect(options);
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a", "b", "c", "d", "e"]);
    expect(feed.at).toEqual({ epoch: server.uid, rv: server.rv });
    await synced();

    server.put("f");
    server.put("a", { spec: { changed: true } });
    server.delete("b");
    await feed.until(() => feed.changes.length === 3);
    expect(feed.changes).toEqual(["put f", "put a", "remove b"]);
    expect(feed.object("a")?.spec).toEqual({ changed: true });
    expect(feed.at?.rv).toBe(server.rv);
    expect(server.lists).toHaveLength(1);
  });

  test("fills the store also where there is nothing", async () => {
    reflect(options);
    await feed.until(() => feed.isLive);
    expect(feed.calls.find(({ call }) => call === "commit")).toMatchObject({ names: [] });
  });

  test("gives a relist's objects the same form as those of a watch", async () => {
    server.put("a", { spec: { x: 1 } });
    reflect(options);
    await feed.until(() => feed.isLive);
    expect(feed.object("a")).toMatchObject({ apiVersion: "v1", kind: "Pod", spec: { x: 1 } });
  });

  test("opens a watch anew that has brought nothing for too long, without a list and without being stale", async () => {
    server.put("a");
    reflect({ ...options, quietMs: 100 });
    await synced();
    const last = feed.at?.rv;
    await server.until(() => server.resumes.length >= 3);
    expect(server.resumes.at(-1)?.query.get("resourceVersion")).toBe(last);
    expect(server.lists).toHaveLength(1);
    expect(feed.changes).toEqual([]);
    expect(feed.health$).toEqual({ state: "live" });
  });

  test("resumes from the last version when the watch is cut, without a list, and loses nothing", async () => {
    server.put("a");
    reflect(options);
    await synced();
    server.put("b");
    await feed.until(() => feed.changes.length === 1);

    const last = feed.at?.rv;
    server.cutWatches();
    server.put("c");
    server.delete("a");
    await feed.until(() => feed.changes.length === 3);
    expect(feed.changes).toEqual(["put b", "put c", "remove a"]);
    expect(server.resumes.at(-1)?.query.get("resourceVersion")).toBe(last);
    expect(server.lists).toHaveLength(1);
    expect(feed.health$).toEqual({ state: "live" });
  });

  test("takes the content anew when the history is gone, by one replacement that lacks what vanished", async () => {
    for (const name of ["a", "b", "c"]) server.put(name);
    reflect(options);
    await synced();

    server.cutWatches();
    server.delete("b");
    server.put("d");
    server.compact();
    await feed.until(() => feed.commits === 2);
    expect(feed.names).toEqual(["a", "c", "d"]);
    expect(feed.changes).toEqual([]);
    expect(feed.at).toEqual({ epoch: server.uid, rv: server.rv });
  });

  test("takes the content anew when the watch itself says that the history is gone", async () => {
    server.put("a");
    reflect(options);
    await synced();
    server.send(`${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } })}\n`);
    await feed.until(() => feed.commits === 2);
    expect(feed.names).toEqual(["a"]);
  });
});

describe("a watch", () => {
  const breaks: [string, () => void][] = [
    ["is cut in the middle of a line", () => server.cutWatches('{"type":"ADDED","object":{"metadata":{"na')],
    ["sends a line that is not JSON", () => server.send("<html>502 Bad Gateway</html>\n")],
    [
      "sends an event of an unknown type",
      () => {
        const object = { metadata: { name: "ghost", namespace: "default", uid: "g", resourceVersion: "999" } };
        server.send(`${JSON.stringify({ type: "SURPRISE", object })}\n`);
      },
    ],
    ["sends JSON that is no event", () => server.send('{"type":"ADDED"}\n')],
    ["sends null", () => server.send("null\n")],
    ["sends an event without metadata", () => server.send('{"type":"ADDED","object":{}}\n')],
    ["sends a bookmark without a version", () => server.send('{"type":"BOOKMARK","object":{"metadata":{}}}\n')],
    ["sends half a character", () => server.cutWatches(Buffer.from([0x22, 0xe2, 0x82]).toString("latin1"))],
    ["ends with an error of the server", () => server.send('{"type":"ERROR","object":{"kind":"Status","code":500}}\n')],
    ["is ended by the server", () => server.endWatches()],
  ];

  test.each(breaks)("that %s is resumed, and nothing is lost", async (_, breakIt) => {
    server.put("a");
    reflect();
    await synced();
    server.put("b");
    await feed.until(() => feed.names.includes("b"));
    breakIt();
    await server.until(() => server.resumes.length === 1);
    server.put("c");
    await feed.until(() => feed.names.includes("c"));
    expect(feed.names).toEqual(["a", "b", "c"]);
    expect(feed.changes).toEqual(["put b", "put c"]);
    expect(server.lists).toHaveLength(1);
  });

  test("that always chokes on the same version is given up for a list", async () => {
    server.put("a");
    server.intercept = ({ query }, response) => {
      if (!query.has("watch") || !query.has("resourceVersion")) return false;
      response.writeHead(200).end('{"type":"ERROR","object":{"kind":"Status","code":500,"message":"conversion"}}\n');
      return true;
    };
    reflect();
    await synced();
    server.endWatches();
    await feed.until(() => feed.commits === 2);
    expect(feed.names).toEqual(["a"]);
  });

  test("that breaks is never resumed in a spin", async () => {
    server.put("a");
    server.intercept = ({ query }, response) => {
      if (!query.has("resourceVersion")) return false;
      response.writeHead(200).end();
      return true;
    };
    reflect({ backoff: { baseMs: 20, capMs: 10_000 } });
    await synced();
    server.endWatches();
    await feed.until(() => feed.health$?.state === "stale");
    await server.until(() => server.resumes.length >= 3);
    const delays = server.resumes.length;
    expect(delays).toBeLessThan(10);
  });

  test("that ends too soon once is no reason to call the store stale", async () => {
    let ended = 0;
    server.intercept = ({ query }, response) => {
      if (!query.has("resourceVersion") || ended++ > 0) return false;
      response.writeHead(200).end();
      return true;
    };
    reflect();
    await synced();
    server.endWatches();
    await server.until(() => server.resumes.length === 2 && server.watches === 1);
    expect(feed.calls.filter(({ call }) => call === "health")).toHaveLength(1);
  });

  test("that finds its history gone after each list does not list in a spin", async () => {
    server.intercept = ({ query }, response) => {
      if (!query.has("resourceVersion")) return false;
      expired(response);
      return true;
    };
    const startedAt = performance.now();
    reflect({ ...paged, backoff: { baseMs: 50, capMs: 10_000 } });
    await feed.until(() => feed.commits === 4);
    // The second list comes at once, the third and the fourth after half of 100 ms and of 200 ms at least.
    expect(performance.now() - startedAt).toBeGreaterThan(145);
  });

  test("carries characters whole, wherever the bytes are cut", async () => {
    reflect();
    await synced();
    const object = { metadata: { name: "ü", namespace: "default", uid: "u", resourceVersion: "200" }, text: "💧ß€" };
    const bytes = Buffer.from(`${JSON.stringify({ type: "ADDED", object })}\n`);
    for (const byte of bytes) {
      server.send(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await feed.until(() => feed.names.length === 1);
    expect(feed.object("ü")?.text).toBe("💧ß€");
  });

  test("asks for bookmarks, and for an end between five and ten minutes away", async () => {
    reflect();
    await synced();
    const query = server.lists[0]?.query;
    expect(query?.get("allowWatchBookmarks")).toBe("true");
    expect(Number(query?.get("timeoutSeconds"))).toBeGreaterThanOrEqual(300);
    expect(Number(query?.get("timeoutSeconds"))).toBeLessThanOrEqual(600);
  });

  test("resumes from a bookmark", async () => {
    reflect();
    await synced();
    server.bookmark();
    await feed.until(() => feed.calls.some(({ call }) => call === "bookmark"));
    const { rv } = server;
    server.cutWatches();
    await server.until(() => server.resumes.length === 1);
    expect(server.resumes[0]?.query.get("resourceVersion")).toBe(rv);
  });

  test("looks at one namespace where that is the scope", async () => {
    server.put("a");
    reflect({ namespace: "default" });
    await feed.until(() => feed.isLive);
    expect(server.lists[0]?.path).toBe("/api/v1/namespaces/default/pods");
    expect(feed.names).toEqual(["a"]);
  });
});

describe("a streamed list", () => {
  test.each([400, 422])("that is refused with %d makes room for pages, and is not asked for again", async (code) => {
    server.watchList = code;
    server.put("a");
    const cluster = reflect();
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a"]);
    expect([...cluster.watchListRefused]).toEqual([""]);
    server.cutWatches();
    server.put("b");
    server.compact();
    await feed.until(() => feed.commits === 2);
    expect(server.requests.filter(({ query }) => query.has("sendInitialEvents"))).toHaveLength(1);
  });

  test("that is accepted but never completed makes room for pages", async () => {
    server.put("a");
    server.intercept = ({ query }, response) => {
      if (!query.has("sendInitialEvents")) return false;
      response.writeHead(200).flushHeaders();
      return true;
    };
    reflect({ watchListSilenceMs: 50 });
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a"]);
  });

  test("that always breaks makes room for pages", async () => {
    server.put("a");
    server.intercept = ({ query }, response) => {
      if (!query.has("sendInitialEvents")) return false;
      response.writeHead(200).end();
      return true;
    };
    const cluster = reflect();
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a"]);
    expect(cluster.watchListRefused.size).toBe(0);
  });

  test("that breaks before it is complete shows nothing of itself", async () => {
    server.put("a");
    let first = true;
    server.intercept = ({ query }, response) => {
      if (!query.has("sendInitialEvents") || !first) return false;
      first = false;
      const object = { metadata: { name: "ghost", namespace: "default", uid: "g", resourceVersion: "1" } };
      response.writeHead(200).end(`${JSON.stringify({ type: "ADDED", object })}\n`);
      return true;
    };
    reflect();
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a"]);
    expect(feed.commits).toBe(1);
  });

  test("takes a change and a deletion among the initial events for what they are", async () => {
    const pod = (name: string, rv: string) => ({
      metadata: { name, namespace: "default", uid: `u-${name}`, resourceVersion: rv },
    });
    server.intercept = ({ query }, response) => {
      if (!query.has("sendInitialEvents")) return false;
      const events = [
        { type: "ADDED", object: pod("a", "10") },
        { type: "ADDED", object: pod("b", "11") },
        { type: "ADDED", object: pod("c", "12") },
        { type: "DELETED", object: pod("b", "21") },
        { type: "MODIFIED", object: pod("a", "22") },
        { type: "DELETED", object: pod("c", "23") },
        { type: "ADDED", object: pod("c", "24") },
        endOfInitialEvents("30"),
      ];
      response.writeHead(200).write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      return true;
    };
    reflect();
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a", "c"]);
    expect(feed.object("a")?.metadata.resourceVersion).toBe("22");
    const positions = feed.calls.flatMap((call) => ("at" in call ? [Number(call.at.rv)] : []));
    expect(positions).toEqual([30]);
  });
});

describe("a list in pages", () => {
  test("starts over when its pages expire, and then asks for everything at once", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) server.put(name);
    server.intercept = ({ query }, response) => {
      if (!query.has("continue")) return false;
      expired(response);
      return true;
    };
    reflect(paged);
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a", "b", "c", "d", "e"]);
    expect(feed.commits).toBe(1);
    expect(server.lists.map(({ query }) => query.get("limit"))).toEqual(["2", null]);
  });

  test("asks for the next page before it has read this one", async () => {
    const item = (name: string) =>
      JSON.stringify({ metadata: { name, namespace: "default", uid: name, resourceVersion: "1" } });
    server.intercept = async ({ path, query }, response) => {
      if (!path.endsWith("/pods") || query.has("watch")) return false;
      if (query.get("continue") === "more") {
        response.end(`{"kind":"PodList","metadata":{"resourceVersion":"9"},"items":[${item("b")}]}`);
      } else {
        response.write('{"kind":"PodList","metadata":{"resourceVersion":"9","continue":"more"},"items":[');
        await server.until(() => server.requests.some(({ query }) => query.get("continue") === "more"));
        response.end(`${item("a")}]}`);
      }
      return true;
    };
    reflect(paged);
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["a", "b"]);
  });

  test("leaves out an item that is no object, and takes all others", async () => {
    server.intercept = ({ path, query }, response) => {
      if (!path.endsWith("/pods") || query.has("watch")) return false;
      const good = { metadata: { name: "good", namespace: "default", uid: "u", resourceVersion: "7" } };
      json(response, 200, {
        kind: "PodList",
        metadata: { resourceVersion: "9" },
        items: [{}, { metadata: null }, good],
      });
      return true;
    };
    reflect(paged);
    await feed.until(() => feed.isLive);
    expect(feed.names).toEqual(["good"]);
  });

  test("that ends in the middle is asked for again, and nothing of it is shown", async () => {
    server.put("a");
    let broken = 0;
    server.intercept = ({ path, query }, response) => {
      if (!path.endsWith("/pods") || query.has("watch") || broken >= 2) return false;
      broken += 1;
      response
        .writeHead(200)
        .end('{"kind":"PodList","metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"gho');
      return true;
    };
    reflect(paged);
    await feed.until(() => feed.isLive);
    expect(broken).toBe(2);
    expect(feed.names).toEqual(["a"]);
  });
});

describe("the health that a reflector reports", () => {
  const refusals: [number, string][] = [
    [401, "CLUSTER_UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [404, "UNKNOWN_KIND"],
    [429, "TOO_MANY_REQUESTS"],
    [503, "CLUSTER_UNAVAILABLE"],
  ];

  test.each(refusals)("names the cause of a refusal with %d, and ends when it does", async (code, expected) => {
    let refuse = true;
    server.intercept = ({ path }, response) => {
      if (!refuse || !path.endsWith("/pods")) return false;
      status(response, code, "Because", "because");
      return true;
    };
    reflect();
    await feed.until(() => feed.health$ !== undefined);
    expect(feed.health$).toMatchObject({ state: "stale", error: { code: expected } });
    refuse = false;
    await feed.until(() => feed.isLive);
    expect(feed.commits).toBe(1);
  });

  test("is that of the last watch's end, however long the server then takes to refuse the next", async () => {
    let refuse = false;
    server.intercept = async ({ path }, response) => {
      if (!refuse || !path.endsWith("/pods")) return false;
      await new Promise((resolve) => setTimeout(resolve, 500));
      status(response, 503, "Because", "because");
      return true;
    };
    reflect();
    await synced();
    refuse = true;
    const endedAt = Date.now();
    server.endWatches();
    await feed.until(() => !feed.isLive);
    const health = feed.health$;
    if (health?.state !== "stale") return expect.unreachable();
    expect(health.since - endedAt).toBeLessThan(300);
  });

  test("ends no sooner than the server has asked for", async () => {
    let asked = 0;
    server.intercept = ({ path }, response) => {
      if (!path.endsWith("/pods") || asked++ > 0) return false;
      response.writeHead(429, { "retry-after": "1" }).end();
      return true;
    };
    const startedAt = performance.now();
    reflect();
    await feed.until(() => feed.isLive);
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });

  test("is that the kind is unknown, until the cluster serves it", async () => {
    const widgets = {
      kind: "APIGroupDiscoveryList",
      items: [
        {
          metadata: { name: "example.com" },
          versions: [
            {
              version: "v1",
              resources: [
                { resource: "widgets", responseKind: { kind: "Widget" }, scope: "Cluster", verbs: ["list", "watch"] },
              ],
            },
          ],
        },
      ],
    };
    let served = false;
    server.intercept = ({ path }, response) => {
      if (path === "/apis" && served) json(response, 200, widgets);
      else if (path === "/apis/example.com/v1/widgets") {
        response.writeHead(200).write(`${JSON.stringify(endOfInitialEvents("5"))}\n`);
      } else return false;
      return true;
    };
    reflect({ backoff: { baseMs: 10_000, capMs: 10_000 }, resource: "example.com/widgets" });
    await feed.until(() => feed.health$ !== undefined);
    expect(feed.health$).toMatchObject({ state: "stale", error: { code: "UNKNOWN_KIND" } });
    served = true;
    await feed.until(() => feed.isLive);
  });

  test("is stale from the beginning where the cluster is ill, though its watch can be opened", async () => {
    server.intercept = ({ path }, response) => {
      if (path === "/livez") response.writeHead(500).end("[-]etcd failed");
      return path === "/livez";
    };
    const cluster = reflect();
    await cluster.health.probe();
    await feed.until(() => feed.commits === 1 && feed.health$ !== undefined);
    await server.until(() => server.watches === 1);
    expect(feed.health$).toMatchObject({ state: "stale", error: { code: "CLUSTER_UNAVAILABLE" } });
  });

  test("stays stale as of the same moment when the server dies after it has frozen", async () => {
    reflect({ health: attentive });
    await synced();
    server.freeze();
    await feed.until(() => !feed.isLive);
    const frozen = feed.health$;
    await server.kill();
    await feed.until(() => feed.health$?.state === "stale" && feed.health$.error.code === "CLUSTER_UNAVAILABLE");
    const died = feed.health$;
    if (frozen?.state !== "stale" || died?.state !== "stale") return expect.unreachable();
    expect(died.since).toBe(frozen.since);
  });

  test("is stale as of the last contact when the server freezes, and live again without a list when it thaws", async () => {
    server.put("a");
    reflect({ health: attentive });
    await synced();
    await feed.until(() => feed.isLive);
    const frozenAt = Date.now();
    server.freeze();
    await feed.until(() => !feed.isLive);
    const health = feed.health$;
    expect(health).toMatchObject({ state: "stale", error: { code: "CLUSTER_TIMEOUT" } });
    if (health?.state === "stale") {
      expect(health.since).toBeLessThanOrEqual(frozenAt + 1);
      expect(health.since).toBeGreaterThan(frozenAt - 1_000);
    }
    server.put("b");
    server.thaw();
    await feed.until(() => feed.isLive);
    await feed.until(() => feed.names.includes("b"));
    expect(server.lists).toHaveLength(1);
  });

  test("is stale when the server dies, and live again without a list when it is back", async () => {
    server.put("a");
    reflect({ health: attentive });
    await synced();
    const port = await server.kill();
    await feed.until(() => feed.health$?.state === "stale");
    expect(feed.health$).toMatchObject({ error: { code: "CLUSTER_UNAVAILABLE" } });
    server.put("b");
    await server.listen(port);
    await feed.until(() => feed.isLive);
    await feed.until(() => feed.names.includes("b"));
    expect(server.lists).toHaveLength(1);
  });

  test("is live again as soon as the heartbeat is back, however long the next attempt would have to wait", async () => {
    reflect({ backoff: { baseMs: 60_000, capMs: 60_000 } });
    await synced();
    const port = await server.kill();
    await feed.until(() => !feed.isLive);
    await server.listen(port);
    await feed.until(() => feed.isLive);
    expect(feed.health$).toEqual({ state: "live" });
  });

  test("is stale while the API server has lost its etcd, though the watch stays open", async () => {
    let ill = false;
    server.intercept = ({ path }, response) => {
      if (path !== "/livez" || !ill) return false;
      response.writeHead(500).end("[-]etcd failed");
      return true;
    };
    reflect({ health: frequent });
    await feed.until(() => feed.isLive);
    ill = true;
    await feed.until(() => !feed.isLive);
    expect(server.watches).toBe(1);
    ill = false;
    await feed.until(() => feed.isLive);
    expect(server.resumes).toHaveLength(0);
  });
});

describe("a history that goes backwards", () => {
  test("starts a new epoch when etcd was restored from a backup", async () => {
    for (const name of ["a", "b", "c"]) server.put(name);
    reflect();
    await synced();
    const before = feed.at;
    const port = await server.kill();
    server.restore(50, ["a"]);
    await server.listen(port);
    await feed.until(() => feed.commits === 2);
    expect(feed.names).toEqual(["a"]);
    expect(feed.at?.rv).toBe("50");
    expect(feed.at?.epoch).not.toBe(before?.epoch);
    expect(feed.at?.epoch.startsWith(server.uid)).toBe(true);
  });

  test("is looked for after a freeze, too", async () => {
    for (const name of ["a", "b"]) server.put(name);
    reflect({ health: attentive });
    await synced();
    server.freeze();
    await feed.until(() => !feed.isLive);
    server.restore(50, ["a"]);
    server.thaw();
    await feed.until(() => feed.commits === 2);
    expect(feed.at?.rv).toBe("50");
    expect(feed.at?.epoch).toMatch(new RegExp(`^${server.uid}\\.`));
  });

  test("is not assumed when the server has merely been away", async () => {
    server.put("a");
    reflect();
    await synced();
    const port = await server.kill();
    await server.listen(port);
    await server.until(() => server.requests.some(({ query }) => query.get("limit") === "1"));
    server.put("b");
    await feed.until(() => feed.names.includes("b"));
    expect(feed.at?.epoch).toBe(server.uid);
    expect(server.lists).toHaveLength(1);
  });

  test("starts the new cluster's epoch when the watch finds no history at another cluster", async () => {
    server.put("a");
    reflect();
    await synced();
    server.uid = "99999999-8888-7777-6666-555555555555";
    server.endWatches();
    server.put("b");
    server.compact();
    await feed.until(() => feed.commits === 2);
    expect(feed.at?.epoch).toBe(server.uid);
  });

  test("starts the new cluster's epoch when another cluster stands at the address", async () => {
    server.put("a");
    reflect();
    await synced();
    const port = await server.kill();
    server.uid = "99999999-8888-7777-6666-555555555555";
    server.put("b");
    await server.listen(port);
    await feed.until(() => feed.commits === 2);
    expect(feed.at?.epoch).toBe(server.uid);
  });
});

test("a stopped reflector ends its watch and hands nothing over any more", async () => {
  server.put("a");
  reflect();
  await synced();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  await server.until(() => server.watches === 0);
  const calls = feed.calls.length;
  server.put("b");
  await new Promise(setImmediate);
  expect(feed.calls).toHaveLength(calls);
});

test("a stopped reflector no longer listens to its cluster", async () => {
  const cluster = new Cluster(server.config(), { health: patient }, realRuntime);
  cleanUps.push(() => cluster.stop());
  cluster.start();
  const stop = new AbortController();
  const run = cluster.source("pods").run(feed, stop.signal);
  await synced();
  stop.abort();
  await run;
  const calls = feed.calls.length;
  await server.kill();
  await cluster.health.probe();
  expect(cluster.health.reachable).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(feed.calls).toHaveLength(calls);
});

test("a reflector that starts with a filled store resumes it without a list", async () => {
  server.put("a");
  feed.at = { epoch: server.uid, rv: server.rv };
  server.put("b");
  reflect();
  await feed.until(() => feed.isLive && feed.changes.length === 1);
  expect(feed.changes).toEqual(["put b"]);
  expect(server.lists).toHaveLength(0);
});

test("a kind whose preferred version changes, or that comes under its own group, is listed again as that", async () => {
  let version = "v1";
  let group = "example.com";
  const resource = {
    resource: "widgets",
    responseKind: { kind: "Widget" },
    scope: "Cluster",
    verbs: ["list", "watch"],
  };
  server.intercept = ({ path }, response) => {
    if (path === "/apis") {
      const items = [{ metadata: { name: group }, versions: [{ version, resources: [resource] }] }];
      json(response, 200, { kind: "APIGroupDiscoveryList", items });
    } else if (path.startsWith(`/apis/${group}/`)) {
      const object = { metadata: { name: "w", namespace: "default", uid: "w", resourceVersion: "3" } };
      const events = [{ type: "ADDED", object }, endOfInitialEvents("5")];
      response.writeHead(200).write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    } else return false;
    return true;
  };
  reflect({ resource: "example.com/widgets" });
  await feed.until(() => feed.isLive);
  expect(feed.object("w")?.apiVersion).toBe("example.com/v1");
  version = "v2";
  await feed.until(() => feed.commits === 2);
  expect(feed.object("w")?.apiVersion).toBe("example.com/v2");
  expect(feed.at?.epoch).toBe(server.uid);
  group = "stored.example.com";
  await feed.until(() => feed.commits === 3);
  expect(feed.object("w")?.apiVersion).toBe("stored.example.com/v2");
  // Its objects may be others there, so nobody goes on from what he was told of these; on every replica alike.
  expect(feed.at?.epoch).toBe(`${server.uid}~stored.example.com`);
  group = "example.com";
  await feed.until(() => feed.commits === 4);
  expect(feed.at?.epoch).toBe(server.uid);
});

test("an object that is gone is not held for its siblings", async () => {
  const spec = { containers: [{ name: "c", image: "registry.example.com/app:1" }] };
  reflect();
  await synced();
  server.put("a", { spec }, { labels: { app: "x" } });
  server.put("b", { spec }, { labels: { app: "x" } });
  await feed.until(() => feed.changes.length === 2);
  const shared = feed.object("b")?.spec;
  expect(shared).toBe(feed.object("a")?.spec);
  server.delete("b");
  server.put("c", { spec }, { labels: { app: "x" } });
  await feed.until(() => feed.changes.length === 4);
  expect(feed.object("c")?.spec).toEqual(spec);
  expect(feed.object("c")?.spec).not.toBe(shared);
});

test("what one version has in common with the next is held once", async () => {
  server.put("a", { spec: { deep: { list: [1, 2, { x: "long enough to matter" }] } }, status: { phase: "Pending" } });
  reflect();
  await synced();
  const before = feed.object("a");
  server.put("a", { spec: { deep: { list: [1, 2, { x: "long enough to matter" }] } }, status: { phase: "Running" } });
  await feed.until(() => feed.changes.length === 1);
  expect(feed.object("a")).not.toBe(before);
  expect(feed.object("a")?.spec).toBe(before?.spec);
});
