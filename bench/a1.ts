import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../test/control-plane/cluster.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { binding, role, type Subject } from "../test/matrix/grants.ts";
import { WebhookAuthorizer } from "../test/matrix/webhook-authorizer.ts";
import { inParallel } from "../test/support/in-parallel.ts";
import type { Looking } from "./a1/people.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { Child } from "./support/child.ts";
import { median } from "./support/statistics.ts";

const NAMESPACES = 1_000;
const BINDINGS = 3;
/** So many people are looked at, each for the first time. */
const PEOPLE = 9;

const namespaces = Array.from({ length: NAMESPACES }, (_, number) => `many-${String(number).padStart(4, "0")}`);
const script = new URL("./a1/people.ts", import.meta.url);
const nameOf = (number: number) => `person-${number}`;

export const a1: Figure = {
  id: "A1",
  what: `what a caller may see, found out for the first time: ${BINDINGS} bindings among ${NAMESPACES.toLocaleString("en")} namespaces, in ms; any authorizer, all namespaces asked, in ms`,
  against: "nothing: an absolute figure, on a real API server and, for the second, a webhook authorizer",
  goal: { relation: "<=", bound: 50 },
  further: { allAsked: { relation: "<=", bound: 1_000 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const bound = await byBindings();
  log(`A1: ${BINDINGS} bindings: ${bound.map((each) => rounded(each, 1)).join(", ")} ms`);
  const { times: asked, reviews } = await byWebhook();
  log(`A1: all asked: ${asked.map((each) => rounded(each, 0)).join(", ")} ms, ${reviews} questions each`);
  return {
    value: median(bound),
    further: { allAsked: median(asked) },
    raw: {
      namespaces: NAMESPACES,
      rounds: bound.map((each) => rounded(each, 1)),
      allAskedRounds: asked.map((each) => rounded(each, 0)),
      questionsToTheWebhook: reviews,
    },
  };
}

/** RBAC alone: its objects, which the gateway watches, say where it is worth asking. */
async function byBindings(): Promise<number[]> {
  return await withCluster([], async (cluster, kubeconfig) => {
    const verbs = ["get", "list", "watch"];
    const subject = (number: number): Subject => ({ kind: "User", name: nameOf(number) });
    const reader = { kind: "ClusterRole", name: "map-reader" } as const;
    const { path, body } = role("", reader.name, [{ apiGroups: [""], resources: ["configmaps"], verbs }]);
    await cluster.api.request("POST", path, body);
    const bindings = Array.from({ length: (PEOPLE + 1) * BINDINGS }, (_, index) => {
      const person = Math.floor(index / BINDINGS);
      return binding(namespaces[(index * 31) % NAMESPACES] ?? "", nameOf(person), reader, [subject(person)]);
    });
    await inParallel(bindings, (each) => cluster.api.request("POST", each.path, each.body));
    return await look(kubeconfig, BINDINGS);
  });
}

/** Where another authorizer has its say, nobody can know where it would say yes, so it is asked about each namespace. */
async function byWebhook(): Promise<{ times: number[]; reviews: number }> {
  await using authorizer = await WebhookAuthorizer.start();
  authorizer.grants = ({ user, resource, namespace }) =>
    user.startsWith("person-") && resource === "configmaps" && namespace.endsWith("7");
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  try {
    return await withCluster(authorizer.argsFor(dir), async (_cluster, kubeconfig) => {
      const before = authorizer.asked;
      const times = await look(kubeconfig, NAMESPACES / 10);
      return { times, reviews: Math.round((authorizer.asked - before) / (PEOPLE + 1)) };
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The milliseconds for each person but the first, who waits for the gateway's own watches. */
async function look(kubeconfig: string, expected: number): Promise<number[]> {
  await using child = new Child<Looking>(script);
  await child.ask("start", kubeconfig);
  const times: number[] = [];
  for (let person = 0; person <= PEOPLE; person += 1) {
    const { milliseconds, namespaces: seen } = await child.ask("look", nameOf(person));
    if (seen !== expected) throw new Error(`${nameOf(person)} sees ${seen} namespaces and not ${expected}`);
    if (person > 0) times.push(milliseconds);
  }
  return times;
}

async function withCluster<T>(
  apiServerArgs: readonly string[],
  run: (cluster: Cluster, kubeconfig: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(
    await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false, apiServerArgs }),
  );
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  await inParallel(namespaces, (name) => cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name } }));
  return await run(cluster, controlPlane.kubeconfig);
}
