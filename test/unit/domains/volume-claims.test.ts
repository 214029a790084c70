import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, pod, replicaSet } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

const claim = (name = "files", spec: object = {}, phase = "Bound"): KubernetesObject =>
  ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadata(name, { resourceVersion: "50" }),
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "10Gi" } },
      ...spec,
    },
    status: { phase },
  }) as KubernetesObject;
const fast = (allowVolumeExpansion?: boolean) => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { ...metadata("fast"), namespace: undefined as never },
  ...(allowVolumeExpansion !== undefined && { allowVolumeExpansion }),
});

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  alpha.onCreate = async () => ({ object: claim(), resourceVersion: "50" });
  alpha.onPatch = async () => ({ object: claim(), resourceVersion: "51" });
  alpha.onDelete = async () => ({ object: null, uid: "u-1", resourceVersion: null });
});
afterEach(() => world[Symbol.asyncDispose]());

const place = { cluster: "alpha", namespace: "shop", name: "files" };
const by = { ref: place };

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly message: string }[];
  readonly revision: string | null;
}
async function mutate(verb: "Create" | "Expand" | "Delete", input: object) {
  const name = `persistentVolumeClaim${verb}`;
  const { data, errors } = await world.run(
    `mutation ($input: PersistentVolumeClaim${verb}Input!) { ${name}(input: $input) { userErrors { code field message } revision } }`,
    { input },
  );
  return { payload: data?.[name] as Payload | undefined, errors };
}
const told = ({ payload }: { payload: Payload | undefined }) =>
  payload?.userErrors.map(({ code, field }) => `${code} ${field}`);

describe("creating a claim", () => {
  test("sends what the input says, and nothing of what it does not say", async () => {
    expect(told(await mutate("Create", { ...place, storage: "10Gi" }))).toEqual([]);
    const input = {
      ...place,
      storage: "1.5Ti",
      accessModes: ["READ_WRITE_MANY", "READ_ONLY_MANY"],
      storageClassName: "",
      volumeMode: "BLOCK",
      volumeName: "pv-1",
      labels: { team: "shop" },
      dryRun: true,
    };
    expect(told(await mutate("Create", input))).toEqual([]);
    const ref = { cluster: "alpha", resource: "persistentvolumeclaims", namespace: "shop" };
    const head = { apiVersion: "v1", kind: "PersistentVolumeClaim" };
    expect(alpha.creations).toMatchObject([
      { ref, options: { dryRun: false } },
      { ref, options: { dryRun: true } },
    ]);
    expect(alpha.creations.map(({ body }) => body)).toEqual([
      {
        ...head,
        metadata: { name: "files", namespace: "shop" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "10Gi" } },
          volumeMode: "Filesystem",
        },
      },
      {
        ...head,
        metadata: { name: "files", namespace: "shop", labels: { team: "shop" } },
        spec: {
          accessModes: ["ReadWriteMany", "ReadOnlyMany"],
          resources: { requests: { storage: "1.5Ti" } },
          volumeMode: "Block",
          // Empty is not the same as absent: it is the word for no class at all.
          storageClassName: "",
          volumeName: "pv-1",
        },
      },
    ]);
  });

  test.each([
    [{ storage: "much" }, "INVALID input.storage"],
    [{ storage: "" }, "INVALID input.storage"],
    [{ storage: "0" }, "INVALID input.storage"],
    [{ storage: "-1Gi" }, "INVALID input.storage"],
    [{ accessModes: [] }, "INVALID input.accessModes"],
  ])("refuses %j with the field, and sends nothing", async (input, error) => {
    expect(told(await mutate("Create", { ...place, storage: "1Gi", ...input }))).toEqual([error]);
    expect(alpha.creations).toEqual([]);
  });

  test.each([
    [{ cluster: "nowhere" }, "UNKNOWN_CLUSTER"],
    [{ namespace: "a/b" }, "BAD_USER_INPUT"],
    [{ accessModes: ["OFTEN"] }, "BAD_USER_INPUT"],
    [{ labels: { a: 1 } }, "BAD_USER_INPUT"],
    [{ storage: 7 }, "BAD_USER_INPUT"],
  ])("refuses %j altogether", async (input, code) => {
    const { errors } = await mutate("Create", { ...place, storage: "1Gi", ...input });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.creations).toEqual([]);
  });
});

