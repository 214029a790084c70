import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Cluster, type KubernetesObject } from "../../../src/kubernetes/index.ts";
import { PolledVersions } from "../../../src/kubernetes/polled-versions.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { RecordingFeed } from "./recording-feed.ts";
import { realRuntime } from "./runtime.ts";

describe("the versions of what is polled", () => {
  test("change with the content, and with nothing else", () => {
    const versions = new PolledVersions(() => 0.5);
    const list = (texts: Record<string, string>) => {
      const next = versions.begin();
      const seen = Object.entries(texts).map(([key, text]) => next.versionOf(`ns/${key}`, text));
      return [...seen, next.commit().rv];
    };
    expect(list({ a: "1", b: "1" })).toEqual(["1", "1", "1"]);
    expect(list({ a: "1", b: "2" })).toEqual(["1", "2", "2"]);
    expect(list({ a: "1" })).toEqual(["1", "3"]);
    // It was gone, so it is new, whatever it looked like before.
    expect(list({ a: "1", b: "2" })).toEqual(["1", "4", "4"]);
  });

  test("of a list that was not finished leave nothing behind", () => {
    const versions = new PolledVersions(() => 0.5);
    const first = versions.begin();
    first.versionOf("ns/a", "1");
    first.commit();
    versions.begin().versionOf("ns/a", "2");
    const third = versions.begin();
    expect(third.versionOf("ns/a", "1")).toBe("1");
    expect(third.commit().rv).toBe("2");
  });

  test("have an epoch for each run", () => {
    const [one, other] = [0.1, 0.2].map((random) => new PolledVersions(() => random).begin().commit().epoch);
    expect(one).not.toBe(other);
  });
});

describe("a reflector of what cannot be watched", () => {
  let server: FakeApiServer;
  let feed: RecordingFeed<KubernetesObject>;
  let stack: AsyncDisposableStack;
  let answer: Parameters<typeof json>[2] | number;

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    server = stack.use(await FakeApiServer.start());
    feed = new RecordingFeed();
    const usages = { resource: "usages", responseKind: { kind: "Usage" }, scope: "Namespaced", verbs: ["list"] };
    const groups = [{ metadata: { name: "example.com" }, versions: [{ version: "v1", resources: [usages] }] }];
    server.intercept = ({ path }, response) => {
      if (path === "/apis") json(response, 200, { kind: "APIGroupDiscoveryList", items: groups });
      else if (path !== "/apis/example.com/v1/usages") return false;
      else if (typeof answer === "number") status(response, answer, "Failure", "no");
      else json(response, 200, answer);
      return true;
    };
  });

  afterEach(() => stack.disposeAsync());

  function reflect(): void {
    const options = { reflector: { pollMs: 10, backoff: { baseMs: 5, capMs: 20 } } };
    const cluster = new Cluster(server.config(), options, realRuntime);
    const stop = new AbortController();
    cluster.start();
    const run = cluster.source("example.com/usages").run(feed, stop.signal);
    stack.defer(async () => {
      stop.abort();
      await run;
      await cluster.stop();
    });
  }

  const usage = (name: unknown) => ({ metadata: { name, namespace: "default" }, usage: { cpu: "1" } });
  const listOf = (...items: unknown[]) => ({ kind: "UsageList", metadata: {}, items });

  test("goes on listing, and leaves out what is no object", async () => {
    answer = listOf(usage("a"), usage(7), null, "text", {}, usage("b"));
    reflect();
    await feed.until(() => feed.commits >= 3);
    expect(feed.names).toEqual(["a", "b"]);
    expect(feed.isLive).toBe(true);
    answer = listOf(usage("b"));
    await feed.until(() => feed.names.join() === "b");
    expect(feed.at?.epoch).toMatch(/^polled[.]/);
  });

  test.each<[string, typeof answer, string]>([
    ["fails", 503, "CLUSTER_UNAVAILABLE"],
    ["is forbidden", 403, "FORBIDDEN"],
    ["is no list", { kind: "Pod" }, "CLUSTER_UNAVAILABLE"],
    ["is nothing", "", "CLUSTER_UNAVAILABLE"],
  ])("is stale when a list %s, keeps what it has, and goes on when that is over", async (_, bad, code) => {
    answer = listOf(usage("a"));
    reflect();
    await feed.until(() => feed.isLive);
    answer = bad;
    await feed.until(() => feed.health$?.state === "stale");
    expect(feed.health$).toMatchObject({ error: { code } });
    expect(feed.names).toEqual(["a"]);
    answer = listOf(usage("c"));
    await feed.until(() => feed.isLive && feed.names.join() === "c");
  });
});
