import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import {
  ClustersDocument,
  DeploymentDocument,
  DeploymentEventsDocument,
  type DeploymentEventsSubscription,
  DeploymentScaleDocument,
  DeploymentsLiveDocument,
  type DeploymentsLiveQuery,
  DeploymentsOverviewDocument,
  EventState,
  FairwayClient,
  GatewayError,
} from "../../clients/typescript/index.ts";
import { deploymentsAvailable, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";

type Deltas = DeploymentEventsSubscription["deploymentEvents"];

const DEPLOYMENTS = 4;

let rig: Rig;
/** Between the client and the gateway. */
let proxy: TcpProxy;
let client: FairwayClient;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 2, config: { allowWrites: true, allowedHosts: ["127.0.0.1"] } });
  proxy = await TcpProxy.start(Number(new URL(rig.url).port));
  client = new FairwayClient(`http://127.0.0.1:${proxy.port}/graphql`);
  await Promise.all(
    rig.controlPlane.clusters.map(async (cluster) => {
      await seedDeployments(cluster, { namespace: "shop", deployments: DEPLOYMENTS, replicas: 2 });
      await deploymentsAvailable(cluster, "shop");
    }),
  );
});
afterAll(async () => {
  await client?.close();
  await proxy?.[Symbol.asyncDispose]();
  await rig?.[Symbol.asyncDispose]();
});

const refOf = (name: string) => ({ cluster: clusterNames()[0] ?? "", namespace: "shop", name });
const clusterNames = () => rig.controlPlane.clusters.map(({ name }) => name);

/** Folds a subscription in the background. */
function watch(filter: { names: string[] }) {
  const state = new EventState<Deltas>();
  const phases: string[] = [];
  const changed: string[] = [];
  const ending = new AbortController();
  const run = async () => {
    const variables = { filter: { namespaces: ["shop"], name: { in: filter.names } } };
    for await (const { data } of client.subscribe(DeploymentEventsDocument, variables, ending.signal)) {
      state.fold(data.deploymentEvents);
      phases.push(data.deploymentEvents.phase);
      for (const { type, object } of data.deploymentEvents.changes) changed.push(`${type} ${object?.name}`);
    }
  };
  const ended = run();
  const replicas = (name: string) =>
    [...state.objects.values()].filter((each) => each.name === name).map((each) => each.replicas);
  const end = async () => {
    ending.abort();
    await ended;
  };
  return { state, phases, changed, replicas, end };
}

test("a query answers with typed data of all clusters", async () => {
  const { data, errors } = await client.query(DeploymentsOverviewDocument, { filter: { namespaces: ["shop"] } });
  expect(errors).toEqual([]);
  expect(data.deployments?.totalCount).toBe(2 * DEPLOYMENTS);
  expect(data.deployments?.nodes.map(({ pods }) => pods?.totalCount)).toEqual(Array(2 * DEPLOYMENTS).fill(2));
  const { clusters } = (await client.query(ClustersDocument, {})).data;
  expect(clusters?.nodes.map(({ name, reachable }) => ({ name, reachable }))).toEqual(
    clusterNames().map((name) => ({ name, reachable: true })),
  );
});

test("an operation that fails as a whole rejects with its code", async () => {
  const failing = client.query(DeploymentsOverviewDocument, { first: "many" as unknown as number });
  await expect(failing).rejects.toMatchObject({ name: "GatewayError", code: "BAD_USER_INPUT", retryable: false });
});

test("a failed part of an answer stands beside the rest of it", async () => {
  const { data, errors } = await client.query(DeploymentsOverviewDocument, { filter: { clusters: ["nowhere"] } });
  expect(data.deployments).toBeNull();
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(["UNKNOWN_CLUSTER"]);
});

test("a scale is seen by the read that names its revision; what can be mended is a user error", async () => {
  const by = { ref: refOf("app-1") };
  const { deploymentScale } = (await client.mutate(DeploymentScaleDocument, { input: { by, replicas: 5 } })).data;
  expect(deploymentScale).toMatchObject({ deployment: { replicas: 5 }, userErrors: [] });
  const { data } = await client.query(DeploymentDocument, { by, minRevision: deploymentScale.revision });
  expect(data.deployment?.replicas).toBe(5);
  const nobody = { by: { ref: refOf("nobody") }, replicas: 1 };
  const refused = await client.mutate(DeploymentScaleDocument, { input: nobody });
  expect(refused.data.deploymentScale).toMatchObject({ deployment: null, userErrors: [{ code: "NOT_FOUND" }] });
});

