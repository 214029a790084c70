import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterSettings } from "../../src/config/index.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { query } from "../support/graphql-client.ts";
import { inParallel } from "../support/in-parallel.ts";
import { Random } from "../support/random.ts";
import { startGateway } from "../support/rig.ts";
import { leaksTo } from "./canary-check.ts";
import { ACCOUNTS, globalPeople, localPeople, nameIn, opposites, subjectsOf } from "./cast.ts";
import { compareEdges, compareStreamEdges } from "./compare-edges.ts";
import { compareFilteredLists, compareGets, compareLists, type Node } from "./compare-reads.ts";
import { compareChanges, compareSnapshots } from "./compare-streams.ts";
import { compareWrites } from "./compare-writes.ts";
import { DirectApi } from "./direct.ts";
import { DirectAnswers } from "./direct-answers.ts";
import { grant, randomGrants } from "./grants.ts";
import { Issuer } from "./issuer.ts";
import { kindArgument, kinds } from "./kinds.ts";
import { type Arena, idKey, type Party } from "./party.ts";
import { Tally } from "./tally.ts";
import { placeOf, Witness } from "./witness.ts";
import { makeWorld, touchAll, type World } from "./world.ts";

const SEEDS = (process.env.FAIRWAY_MATRIX_SEEDS ?? "1,2").split(",").map(Number);
const SUMMARY = process.env.FAIRWAY_MATRIX_SUMMARY;

const tally = new Tally();
const stack = new AsyncDisposableStack();
let issuer: Issuer;
let plane: ControlPlane;
let worlds: World[];
let ids: ReadonlyMap<string, string>;
let direct: ReadonlyMap<string, DirectApi>;

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "fairway-matrix-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  issuer = stack.use(await Issuer.start());
  const trust = join(dir, "authentication.json");
  const apiVersion = "apiserver.config.k8s.io/v1";
  await writeFile(trust, JSON.stringify({ apiVersion, kind: "AuthenticationConfiguration", jwt: [issuer.trusted] }));
  plane = stack.use(
    await startControlPlane({
      dir,
      clusters: 2,
      nodes: 0,
      controllers: false,
      onlyControllers: ["clusterrole-aggregation-controller"],
      ownTokens: true,
      people: [{ name: "sentinel", groups: [] }, ...SEEDS.flatMap(localPeople)],
      apiServerArgs: [`--authentication-config=${trust}`],
    }),
  );
  direct = new Map(plane.clusters.map((cluster) => [cluster.name, stack.use(new DirectApi(cluster))]));
  worlds = await Promise.all(plane.clusters.map(makeWorld));
  await Promise.all(
    plane.clusters.map(async (cluster, index) => {
      const mirrored = index === 1;
      const objects = SEEDS.flatMap((seed) => [
        ...opposites(seed, mirrored),
        ...randomGrants({
          random: new Random(seed),
          prefix: `s${seed}`,
          cluster: cluster.name,
          mirrored,
          subjects: subjectsOf(seed),
        }),
      ]);
      await grant(cluster, direct.get(cluster.name) as DirectApi, objects);
    }),
  );
  // An API server fetches the issuer's keys when it has started.
  const anybody = await issuer.tokenOf({ name: "anybody", groups: [] });
  for (const api of direct.values()) await waitFor(() => api.knows(anybody), 20_000, "the issuer is known");
  ids = await readIds();
  expect(ids.size).toBe(worlds.reduce((sum, { objects }) => sum + objects.length, 0));
}, 60_000);

afterAll(async () => {
  await stack.disposeAsync();
  console.log(tally.summary);
  if (SUMMARY) await writeFile(SUMMARY, `decisions=${tally.decisions} differences=${tally.differences.length}\n`);
});

async function serviceAccountToken({ api }: Cluster, namespace: string, name: string): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await api.request("POST", accounts, { metadata: { name } });
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } };
  const { status } = await api.request<{ status: { token: string } }>("POST", `${accounts}/${name}/token`, request);
  return status.token;
}

interface Shown {
  readonly name: string;
  readonly token: string;
}

