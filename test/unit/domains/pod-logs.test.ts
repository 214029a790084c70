import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, ownedBy, pod, replicaSet } from "./manifests.ts";
import { creating } from "./scripted-logs.ts";

interface Logs {
  readonly lines: readonly { readonly cluster: string; readonly pod: string; readonly text: string }[];
  readonly truncated: boolean;
  readonly cursor: string | null;
  readonly errors: readonly object[];
}

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

const selection = `lines { cluster namespace pod container loggedAt text partial } truncated cursor
  errors { cluster namespace pod container code message } clusterErrors { cluster code }`;

async function podLogs(args: string, variables: object = {}): Promise<Logs> {
  const { podLogs: logs } = await world.data<{ podLogs: Logs }>(`{ podLogs(${args}) { ${selection} } }`, variables);
  return logs;
}

const texts = ({ lines }: Logs) => lines.map(({ text }) => text);
const web = 'of: { filter: { labels: "app=web" } }';
const only = 'containers: ["web"]';

/** Asks for the logs that the test world has written nothing of, too. */
function twoPods(): void {
  world.put("alpha", "pods", pod("a"));
  world.put("bravo", "pods", pod("b"));
}

describe("podLogs", () => {
  test("merges the lines of pods and containers of all clusters by time", async () => {
    twoPods();
    world.cluster("alpha").logs.write("a/web", "12:00:01 first", "12:00:04.000000002 fourth");
    world.cluster("alpha").logs.write("a/proxy", "12:00:02 second");
    world.cluster("bravo").logs.write("b/web", "12:00:03 third", "12:00:04.000000003 fifth");
    const logs = await podLogs(web);
    expect(texts(logs)).toEqual(["first", "second", "third", "fourth", "fifth"]);
    expect(logs.lines[1]).toEqual({
      cluster: "alpha",
      namespace: "shop",
      pod: "a",
      container: "proxy",
      loggedAt: "2026-03-01T12:00:02.000000000Z",
      text: "second",
      partial: false,
    });
    expect(logs).toMatchObject({ truncated: false, errors: [], clusterErrors: [] });
  });

  test("keeps the order of each container, and of pods where times are equal", async () => {
    twoPods();
    world.cluster("alpha").logs.write("a/web", "12:00:02 a1", "12:00:01 a2", "12:00:02 a3");
    world.cluster("bravo").logs.write("b/web", "12:00:02 b1", "12:00:02 b2");
    expect(texts(await podLogs(`${web}, ${only}`))).toEqual(["a1", "a2", "a3", "b1", "b2"]);
  });

  test("tells of a container that has not started yet beside the lines of the others", async () => {
    twoPods();
    world.cluster("alpha").logs.fail("a/web", creating("a", "web"));
    world.cluster("bravo").logs.write("b/web", "12:00:01 there");
    const logs = await podLogs(`${web}, ${only}`);
    expect(texts(logs)).toEqual(["there"]);
    expect(logs.errors).toEqual([
      {
        cluster: "alpha",
        namespace: "shop",
        pod: "a",
        container: "web",
        code: "UPSTREAM_REJECTED",
        message: 'container "web" in pod "a" is waiting to start: ContainerCreating',
      },
    ]);
  });

  test("ends at so many lines or bytes, says so, and goes on behind its cursor without a loss", async () => {
    twoPods();
    const lines = (from: number) => [0, 1, 2, 3].map((n) => `12:00:0${n}.${from} line ${n}${from}`);
    world.cluster("alpha").logs.write("a/web", ...lines(1), "12:00:03.1 twin");
    world.cluster("bravo").logs.write("b/web", ...lines(2));
    const all = texts(await podLogs(`${web}, ${only}`));
    expect(all).toHaveLength(9);
    for (const limit of ["first: 2", "limitBytes: 15", "first: 1", "limitBytes: 1"]) {
      const found: string[] = [];
      let after = "";
      for (;;) {
        const page = await podLogs(`${web}, ${only}, ${limit}${after}`);
        found.push(...texts(page));
        after = `, after: "${page.cursor}"`;
        if (!page.truncated) break;
      }
      expect(found, limit).toEqual(all);
    }
    expect(world.cluster("alpha").logs.reading).toBe(0);
  });

  test("asks kubelets for the end alone, unless something says where to begin", async () => {
    world.put("alpha", "pods", pod("a"));
    const { logs } = world.cluster("alpha");
    const asked = async (args: string) => {
      logs.requests.length = 0;
      await podLogs(`${web}, ${only}${args}`);
      return logs.requests.map(({ sinceTime, tailLines, previous }) => ({ sinceTime, tailLines, previous }));
    };
    expect(await asked("")).toEqual([{ tailLines: 100, previous: false }]);
    expect(await asked(", tail: 3, previous: true")).toEqual([{ tailLines: 3, previous: true }]);
    expect(await asked(', sinceAt: "2026-03-01T13:00:01.7+01:00"')).toEqual([
      { sinceTime: "2026-03-01T12:00:01Z", previous: false },
    ]);
    expect(await asked(", tail: 0")).toEqual([]);
  });

  test("since a moment leaves out what kubelets send of the same second before it", async () => {
    world.put("alpha", "pods", pod("a"));
    world.cluster("alpha").logs.write("a/web", "12:00:01.2 before", "12:00:01.7 at", "12:00:02 after");
    expect(texts(await podLogs(`${web}, sinceAt: "2026-03-01T12:00:01.7Z"`))).toEqual(["at", "after"]);
  });

  test("shows sidecars and ephemeral containers, and init containers when they are named", async () => {
    const { spec, ...rest } = pod("a");
    const more = {
      initContainers: [{ name: "prepare" }, { name: "mesh", restartPolicy: "Always" }],
      ephemeralContainers: [{ name: "debugger-1" }],
    };
    world.put("alpha", "pods", { ...rest, spec: { ...spec, ...more } } as typeof rest);
    const { logs } = world.cluster("alpha");
    await podLogs(web);
    expect(logs.requests.map(({ container }) => container)).toEqual(["mesh", "web", "proxy", "debugger-1"]);
    logs.requests.length = 0;
    await podLogs(`${web}, containers: ["prepare", "nobody"]`);
    expect(logs.requests.map(({ container }) => container)).toEqual(["prepare"]);
  });

  test("of a workload are those of the pods that it owns, though others bear the same labels", async () => {
    const web = deployment("web");
    const old = replicaSet("web-3", web);
    const now = replicaSet("web-4", web);
    world.put("alpha", "apps/deployments", web);
    for (const each of [old, now]) world.put("alpha", "apps/replicasets", each);
    world.put("alpha", "pods", pod("a", ownedBy(old)));
    world.put("alpha", "pods", pod("b", ownedBy(now)));
    world.put("alpha", "pods", pod("c"));
    for (const name of ["a", "b", "c"]) world.cluster("alpha").logs.write(`${name}/web`, `12:00:01 ${name}`);
    const workload = 'of: { workload: { cluster: "alpha", namespace: "shop", kind: "Deployment", name: "web" } }';
    expect(texts(await podLogs(workload))).toEqual(["a", "b"]);
    const data = await world.data<{
      deployments: { nodes: { logs: Logs; replicaSets: { nodes: { logs: Logs }[] } }[] };
    }>(`{ deployments { nodes { logs { ${selection} } replicaSets { nodes { logs { ${selection} } } } } } }`);
    const [found] = data.deployments.nodes;
    expect(found && texts(found.logs)).toEqual(["a", "b"]);
    expect(found?.replicaSets.nodes.map(({ logs }) => texts(logs))).toEqual([["a"], ["b"]]);
  });

  test("of named pods tells of those that are not there", async () => {
    const id = world.put("alpha", "pods", pod("a"));
    world.cluster("alpha").logs.write("a/web", "12:00:01 there");
    const logs = await podLogs(
      "of: { pods: $pods }".replace(
        "$pods",
        `[{ id: "${id}" }, { ref: { cluster: "bravo", namespace: "shop", name: "z" } }]`,
      ),
    );
    expect(texts(logs)).toEqual(["there"]);
    expect(logs.errors).toMatchObject([{ cluster: "bravo", pod: "z", code: "NOT_FOUND" }]);
  });

  test("of pods whose logs the caller may not read are not asked for", async () => {
    twoPods();
    world.caller.sees(seesNothing, "alpha", "pods/log", "get");
    world.cluster("alpha").logs.write("a/web", "12:00:01 secret");
    world.cluster("bravo").logs.write("b/web", "12:00:01 open");
    const logs = await podLogs(web);
    expect(texts(logs)).toEqual(["open"]);
    expect(logs.errors).toMatchObject([{ cluster: "alpha", pod: "a", code: "FORBIDDEN" }]);
    expect(world.cluster("alpha").logs.requests).toEqual([]);
    expect(world.denied).toMatchObject([
      { verb: "get", scope: { cluster: "alpha", resource: "pods", subresource: "log" } },
    ]);
  });

  test("are read anew each time, whatever is kept of other answers", async () => {
    world.put("alpha", "pods", pod("a"));
    world.cluster("alpha").logs.write("a/web", "12:00:01 one");
    expect(texts(await podLogs(web))).toEqual(["one"]);
    world.cluster("alpha").logs.write("a/web", "12:00:02 two");
    expect(texts(await podLogs(web))).toEqual(["one", "two"]);
  });

  test.each([
    ["first: 0", "BAD_USER_INPUT"],
    ["first: 5001", "LIMIT_EXCEEDED"],
    ["limitBytes: 0", "BAD_USER_INPUT"],
    ["limitBytes: 8388609", "LIMIT_EXCEEDED"],
    ["tail: -1", "BAD_USER_INPUT"],
    ["tail: 10001", "LIMIT_EXCEEDED"],
    ["containers: []", "BAD_USER_INPUT"],
    [`containers: [${'"c", '.repeat(51)}]`, "LIMIT_EXCEEDED"],
    ['sinceAt: "yesterday"', "GRAPHQL_VALIDATION_FAILED"],
    ['sinceAt: "2026-03-01T12:00:00.0123456789Z"', "BAD_USER_INPUT"],
    ['after: "garbage"', "INVALID_CURSOR"],
  ])("with %s are refused", async (args, code) => {
    const { errors } = await world.run(`{ podLogs(${web}, ${args}) { truncated } }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  test.each([
    ["{}", "GRAPHQL_VALIDATION_FAILED"],
    ['{ filter: { labels: "(" } }', "INVALID_SELECTOR"],
    ['{ filter: { clusters: ["nowhere"] } }', "UNKNOWN_CLUSTER"],
    ['{ pods: [{ id: "garbage" }] }', "INVALID_ID"],
    ['{ workload: { cluster: "nowhere", namespace: "shop", kind: "Deployment", name: "web" } }', "UNKNOWN_CLUSTER"],
    ['{ workload: { cluster: "alpha", namespace: "shop", kind: "Nonsense", name: "web" } }', "UNKNOWN_KIND"],
  ])("of %s are refused", async (of, code) => {
    const { errors } = await world.run(`{ podLogs(of: ${of}) { truncated } }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });
});
