import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { seesAll, seesNothing } from "../../support/callers.ts";
import { until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, replicaSet } from "./manifests.ts";

let world: KubernetesWorld;
const job = (name: string, meta = {}): KubernetesObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: metadata(name, meta),
});
const cronJob: KubernetesObject = { ...job("nightly"), kind: "CronJob" };
const web = deployment("web");

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  for (const cluster of ["alpha", "bravo"]) {
    world.put(cluster, "apps/deployments", web);
    world.put(cluster, "apps/replicasets", replicaSet("web-1", web));
  }
  world.put("alpha", "batch/cronjobs", cronJob);
  world.put("alpha", "batch/jobs", job("nightly-1", ownedBy(cronJob)));
});
afterEach(() => world[Symbol.asyncDispose]());

interface Delta {
  readonly phase: string;
  readonly cursor: string | null;
  readonly changes: readonly {
    readonly type: string;
    readonly object: { readonly kind: string; readonly cluster: string; readonly name: string } | null;
  }[];
}
interface Frame {
  readonly data?: { readonly workloadEvents: Delta };
}

async function subscribe(args: string) {
  const sink = new RecordingSink<Frame>();
  const query = `subscription { workloadEvents${args} { phase cursor changes { type object { kind: __typename cluster name } } } }`;
  return { sink, joined: await world.engine.subscribe({ query }, world.from(), sink) };
}

async function follow(args = "") {
  const { sink, joined } = await subscribe(args);
  if (!("leave" in joined)) throw new Error(joined.body.toString());
  const deltas = () => sink.frames.map(({ data }) => data?.workloadEvents as Delta);
  await until(() => deltas().some(({ phase }) => phase === "SYNCED"), "the initial state is complete");
  const told = () =>
    deltas().map(({ phase, changes }) => [
      phase,
      ...changes.map(
        ({ type, object }) => `${type} ${object ? `${object.kind} ${object.cluster}/${object.name}` : "?"}`,
      ),
    ]);
  return { deltas, told, leave: () => joined.leave() };
}

const change = (cluster: string, resource: string, object: KubernetesObject) =>
  world.origin(cluster, resource).put(object.metadata.namespace ?? "", object.metadata.name, object);

describe("workloads as they change", () => {
  test("are of all kinds and clusters in one stream, and what another one manages is not among them", async () => {
    const { told, leave } = await follow();
    expect(told()).toEqual([
      ["SYNCED", "ADDED Deployment alpha/web", "ADDED Deployment bravo/web", "ADDED CronJob alpha/nightly"],
    ]);
    change("bravo", "batch/jobs", job("once"));
    await until(() => told().length === 2, "the new one");
    change("alpha", "batch/jobs", job("nightly-2", ownedBy(cronJob)));
    change("alpha", "apps/deployments", { ...web, spec: { replicas: 7 } });
    await until(() => told().length === 3, "the change");
    world.origin("bravo", "batch/jobs").remove("shop", "once");
    await until(() => told().length === 4, "the end of it");
    expect(told().slice(1)).toEqual([
      ["LIVE", "ADDED Job bravo/once"],
      ["LIVE", "MODIFIED Deployment alpha/web"],
      ["LIVE", "DELETED ?"],
    ]);
    leave();
  });

  test("enter and leave a filter", async () => {
    const { told, leave } = await follow('(filter: { kinds: [DEPLOYMENT], clusters: ["alpha"], ready: true })');
    const before = told()[0];
    change("alpha", "apps/deployments", { ...web, spec: { replicas: 7 }, status: { readyReplicas: 7 } });
    await until(() => told().length === 2, "it is ready");
    change("alpha", "apps/deployments", { ...web, spec: { replicas: 9 }, status: { readyReplicas: 7 } });
    await until(() => told().length === 3, "it is not ready any more");
    expect([before, told()[2]]).toEqual([["SYNCED"], ["LIVE", "DELETED ?"]]);
    expect(told()[1]).toEqual(["LIVE", "ADDED Deployment alpha/web"]);
    leave();
  });

  test("are taken away from whoever may not see them any more, without their last state", async () => {
    const { told, leave } = await follow("(filter: { kinds: [DEPLOYMENT] })");
    world.caller.sees(seesNothing, "alpha");
    await until(() => told().length === 2, "alpha's are gone");
    expect(told()[1]).toEqual(["LIVE", "DELETED ?"]);
    leave();
  });

  test("of a cluster that does not say for a while what it has are not told of as gone", async () => {
    const { told, leave } = await follow("(filter: { kinds: [DEPLOYMENT, JOB] })");
    world.caller.sees("unknown", "alpha");
    change("bravo", "batch/jobs", job("once"));
    await until(() => told().length === 2, "what is new elsewhere");
    world.caller.sees(seesAll, "alpha");
    world.origin("bravo", "batch/jobs").remove("shop", "once");
    await until(() => told().length === 3, "the end of it");
    expect(told().slice(1)).toEqual([
      ["LIVE", "ADDED Job bravo/once"],
      ["LIVE", "DELETED ?"],
    ]);
    leave();
  });

  test("are resumed while nothing has changed, and sent anew after a RESET otherwise", async () => {
    const first = await follow();
    const cursor = first.deltas().at(-1)?.cursor;
    first.leave();
    const again = await follow(`(after: "${cursor}")`);
    expect(again.told()).toEqual([["SYNCED"]]);
    again.leave();
    change("bravo", "batch/jobs", job("once"));
    const later = await follow(`(after: "${cursor}")`);
    expect(later.told().map(([phase]) => phase)).toEqual(["RESET", "SYNCED"]);
    expect(later.told()[1]).toHaveLength(1 + 4);
    later.leave();
  });

  test("of no kind are none", async () => {
    const { told, leave } = await follow("(filter: { kinds: [] })");
    expect(told()).toEqual([["SYNCED"]]);
    leave();
  });

  test.each([
    ["a cursor that is none", '(after: "garbage")', "INVALID_CURSOR"],
    ["a cluster that is none", '(filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
    ["a selector that is none", '(filter: { labels: "a=(" })', "INVALID_SELECTOR"],
  ])("are refused for %s", async (_what, args, code) => {
    const { joined } = await subscribe(args);
    if ("leave" in joined) throw new Error("it was not refused");
    expect(JSON.parse(joined.body.toString())).toMatchObject({ errors: [{ extensions: { code } }] });
  });
});