describe("expanding a claim", () => {
  const classOf = (answer: object | FairwayError, current: KubernetesObject = claim()) => {
    alpha.onGet = async ({ resource }) => {
      if (resource === "persistentvolumeclaims") return { object: current, resourceVersion: "50" };
      if (answer instanceof FairwayError) throw answer;
      return { object: answer as KubernetesObject, resourceVersion: "1" };
    };
  };
  const expand = (storage: string, more: object = {}) => mutate("Expand", { by, storage, ...more });

  test("changes how much it asks for, for the version alone that was read", async () => {
    classOf(fast(true));
    expect(told(await expand("20Gi"))).toEqual([]);
    expect(alpha.patches).toMatchObject([
      {
        body: { spec: { resources: { requests: { storage: "20Gi" } } }, metadata: { resourceVersion: "50" } },
        options: { type: "merge", dryRun: false },
      },
    ]);
  });

  test("to what it asks for already is no mistake, in whichever unit", async () => {
    classOf(fast(true));
    expect(told(await expand("10Gi"))).toEqual([]);
    expect(told(await expand("10240Mi", { dryRun: true }))).toEqual([]);
  });

  test.each<[string, string, KubernetesObject, object, string]>([
    ["to less than before", "9Gi", claim(), fast(true), "INVALID input.storage"],
    ["to what is no quantity", "more", claim(), fast(true), "INVALID input.storage"],
    ["that has no volume yet", "20Gi", claim("files", {}, "Pending"), fast(true), "INVALID input.by"],
    ["without a class", "20Gi", claim("files", { storageClassName: "" }), fast(true), "INVALID input.by"],
    ["whose class does not allow it", "20Gi", claim(), fast(false), "INVALID input.by"],
    ["whose class says nothing", "20Gi", claim(), fast(), "INVALID input.by"],
    ["whose class is gone", "20Gi", claim(), new FairwayError("NOT_FOUND", "gone"), "INVALID input.by"],
  ])("%s is refused with the field, and nothing is changed", async (_what, storage, current, answer, error) => {
    classOf(answer, current);
    expect(told(await expand(storage))).toEqual([error]);
    expect(alpha.patches).toEqual([]);
  });

  test("whose class may not be seen is left to the API server, and what it says is for the caller to mend", async () => {
    classOf(new FairwayError("FORBIDDEN", "no"));
    expect(told(await expand("20Gi"))).toEqual([]);
    const words =
      "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";
    alpha.onPatch = async () => {
      throw new FairwayError("FORBIDDEN", `persistentvolumeclaims "files" is forbidden: ${words}`);
    };
    expect(told(await expand("20Gi"))).toEqual(["INVALID input.by"]);
    alpha.onPatch = async () => {
      throw new FairwayError("FORBIDDEN", 'User "alice" cannot patch resource "persistentvolumeclaims"');
    };
    expect((await expand("20Gi")).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("deleting a claim", () => {
  const using = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "files" } }], containers: [] };
  const message = async (more: object = {}) =>
    (await mutate("Delete", { by, ...more })).payload?.userErrors[0]?.message;

  test("that nothing uses is done, and another one's users do not count", async () => {
    const other = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "others" } }], containers: [] };
    world.put("alpha", "pods", pod("stranger", {}, { spec: other } as never));
    world.put("alpha", "pods", pod("ended", {}, { spec: using, status: { phase: "Succeeded" } } as never));
    world.put("alpha", "batch/jobs", {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata("migration"),
      spec: { template: { spec: using } },
      status: { conditions: [{ type: "Complete", status: "True" }] },
    } as KubernetesObject);
    expect(told(await mutate("Delete", { by }))).toEqual([]);
    expect(alpha.deletions).toHaveLength(1);
  });

  test("that something uses is refused with who does, unless it is forced", async () => {
    const web = deployment("web", {}, { template: { spec: using } });
    const set = replicaSet("web-1", web);
    world.put("alpha", "apps/deployments", web);
    world.put("alpha", "apps/replicasets", { ...set, spec: { template: { spec: using } } } as never);
    for (const name of ["web-1-a", "web-1-b", "web-1-c"]) {
      world.put("alpha", "pods", pod(name, ownedBy(set), { spec: using } as never));
    }
    expect(told(await mutate("Delete", { by }))).toEqual(["INVALID input.force"]);
    expect(await message()).toMatch(/^It is used by Deployment web, Pod web-1-., Pod web-1-. and 1 more$/);
    expect(alpha.deletions).toEqual([]);
    expect(told(await mutate("Delete", { by, force: true }))).toEqual([]);
    expect(alpha.deletions).toHaveLength(1);
  });

  test("of a StatefulSet, or of a pod's own, names those as its users", async () => {
    const spec = {
      replicas: 2,
      template: { spec: { containers: [] } },
      volumeClaimTemplates: [{ metadata: { name: "data" } }],
    };
    world.put("alpha", "apps/statefulsets", {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata("db"),
      spec,
    } as KubernetesObject);
    const own = { volumes: [{ name: "scratch", ephemeral: { volumeClaimTemplate: { spec: {} } } }], containers: [] };
    world.put("alpha", "pods", pod("web", {}, { spec: own } as never));
    const of = (name: string) => message({ by: { ref: { ...place, name } } });
    expect(await of("data-db-1")).toBe("It is used by StatefulSet db");
    expect(await of("data-db-2")).toBeUndefined();
    expect(await of("web-scratch")).toBe("It is used by Pod web");
  });

  test("names no user that the caller may not see", async () => {
    world.put("alpha", "pods", pod("hidden", {}, { spec: using } as never));
    world.put("alpha", "batch/jobs", {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: metadata("seen"),
      spec: { template: { spec: using } },
    } as KubernetesObject);
    world.caller.sees(seesNothing, "alpha", "pods");
    expect(await message()).toBe("It is used by Job seen");
  });
});

describe("who uses a claim", () => {
  test("are its workloads, and they lead back to it", async () => {
    world.put("alpha", "persistentvolumeclaims", claim());
    world.put("alpha", "persistentvolumeclaims", claim("data-db-0"));
    const spec = {
      replicas: 1,
      template: {
        spec: { volumes: [{ name: "files", persistentVolumeClaim: { claimName: "files" } }], containers: [] },
      },
      volumeClaimTemplates: [{ metadata: { name: "data" } }],
    };
    world.put("alpha", "apps/statefulsets", {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata("db"),
      spec,
    } as KubernetesObject);
    const data = await world.data(`{ persistentVolumeClaims { nodes {
      name workloads { totalCount nodes { __typename name claims { name } } }
    } } }`);
    const workloads = {
      totalCount: 1,
      nodes: [{ __typename: "StatefulSet", name: "db", claims: [{ name: "files" }, { name: "data-db-0" }] }],
    };
    expect(data).toEqual({
      persistentVolumeClaims: {
        nodes: [
          { name: "data-db-0", workloads },
          { name: "files", workloads },
        ],
      },
    });
  });
});