/** Everybody of a seed with what he shows: some for each cluster, of the same names, and some for both. */
async function tokensOf(seed: number): Promise<Shown[]> {
  const local = await inParallel(plane.clusters, async (cluster) => {
    const people = cluster.users.filter(({ name }) => name.startsWith(`s${seed}-`));
    const robots = await inParallel(ACCOUNTS, async ({ namespace, name }) => ({
      name: `${namespace}:${nameIn(seed, name)}`,
      token: await serviceAccountToken(cluster, namespace, nameIn(seed, name)),
    }));
    return [...people, ...robots].map(({ name, token }) => ({ name: `${name}@${cluster.name}`, token }));
  });
  const global = await inParallel(globalPeople(seed), async (person) => ({
    name: `${person.name}@issuer`,
    token: await issuer.tokenOf(person),
  }));
  return [...local.flat(), ...global];
}

function partyOf(url: string, { name, token }: Shown): Party {
  const answers = worlds.map((world) => {
    const api = direct.get(world.cluster) as DirectApi;
    return [world.cluster, new DirectAnswers(api, token, world)] as const;
  });
  return { name, witness: new Witness(url, token), direct: new Map(answers) };
}

/** The ids of everything, as a gateway gives them to whom it is the administrator of all clusters: they are the same on each. */
async function readIds(): Promise<Map<string, string>> {
  await using gateway = await startGateway(plane.kubeconfig);
  const ids = new Map<string, string>();
  for (const kind of kinds) {
    const field = `resources(kind: "${kindArgument(kind)}", first: 500)`;
    const { resources } = await query<{ resources: { nodes: Node[] } }>(
      gateway.url,
      `{ ${field} { nodes { id cluster namespace name } } }`,
    );
    for (const node of resources.nodes) ids.set(idKey(kind, placeOf(node)), node.id);
  }
  return ids;
}

test.each(SEEDS)(
  "seed %i: what callers are shown, and may do, is what the API servers say to the same tokens",
  async (seed) => {
    await using gateway = await startGateway(plane.kubeconfig, {
      allowWrites: true,
      authentication: { jwt: [issuer.trusted], tokenReview: { clusters: ["alpha", "bravo"] } },
      // Either way of a caller's writes: with his own token, and by impersonation.
      clusters: [
        { ...clusterSettings([], "alpha"), upstream: "token" },
        { ...clusterSettings([], "bravo"), upstream: "impersonate" },
      ],
    });
    const { url } = gateway;
    const arena: Arena = { tally, worlds, ids };
    const began = tally.decisions;
    const found = tally.differences.length;
    const parties = (await tokensOf(seed)).map((each) => partyOf(url, each));

    const watching = await inParallel(parties, (party) => compareSnapshots(arena, party), 8);
    await inParallel(
      parties,
      async (party) => {
        await compareLists(arena, party);
        await compareFilteredLists(arena, party);
        await compareGets(arena, party);
        await compareEdges(arena, party);
        await compareStreamEdges(arena, party);
      },
      8,
    );
    await Promise.all(
      plane.clusters.map((cluster, index) => touchAll(cluster, worlds[index] as World, `seed-${seed}`)),
    );
    await compareChanges(arena, watching, `seed-${seed}`);
    const leaks = await inParallel(parties, (party) => leaksTo(arena, party));
    await inParallel(parties, (party, index) => compareWrites(arena, party, new Random(seed * 100 + index)), 4);
    for (const { witness } of parties) await witness[Symbol.asyncDispose]();

    console.log(`matrix: seed ${seed}, ${tally.decisions - began} decisions, ${granted(parties)}`);
    expect(leaks.flat()).toEqual([]);
    expect(tally.words(found)).toEqual([]);
    expect(tally.decisions - began).toBeGreaterThan(5_000);
  },
  120_000,
);

function granted(parties: readonly Party[]): string {
  const all = parties.flatMap(({ direct: answers }) => [...answers.values()].map((each) => each.granted));
  const sum = (level: "cluster" | "namespace" | "name") => all.reduce((total, each) => total + each[level], 0);
  return `lists granted: ${sum("cluster")} whole, ${sum("namespace")} of a namespace, ${sum("name")} on a name`;
}
