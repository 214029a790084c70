import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RbacCandidates, rbacIndexes } from "../../../src/authorization/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import type { Principal } from "../../../src/identity/index.ts";
import { Stores } from "../../../src/state/index.ts";
import { until } from "../../support/facts.ts";
import { Origin } from "../../support/origin.ts";

const group = "rbac.authorization.k8s.io";
const alice: Principal = { issuer: "alpha", username: "alice", groups: ["dev"], extra: {} };
const robot: Principal = { issuer: "alpha", username: "system:serviceaccount:shop:robot", groups: [], extra: {} };
const patient = new AbortController().signal;
const configMaps = { cluster: "alpha", resource: "configmaps" };
const namespaces = { cluster: "alpha", resource: "namespaces" };

let origins: Map<string, Origin<object>>;
let stores: Stores;
let saysAll: () => Promise<boolean>;
let candidates: RbacCandidates;
beforeEach(() => {
  const resources = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"].map((each) => `${group}/${each}`);
  origins = new Map([...resources, "namespaces"].map((resource) => [resource, new Origin<object>()]));
  stores = new Stores({
    sourceFor: ({ resource }) => origin(resource),
    indexes: rbacIndexes,
    idleMs: 1_000_000,
    now: () => 0,
    onSourceFailure: (_scope, error) => {
      throw error;
    },
  });
  saysAll = async () => true;
  candidates = new RbacCandidates({ stores, saysAll: () => saysAll(), monotonic: () => 0 });
  for (const name of ["red", "green"]) origin("namespaces").put("", name, {});
});
afterEach(() => {
  candidates[Symbol.dispose]();
  stores[Symbol.dispose]();
});

function origin(resource: string): Origin<object> {
  const found = origins.get(resource) ?? origins.get(`${group}/${resource}`);
  if (!found) throw new Error(`nobody serves ${resource}`);
  return found;
}

const rule = (resources: string[], resourceNames?: string[], verbs = ["list"]) => ({
  apiGroups: [""],
  resources,
  verbs,
  ...(resourceNames && { resourceNames }),
});

function bind(namespace: string, name: string, roleRef: string, subject: object): void {
  const [kind, role] = roleRef.split("/");
  const resource = namespace === "" ? "clusterrolebindings" : "rolebindings";
  origin(resource).put(namespace, name, { roleRef: { kind, name: role }, subjects: [subject] });
}

async function suggested(principal: Principal, question = configMaps, verb: "get" | "list" = "list") {
  const { all, complete } = await candidates.candidates(principal, question, verb, patient);
  return {
    complete,
    shows: all
      .map(({ shows: { namespace, name } }) => (name === undefined ? namespace : `${namespace}/${name}`))
      .sort(),
    reviews: all.map(({ review }) => review),
  };
}

describe("where RBAC says all", () => {
  test("bindings of the user, of the groups and of the service account suggest where to ask, and no others do", async () => {
    origin("clusterroles").put("", "reader", { rules: [rule(["pods", "configmaps"])] });
    origin("roles").put("red", "local", { rules: [rule(["*"], undefined, ["*"])] });
    bind("red", "a", "Role/local", { kind: "User", name: "alice" });
    bind("green", "a", "ClusterRole/reader", { kind: "Group", name: "dev" });
    bind("blue", "b", "ClusterRole/reader", { kind: "User", name: "bob" });
    bind("shop", "r", "ClusterRole/reader", { kind: "ServiceAccount", namespace: "shop", name: "robot" });
    bind("other", "r", "ClusterRole/reader", { kind: "ServiceAccount", namespace: "other", name: "robot" });
    // A role that is not there, or lies in another namespace, gives nothing.
    bind("blue", "c", "Role/local", { kind: "User", name: "alice" });
    expect(await suggested(alice)).toMatchObject({ complete: true, shows: ["green", "red"] });
    expect(await suggested(robot)).toMatchObject({ complete: true, shows: ["shop"] });
  });

  test("a binding of everybody who is authenticated suggests to people whose issuer knows nothing of that group", async () => {
    origin("clusterroles").put("", "reader", { rules: [rule(["configmaps"])] });
    bind("red", "all", "ClusterRole/reader", { kind: "Group", name: "system:authenticated" });
    expect(await suggested(alice)).toMatchObject({ complete: true, shows: ["red"] });
    let told = 0;
    using _following = candidates.follow(alice, "alpha", () => {
      told += 1;
    });
    origin("rolebindings").remove("red", "all");
    await until(() => told === 1, "the removal");
  });

  test("names are suggested in their namespace, and everywhere where they are given in the whole cluster", async () => {
    origin("clusterroles").put("", "named", { rules: [rule(["configmaps"], ["x", "y"])] });
    bind("red", "a", "ClusterRole/named", { kind: "User", name: "alice" });
    bind("", "a", "ClusterRole/named", { kind: "Group", name: "dev" });
    const { shows, reviews } = await suggested(alice);
    expect(shows).toEqual(["*/x", "*/y", "red/x", "red/y"]);
    expect(reviews).toContainEqual({ verb: "list", group: "", resource: "configmaps", name: "x" });
    expect(reviews).toContainEqual({ verb: "list", group: "", resource: "configmaps", namespace: "red", name: "x" });
  });

  test("rules about other verbs, groups, resources or subresources suggest nothing", async () => {
    origin("clusterroles").put("", "others", {
      rules: [
        rule(["configmaps"], undefined, ["get"]),
        rule(["configmaps/status"]),
        { ...rule(["configmaps"]), apiGroups: ["apps"] },
        { nonResourceURLs: ["/metrics"], verbs: ["get"] },
        {},
      ],
    });
    bind("red", "a", "ClusterRole/others", { kind: "User", name: "alice" });
    expect(await suggested(alice)).toMatchObject({ shows: [] });
  });

  test("a namespace is suggested by whatever may be done in it, and asked about as that", async () => {
    origin("clusterroles").put("", "scaler", { rules: [rule(["deployments/scale"], undefined, ["patch"])] });
    bind("red", "a", "ClusterRole/scaler", { kind: "User", name: "alice" });
    const { shows, reviews } = await suggested(alice, namespaces);
    expect(shows).toEqual(["/red"]);
    expect(reviews).toEqual([
      { verb: "patch", group: "", resource: "deployments", subresource: "scale", namespace: "red" },
    ]);
    const { reviews: gets } = await suggested(alice, namespaces, "get");
    expect(gets).toEqual([{ verb: "get", group: "", resource: "namespaces", namespace: "red", name: "red" }]);
  });

  test("garbage in the objects suggests nothing and breaks nothing", async () => {
    origin("clusterroles").put("", "empty", { rules: null });
    origin("clusterroles").put("", "odd", { rules: [{ verbs: ["list"] }, { resources: ["configmaps"] }] });
    for (const role of ["empty", "odd", "absent"]) {
      bind("red", role, `ClusterRole/${role}`, { kind: "User", name: "alice" });
    }
    origin("rolebindings").put("red", "no-subjects", { roleRef: { kind: "ClusterRole", name: "odd" } });
    origin("rolebindings").put("red", "no-role", { subjects: [{ kind: "User", name: "alice" }, {}] });
    expect(await suggested(alice)).toMatchObject({ complete: true, shows: [] });
  });
});