test("a live query gives its newest answer, again after its connection was cut, and once where it is not live", async () => {
  const ending = new AbortController();
  const shown: number[] = [];
  const variables = { filter: { namespaces: ["shop"], name: { in: ["app-3"] } }, throttle: 100 };
  const replicas = (data: DeploymentsLiveQuery) => data.deployments?.nodes.map((each) => each.replicas) ?? [];
  const running = (async () => {
    for await (const { data } of client.live(DeploymentsLiveDocument, variables, ending.signal)) {
      shown.splice(0, shown.length, ...replicas(data));
    }
  })();
  await waitFor(() => shown.join() === "2,2", 10_000, "the first answer");
  const [cluster] = rig.controlPlane.clusters;
  const scale = (count: number) =>
    cluster?.kubectl(["-n", "shop", "scale", "deployment", "app-3", `--replicas=${count}`]);
  await scale(3);
  await waitFor(() => shown.includes(3), 10_000, "the scale");
  proxy.cut();
  await scale(4);
  await waitFor(() => shown.includes(4), 10_000, "what happened meanwhile");
  ending.abort();
  await running;
  const once: unknown[] = [];
  for await (const { data } of client.live(DeploymentsLiveDocument, { ...variables, live: false })) {
    once.push(replicas(data).length);
  }
  expect(once).toEqual([2]);
  const failing = client.live(DeploymentsLiveDocument, { ...variables, throttle: 1 }).next();
  await expect(failing).rejects.toMatchObject({ name: "GatewayError", code: "BAD_USER_INPUT" });
});

test("a subscription folds to what the clusters hold, and follows them", async () => {
  const watching = watch({ names: ["app-2", "app-9"] });
  await waitFor(() => watching.state.complete, 10_000, "SYNCED");
  expect(watching.phases).toEqual(["SYNCED"]);
  expect(watching.replicas("app-2")).toEqual([2, 2]);
  const [cluster] = rig.controlPlane.clusters;
  await cluster?.kubectl(["-n", "shop", "scale", "deployment", "app-2", "--replicas=3"]);
  await waitFor(() => watching.replicas("app-2").includes(3), 10_000, "the scale");
  await cluster?.kubectl(["-n", "shop", "create", "deployment", "app-9", "--image=registry.test/nine:1"]);
  await waitFor(() => watching.replicas("app-9").length === 1, 10_000, "the new deployment");
  await cluster?.kubectl(["-n", "shop", "delete", "deployment", "app-9"]);
  await waitFor(() => watching.replicas("app-9").length === 0, 10_000, "its deletion");
  expect(new Set(watching.phases.slice(1))).toEqual(new Set(["LIVE"]));
  await watching.end();
});

test("a subscription whose socket is cut goes on from its cursor, and learns what happened meanwhile", async () => {
  const watching = watch({ names: ["app-3", "app-4"] });
  await waitFor(() => watching.state.complete, 10_000, "SYNCED");
  watching.changed.length = 0;
  watching.phases.length = 0;
  proxy.refuse(true);
  const [cluster] = rig.controlPlane.clusters;
  await cluster?.kubectl(["-n", "shop", "scale", "deployment", "app-3", "--replicas=1"]);
  await cluster?.kubectl(["-n", "shop", "delete", "deployment", "app-4"]);
  proxy.refuse(false);
  await waitFor(() => watching.replicas("app-3").includes(1), 15_000, "the scale that nobody was told of");
  await waitFor(() => watching.replicas("app-4").length === 1, 15_000, "the deletion that nobody was told of");
  // The difference only: nothing of what stayed as it was, and no content anew.
  expect(watching.changed).not.toContainEqual(expect.stringContaining("ADDED"));
  expect(watching.phases).not.toContain("RESET");
  expect(watching.phases).not.toContain("SNAPSHOT");
  await watching.end();
});

test("a subscription that cannot begin throws, whether it is refused or nobody is there", async () => {
  const first = async (url: string, after: string | null) => {
    const other = new FairwayClient(url);
    try {
      for await (const answer of other.subscribe(DeploymentEventsDocument, { after })) return answer;
    } catch (error) {
      return error;
    } finally {
      await other.close();
    }
    return undefined;
  };
  expect(await first(rig.url, "nonsense")).toMatchObject({ code: "INVALID_CURSOR", retryable: false });
  const gone = await TcpProxy.start(1);
  const { port } = gone;
  await gone[Symbol.asyncDispose]();
  expect(await first(`http://127.0.0.1:${port}/graphql`, null)).toBeInstanceOf(GatewayError);
});

