import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { installCalico, installStoredCalico, networkDefinitions } from "../parts/network-crds.ts";
import { covers } from "../support/covers.ts";
import { EventClient } from "../support/event-client.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "NW-2",
  "Calico's kinds as Calico stores them, by the rights to those, until the cluster serves Calico's own API",
  "kube-apiserver with RBAC, Calico's definitions in both groups",
);

const STORED = "crd.projectcalico.org";
const rbac = "/apis/rbac.authorization.k8s.io/v1";

let rig: Rig;
let alpha: Cluster;
beforeAll(async () => {
  await networkDefinitions.ensure(); // half a minute, the first time
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    config: { authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } } },
  });
  alpha = rig.controlPlane.cluster("alpha");
  await installStoredCalico(alpha);
  for (const [user, ...apiGroups] of [
    ["alice", STORED],
    ["mallory", "projectcalico.org"],
    ["bob", STORED, "projectcalico.org"],
  ] as const) {
    const rules = [{ apiGroups, resources: ["globalnetworkpolicies"], verbs: ["get", "list", "watch"] }];
    await alpha.api.request("POST", `${rbac}/clusterroles`, { metadata: { name: user }, rules });
    await alpha.api.request("POST", `${rbac}/clusterrolebindings`, {
      metadata: { name: user },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: user },
      subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user }],
    });
  }
  await make(`${STORED}/v1`, "stored", 1);
}, 120_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

const make = (apiVersion: string, name: string, order: number) =>
  alpha.api.request("POST", `/apis/${apiVersion}/globalnetworkpolicies`, {
    apiVersion,
    kind: "GlobalNetworkPolicy",
    metadata: { name, labels: { tier: "base" } },
    spec: { order, selector: "all()" },
  });

interface Shown {
  readonly globalNetworkPolicies: {
    readonly nodes: readonly { readonly id: string; readonly name: string; readonly order: number }[];
    readonly clusterErrors: readonly { readonly code: string }[];
  };
}

async function shownTo(user: string): Promise<string> {
  const { data } = await post<Shown>(
    rig.url,
    `{ globalNetworkPolicies(filter: { labels: "tier=base" }) { nodes { id name order } clusterErrors { code } } }`,
    {},
    rig.controlPlane.tokenOf(user),
  );
  const { nodes = [], clusterErrors = [] } = data?.globalNetworkPolicies ?? {};
  return [...nodes.map(({ name, order }) => `${name} ${order}`), ...clusterErrors.map(({ code }) => code)].join(", ");
}

interface Told {
  readonly data: {
    readonly globalNetworkPolicyEvents: {
      readonly changes: readonly { readonly type: string; readonly object: { readonly name: string } | null }[];
    };
  };
}

/** What somebody is told of the policies, from now on. */
async function follow(user: string) {
  const events = await EventClient.open(rig.url, {
    query:
      "subscription { globalNetworkPolicyEvents { changes { type object { ... on GlobalNetworkPolicy { name } } } } }",
    headers: { authorization: `Bearer ${rig.controlPlane.tokenOf(user)}` },
  });
  const told: string[] = [];
  const take = ({ event, data }: Awaited<ReturnType<typeof events.next>>) => {
    if (event !== "next") throw new Error(`${event}: ${data}`);
    const { changes } = (JSON.parse(data) as Told).data.globalNetworkPolicyEvents;
    told.push(...changes.map(({ type, object }) => `${type} ${object?.name}`));
  };
  return {
    told,
    readOn: async (until: string) => {
      while (!told.includes(until)) take(await events.next());
    },
    readAll: () => events.unread.forEach(take),
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}

test("what Calico stores is shown to those who may see that, until the cluster serves Calico's own API", async () => {
  await expect.poll(() => shownTo("alice"), { timeout: 20_000 }).toBe("stored 1");
  // The name by which it is asked for grants nothing here.
  expect(await shownTo("mallory")).toBe("FORBIDDEN");
  await using alices = await follow("alice");
  await using bobs = await follow("bob");
  await make(`${STORED}/v1`, "another", 3);
  for (const { readOn } of [alices, bobs]) await readOn("ADDED another");

  await installCalico(alpha);
  await make("projectcalico.org/v3", "served", 2);
  await expect.poll(() => shownTo("mallory"), { timeout: 20_000 }).toBe("served 2");
  expect(await shownTo("alice")).toBe("FORBIDDEN");
  // In what is open it is those who may see it who are told of what came instead: at once, and from then on.
  await bobs.readOn("ADDED served");
  await using mallorys = await follow("mallory");
  await mallorys.readOn("ADDED served");
  await make("projectcalico.org/v3", "later", 4);
  for (const { readOn } of [bobs, mallorys]) await readOn("ADDED later");
  // To alice, whose right counts no more, they are gone, and she is told no more than that.
  await make("projectcalico.org/v3", "latest", 5);
  for (const { readOn } of [bobs, mallorys]) await readOn("ADDED latest");
  alices.readAll();
  expect(alices.told.filter((each) => each.startsWith("ADDED"))).toEqual(["ADDED stored", "ADDED another"]);
  expect(alices.told.filter((each) => each.startsWith("DELETED"))).toHaveLength(2);
});