describe("where RBAC does not say all", () => {
  test.each<[string, () => Promise<boolean>]>([
    ["another authorizer has no rules to show", async () => false],
    ["nobody can tell", () => Promise.reject(new FairwayError("CLUSTER_UNAVAILABLE", "away"))],
  ])("because %s, each namespace is a candidate, and single objects may be granted besides", async (_why, says) => {
    saysAll = says;
    expect(await suggested(alice)).toMatchObject({ complete: false, shows: ["green", "red"] });
    expect((await suggested(alice, namespaces)).reviews).toContainEqual({
      verb: "list",
      group: "",
      resource: "pods",
      namespace: "red",
    });
    expect(candidates.watches("alpha")).toBe(false);
  });

  test("because its objects cannot be read, it is the same", async () => {
    for (const each of ["roles", "rolebindings", "clusterroles", "clusterrolebindings"]) origin(each).held = true;
    const asking = suggested(alice);
    await until(() => origin("roles").running > 0, "the stores run");
    for (const each of ["roles", "rolebindings", "clusterroles", "clusterrolebindings"]) {
      origin(each).stale(0, new FairwayError("FORBIDDEN", "no"));
    }
    expect(await asking).toMatchObject({ complete: false, shows: ["green", "red"] });
  });
});

describe("where the namespaces cannot be read", () => {
  beforeEach(() => {
    saysAll = async () => false;
    origin("namespaces").held = true;
  });

  test.each<[FairwayError["code"]]>([["CLUSTER_UNAVAILABLE"], ["CLUSTER_TIMEOUT"]])(
    "for %s, nothing is suggested rather than none of them",
    async (code) => {
      const asking = suggested(alice);
      await until(() => origin("namespaces").running > 0, "the store runs");
      origin("namespaces").stale(0, new FairwayError(code, "away"));
      await expect(asking).rejects.toMatchObject({ code });
    },
  );

  test("in time, that is no answer", async () => {
    const patience = new AbortController();
    const asking = candidates.candidates(alice, configMaps, "list", patience.signal);
    await until(() => origin("namespaces").running > 0, "the store runs");
    patience.abort();
    await expect(asking).rejects.toMatchObject({ code: "CLUSTER_SYNCING" });
  });

  test("because the gateway may not, the rules are all there is to go by", async () => {
    origin("clusterroles").put("", "reader", { rules: [rule(["configmaps"])] });
    bind("red", "a", "ClusterRole/reader", { kind: "User", name: "alice" });
    const asking = suggested(alice);
    await until(() => origin("namespaces").running > 0, "the store runs");
    origin("namespaces").stale(0, new FairwayError("FORBIDDEN", "no"));
    expect(await asking).toMatchObject({ complete: false, shows: ["red"] });
  });
});

describe("whoever follows is told", () => {
  test("of changes that concern him, and of no others", async () => {
    origin("clusterroles").put("", "reader", { rules: [rule(["configmaps"])] });
    await suggested(alice);
    await until(() => candidates.watches("alpha"), "RBAC is watched");
    let told = 0;
    const following = candidates.follow(alice, "alpha", () => {
      told += 1;
    });
    bind("red", "b", "ClusterRole/reader", { kind: "User", name: "bob" });
    origin("clusterroles").put("", "another", { rules: [] });
    bind("red", "a", "ClusterRole/reader", { kind: "Group", name: "dev" });
    await until(() => told === 1, "the binding");
    origin("clusterroles").put("", "reader", { rules: [] });
    await until(() => told === 2, "the role");
    origin("rolebindings").remove("red", "a");
    await until(() => told === 3, "the removal");
    origin("roles").stale(0, new FairwayError("CLUSTER_UNAVAILABLE", "away"));
    await until(() => told === 4, "that nothing is watched any more");
    following[Symbol.dispose]();
    bind("red", "a", "ClusterRole/reader", { kind: "User", name: "alice" });
    await suggested(alice);
    expect(told).toBe(4);
  });
});
