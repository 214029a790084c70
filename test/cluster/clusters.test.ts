import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { published } from "../support/published.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("CL-1", "health by component, API groups", "kube-apiserver, etcd");

interface Overview {
  readonly clusters: {
    readonly nodes: readonly {
      readonly name: string;
      readonly version: string;
      readonly apiGroups: readonly string[];
      readonly components:
        | readonly { readonly name: string; readonly healthy: boolean; readonly message: string | null }[]
        | null;
    }[];
  };
}

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 0, controllers: false });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const overview = async () => (await query<Overview>(rig.url, await published("cluster-overview"))).clusters.nodes;

test("clusters say how the parts of their API servers are, each for itself", async () => {
  const [alpha, bravo] = rig.controlPlane.clusters as [Cluster, Cluster];
  const [one, other] = await overview();
  expect([one?.name, other?.name]).toEqual([alpha.name, bravo.name]);
  const served = await alpha.kubectl(["api-versions"]);
  const groups = served.split("\n").flatMap((line) => (line.includes("/") ? [line.slice(0, line.indexOf("/"))] : []));
  expect(one?.apiGroups).toEqual([...new Set(groups)].sort());
  const verbose = await alpha.kubectl(["get", "--raw", "/readyz?verbose"]);
  expect(one?.components?.map(({ name }) => `[+]${name} ok`)).toEqual(
    verbose.split("\n").filter((line) => line.startsWith("[+]")),
  );
  expect(one?.components?.filter(({ healthy }) => !healthy)).toEqual([]);
  const ill = async () => (await overview())[1]?.components?.filter(({ healthy }) => !healthy).map(({ name }) => name);
  bravo.signal("etcd", "SIGSTOP");
  try {
    await waitFor(async () => (await ill())?.includes("etcd"), 30_000, "an ill etcd");
    expect((await overview())[0]?.components?.filter(({ healthy }) => !healthy)).toEqual([]);
  } finally {
    bravo.signal("etcd", "SIGCONT");
  }
  await waitFor(async () => (await ill())?.length === 0, 30_000, "all parts well again");
});
