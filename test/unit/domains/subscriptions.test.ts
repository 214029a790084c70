import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, pod } from "./manifests.ts";

interface Change {
  readonly type: string;
  readonly id: string;
  readonly object: Record<string, unknown> | null;
}

interface Delta {
  readonly changes: readonly Change[];
  readonly phase: string;
}

type Frame = { readonly data?: Record<string, Delta>; readonly errors?: readonly object[] };

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

/** Subscribes, and waits for the whole of the initial state. */
async function follow(field: string, selection: string, subscriber = world) {
  const sink = new RecordingSink<Frame>();
  const query = `subscription { ${field} { changes { type id object { ${selection} } } phase clusters cursor } }`;
  const joined = await subscriber.engine.subscribe({ query }, subscriber.from(), sink);
  if (!("leave" in joined)) throw new Error(joined.body.toString());
  const deltas = () => sink.frames.map(({ data }) => Object.values(data ?? {})[0] as Delta);
  const changes = () => deltas().flatMap((delta) => delta.changes.map(({ type, object }) => [type, object]));
  await until(() => deltas().some(({ phase }) => phase === "SYNCED"), "the initial state is complete");
  return { changes, leave: () => joined.leave() };
}

describe("podEvents", () => {
  test("shows pods as they come, change and go", async () => {
    world.put("alpha", "pods", pod("a"));
    const { changes, leave } = await follow("podEvents", "name phase cluster");
    const origin = world.origin("bravo", "pods");
    const b = pod("b");
    origin.put("shop", "b", b);
    await until(() => changes().length === 2, "b comes");
    origin.put("shop", "b", { ...b, status: { phase: "Failed" } });
    await until(() => changes().length === 3, "b changes");
    origin.remove("shop", "b");
    await until(() => changes().length === 4, "b goes");
    expect(changes()).toEqual([
      ["ADDED", { name: "a", phase: "RUNNING", cluster: "alpha" }],
      ["ADDED", { name: "b", phase: "RUNNING", cluster: "bravo" }],
      ["MODIFIED", { name: "b", phase: "FAILED", cluster: "bravo" }],
      ["DELETED", { name: "b", phase: "FAILED", cluster: "bravo" }],
    ]);
    leave();
  });

  test.each([
    ['namespaces: ["shop"]', { namespace: "other" }, {}],
    ['labels: "app=web"', { labels: {} }, {}],
    ["phase: { in: [RUNNING] }", {}, { status: { phase: "Pending" } }],
    ['nodeName: "node-1"', {}, { spec: { nodeName: "node-2" } }],
  ])(
    "with the filter { %s } shows one that enters as ADDED and one that leaves as DELETED",
    async (filter, meta, parts) => {
      const { changes, leave } = await follow(`podEvents(filter: { ${filter} })`, "name");
      const origin = world.origin("alpha", "pods");
      const [outside, inside] = [pod("a", meta, parts), pod("a")];
      const { namespace = "" } = outside.metadata;
      origin.put(namespace, "outside", outside);
      origin.put("shop", "a", inside);
      await until(() => changes().length === 1, "it enters");
      if (namespace === "shop") origin.put("shop", "a", outside);
      else origin.remove("shop", "a");
      await until(() => changes().length === 2, "it leaves");
      expect(changes().map(([type]) => type)).toEqual(["ADDED", "DELETED"]);
      leave();
    },
  );

  test.each([
    ['podEvents(filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
    ['podEvents(filter: { labels: "(" })', "INVALID_SELECTOR"],
    ['podEvents(after: "garbage")', "INVALID_CURSOR"],
    ['resourceEvents(kind: "Nonsense")', "UNKNOWN_KIND"],
  ])("%s is refused as %s", async (field, code) => {
    const sink = new RecordingSink();
    const query = `subscription { ${field} { phase } }`;
    const reply = await world.engine.subscribe({ query }, world.from(), sink);
    expect("body" in reply && JSON.parse(reply.body.toString())).toMatchObject({ errors: [{ extensions: { code } }] });
  });
});

test("deploymentEvents shows deployments, and nothing when an empty list is asked for", async () => {
  const { changes, leave } = await follow("deploymentEvents", "name replicas");
  const silent = await follow("deploymentEvents(filter: { namespaces: [] })", "name");
  world.origin("alpha", "apps/deployments").put("shop", "web", deployment("web"));
  await until(() => changes().length === 1, "the deployment comes");
  expect(changes()).toEqual([["ADDED", { name: "web", replicas: 3 }]]);
  expect(silent.changes()).toEqual([]);
  leave();
  silent.leave();
});

test("resourceEvents shows objects of a kind that was defined a moment ago, from clusters that are taught it later, too", async () => {
  world.cluster("bravo").upcoming = [served("example.com", "Widget")];
  const { changes, leave } = await follow('resourceEvents(kind: "Widget")', "__typename kind name raw");
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: metadata("w"), spec: { size: 3 } };
  const shown = ["ADDED", { __typename: "Resource", kind: "Widget", name: "w", raw: widget }];
  world.origin("bravo", "example.com/widgets").put("shop", "w", widget);
  await until(() => changes().length === 1, "the widget comes");
  world.origin("alpha", "example.com/widgets").put("shop", "w", widget);
  await until(() => changes().length === 2, "the other cluster's widget comes");
  expect(changes()).toEqual([shown, shown]);
  leave();
});