const delta = (phase: Deltas["phase"], cursor: string | null, ...names: string[]): Deltas => ({
  phase,
  cursor,
  clusters: ["alpha"],
  changes: names.map((name) => ({ type: "ADDED", id: name, object: { ...deployment, name } })),
});
const deployment = {
  cluster: "alpha",
  namespace: "shop",
  replicas: 1,
  updatedReplicas: 1,
  readyReplicas: 1,
  availableReplicas: 1,
  images: [],
};

interface Subscriber {
  readonly variables: Record<string, unknown>;
  send(sent: Deltas): void;
  cut(): void;
  /** Settles when the client has left the subscription. */
  readonly left: Promise<unknown>;
}

/** A gateway that sends what the test says, when it says so: real ones cannot be stopped in the middle of a snapshot. */
async function scripted(onSubscribe: (subscriber: Subscriber) => void) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  server.on("connection", (socket) => {
    socket.on("message", (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === "connection_init") socket.send('{"type":"connection_ack"}');
      if (type !== "subscribe") return;
      const send = (deploymentEvents: Deltas) =>
        socket.send(JSON.stringify({ type: "next", id, payload: { data: { deploymentEvents } } }));
      onSubscribe({ variables: payload.variables, send, cut: () => socket.terminate(), left: once(socket, "close") });
    });
  });
  const { port } = server.address() as AddressInfo;
  const other = new FairwayClient(`http://127.0.0.1:${port}/graphql`);
  const stop = async () => {
    await other.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  };
  return { client: other, [Symbol.asyncDispose]: stop };
}

test("a subscription that is cut in the middle of its content begins anew, by a RESET", async () => {
  const asked: unknown[] = [];
  await using gateway = await scripted(({ variables, send, cut }) => {
    asked.push([variables["after"], variables["initial"]]);
    if (asked.length === 1) {
      send(delta("SYNCED", "one", "stays", "goes"));
      // Continuity is lost, and then the connection: what "one" covers has been forgotten.
      send(delta("RESET", null));
      send(delta("SNAPSHOT", null, "goes"));
      setTimeout(cut, 50);
    } else send(delta("SYNCED", "two", "stays", "comes"));
  });
  const state = new EventState<Deltas>();
  const phases: string[] = [];
  for await (const { data } of gateway.client.subscribe(DeploymentEventsDocument, { initial: "NONE" })) {
    state.fold(data.deploymentEvents);
    phases.push(data.deploymentEvents.phase);
    if (phases.at(-1) === "SYNCED" && phases.length > 1) break;
  }
  expect(asked).toEqual([
    [null, "NONE"],
    [null, "SNAPSHOT"],
  ]);
  expect(phases).toEqual(["SYNCED", "RESET", "SNAPSHOT", "RESET", "SYNCED"]);
  expect([...state.objects.keys()].sort()).toEqual(["comes", "stays"]);
  expect(state.complete).toBe(true);
});

test("a consumer that falls behind keeps few deltas, and is then given one wider delta", async () => {
  const asked: unknown[] = [];
  let left: Promise<unknown> | undefined;
  await using gateway = await scripted(({ variables, send, left: gone }) => {
    asked.push(variables["after"]);
    if (asked.length === 1) {
      left = gone;
      send(delta("SYNCED", "0"));
      for (let n = 1; n <= 1_000; n += 1) send(delta("LIVE", String(n), `name-${n}`));
    } else send(delta("LIVE", "end", "all-of-it"));
  });
  const cursors: unknown[] = [];
  for await (const { data } of gateway.client.subscribe(DeploymentEventsDocument, {})) {
    const { cursor } = data.deploymentEvents;
    cursors.push(cursor);
    if (cursor === "end") break;
    if (cursors.length === 1) await left;
  }
  // The first, perhaps one that was kept of those that waited, and what the gateway made of the others.
  expect(cursors.at(0)).toBe("0");
  expect(cursors.length).toBeLessThanOrEqual(3);
  expect(asked).toEqual([null, cursors.at(-2)]);
});
