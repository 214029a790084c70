import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { seedPods } from "../test/control-plane/seed.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { Child } from "./support/child.ts";
import { alternate, median, ratios } from "./support/statistics.ts";
import type { Starting } from "./t1/fairway.ts";
import type { ColdStart, PodSource } from "./t1/source.ts";

// Many, as time is measured and not work: whatever else the machine does is in it.
const ROUNDS = 9;
const PODS = 10_000;

const scripts = {
  fairway: new URL("./t1/fairway.ts", import.meta.url),
  bare: new URL("./t1/bare-client.ts", import.meta.url),
};
type Side = keyof typeof scripts;

export const t1: Figure = {
  id: "T1",
  what: "cold start to synced with 10,000 pods: time from the start of the process, ours / theirs; CPU until then",
  against: "a bare Node client that lists pages of 500 and parses each, on the same real API server",
  goal: { relation: "<=", bound: 1.25 },
  // Both are held to it: on a machine that is busy with other things the time says little, and the work a lot.
  further: { cpu: { relation: "<=", bound: 1.25 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 100, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  log(`T1: making ${PODS} pods on a real API server`);
  await seedPods(cluster, { count: PODS, namespaces: ["one", "two", "three", "four"] });
  const { server, caData, admin } = cluster;
  const source = {
    kubeconfig: controlPlane.kubeconfig,
    server,
    ca: caData,
    token: admin.token,
  };
  const sides = { fairway: () => coldStart("fairway", source), bare: () => coldStart("bare", source) };
  // The API server and the page cache have been idle, or busy with writes: a first round would be about that.
  await alternate(1, sides);
  const outcomes = await alternate(ROUNDS, sides, (round, side, { milliseconds, loadMilliseconds, cpuMicroseconds }) =>
    log(
      `T1 round ${round}: ${side} ${milliseconds.toFixed(0)} ms, of these ${loadMilliseconds.toFixed(0)} from the first ` +
        `request on; CPU ${(cpuMicroseconds / 1000).toFixed(0)} ms`,
    ),
  );
  const of = (side: Side, what: keyof ColdStart) => outcomes[side].map((outcome) => outcome[what]);
  const ratioOf = (what: keyof ColdStart) => ratios(of("fairway", what), of("bare", what));
  const summary = (side: Side) => ({
    milliseconds: Math.round(median(of(side, "milliseconds"))),
    loadMilliseconds: Math.round(median(of(side, "loadMilliseconds"))),
    cpuMilliseconds: Math.round(median(of(side, "cpuMicroseconds")) / 1000),
  });
  const value = median(ratioOf("milliseconds"));
  const cpu = median(ratioOf("cpuMicroseconds"));
  const short = Math.max(value, cpu) > t1.goal.bound;
  return {
    value,
    further: { cpu },
    raw: {
      rounds: ratioOf("milliseconds").map((ratio) => rounded(ratio)),
      cpuRounds: ratioOf("cpuMicroseconds").map((ratio) => rounded(ratio)),
      loadRatio: rounded(median(ratioOf("loadMilliseconds"))),
      objects: PODS,
      fairway: summary("fairway"),
      bare: summary("bare"),
      ...(short && { profile: await profile(source) }),
    },
  };
}

async function coldStart(side: Side, source: PodSource): Promise<ColdStart> {
  await using child = new Child<Starting>(scripts[side]);
  const outcome = await child.ask("start", source);
  if (outcome.objects !== PODS) throw new Error(`${side} holds ${outcome.objects} pods`);
  return outcome;
}

async function profile(source: PodSource): Promise<unknown> {
  await using child = new Child<Starting>(scripts.fairway);
  await child.ask("profileStart");
  await child.ask("start", source);
  // Awaited here, as the process goes with this scope.
  return await child.ask("profileStop");
}
