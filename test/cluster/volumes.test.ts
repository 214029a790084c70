import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { post, query } from "../support/graphql-client.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";
import {
  podSources,
  type SourceFixture,
  sourceAnswer,
  sourceSelection,
  volumeSources,
} from "../support/volume-sources.ts";

covers(
  "VO-1",
  "each plugin that today's API server takes, in pods and as persistent volumes: settings, access modes, whether it is shareable",
  "kube-apiserver",
);
covers("VO-1", "installed drivers, the nodes on which they run, their classes and volumes", "kube-apiserver");
covers("VO-2", "claims created, expanded and deleted; who uses them, both ways", "kube-apiserver with controllers");

const NAMESPACE = "kept";

let rig: Rig;
let cluster: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 1, config: { allowWrites: true } });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  for (const namespace of [NAMESPACE, "sources"]) await ensureNamespace(cluster, namespace);
  for (const [name, allowVolumeExpansion] of Object.entries({ grows: true, fixed: false })) {
    const provisioner = "kubernetes.io/no-provisioner";
    const metadata = { name };
    await cluster.api.request("POST", "/apis/storage.k8s.io/v1/storageclasses", {
      metadata,
      provisioner,
      allowVolumeExpansion,
    });
    for (const n of [1, 2]) await makeVolume(`${name}-${n}`, { storageClassName: name, ...nfs });
  }
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const nfs = { nfs: { server: "nfs.test", path: "/" } };
const makeVolume = (name: string, spec: object) =>
  cluster.api.request("POST", "/api/v1/persistentvolumes", {
    metadata: { name },
    spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, ...spec },
  });

const nameOf = ({ type }: SourceFixture) => type.toLowerCase().replaceAll("_", "-");

describe("sources", () => {
  test("of pods are told with all settings of their plugin, for each plugin that the API server takes", async () => {
    for (const fixture of podSources) {
      const volumes = [{ name: "data", ...fixture.manifest }];
      await cluster.api.request("POST", "/api/v1/namespaces/sources/pods", {
        metadata: { name: nameOf(fixture) },
        // Nothing is to run them.
        spec: { containers: [{ name: "main", image: "registry.test/main:1" }], volumes, schedulerName: "nobody" },
      });
    }
    interface Found {
      readonly name: string;
      readonly volumes: readonly { readonly name: string; readonly source: object }[];
    }
    const ask = async () =>
      (
        await query<{ pods: { nodes: Found[] } }>(
          rig.url,
          `{ pods(filter: { namespaces: ["sources"] }) { nodes { name volumes { name ${sourceSelection(podSources)} } } } }`,
        )
      ).pods.nodes;
    await waitFor(async () => (await ask()).length === podSources.length, 20_000, "the pods");
    const found = new Map((await ask()).map(({ name, volumes }) => [name, volumes]));
    for (const fixture of podSources) {
      const own = found.get(nameOf(fixture))?.find(({ name }) => name === "data");
      expect([nameOf(fixture), own?.source]).toEqual([nameOf(fixture), sourceAnswer(fixture, podSources)]);
      // What admission puts there for the pod's token is told as well.
      expect(found.get(nameOf(fixture))?.map(({ source }) => (source as { type: string }).type)).toContain("PROJECTED");
    }
  });

  test("of persistent volumes are told likewise", async () => {
    const values = [`${cluster.name}-node-001`];
    const terms = [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values }] }];
    for (const fixture of volumeSources) {
      const nodeAffinity = { required: { nodeSelectorTerms: terms } };
      const where = fixture.type === "LOCAL" ? { nodeAffinity } : {};
      await makeVolume(nameOf(fixture), { storageClassName: "sources", ...fixture.manifest, ...where });
    }
    const document = `{ persistentVolumes(filter: { storageClassName: "sources" }) { nodes { name ${sourceSelection(volumeSources)} } } }`;
    const ask = async () =>
      (await query<{ persistentVolumes: { nodes: { name: string }[] } }>(rig.url, document)).persistentVolumes.nodes;
    await waitFor(async () => (await ask()).length === volumeSources.length, 20_000, "the volumes");
    const expected = volumeSources.map((each) => ({ name: nameOf(each), source: sourceAnswer(each, volumeSources) }));
    expect(await ask()).toEqual(expected.sort((a, b) => (a.name < b.name ? -1 : 1)));
  });
});

describe("drivers", () => {
  test("lead to the nodes on which they run, their classes and their volumes, and back", async () => {
    const storage = "/apis/storage.k8s.io/v1";
    const driver = { name: "disks.test", nodeID: "i-1", topologyKeys: ["zone"], allocatable: { count: 25 } };
    const metadata = { name: "disks.test" };
    await cluster.api.request("POST", `${storage}/csidrivers`, { metadata, spec: { attachRequired: false } });
    await cluster.api.request("POST", `${storage}/csinodes`, {
      metadata: { name: `${cluster.name}-node-001` },
      spec: { drivers: [driver] },
    });
    await cluster.api.request("POST", `${storage}/storageclasses`, {
      metadata: { name: "driven" },
      provisioner: "disks.test",
    });
    const csi = { driver: "disks.test", volumeHandle: "1" };
    await makeVolume("driven-1", { csi, storageClassName: "driven" });
    const document = `{ csiDrivers(filter: { name: { eq: "disks.test" } }) { nodes {
      attachRequired volumeLifecycles
      nodes { nodes { name drivers { name nodeId topologyKeys maxVolumes } node { name csiNode { drivers { name } } } } }
      storageClasses { nodes { name csiDriver { name } } }
      volumes { nodes { name csiDriver { name } } }
    } } }`;
    type Answer = { csiDrivers: { nodes: { volumes: { nodes: object[] } }[] } };
    const ask = async () => (await query<Answer>(rig.url, document)).csiDrivers.nodes;
    await waitFor(async () => (await ask())[0]?.volumes.nodes.length === 1, 20_000, "the driver's volume");
    const csiDriver = { name: "disks.test" };
    expect(await ask()).toEqual([
      {
        attachRequired: false,
        volumeLifecycles: ["PERSISTENT"],
        nodes: {
          nodes: [
            {
              name: `${cluster.name}-node-001`,
              drivers: [{ name: "disks.test", nodeId: "i-1", topologyKeys: ["zone"], maxVolumes: 25 }],
              node: { name: `${cluster.name}-node-001`, csiNode: { drivers: [{ name: "disks.test" }] } },
            },
          ],
        },
        storageClasses: { nodes: [{ name: "driven", csiDriver }] },
        volumes: { nodes: [{ name: "driven-1", csiDriver }] },
      },
    ]);
  });
});

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly message: string }[];
  readonly revision: string | null;
}
const documentOf = (verb: string) =>
  `mutation ($input: PersistentVolumeClaim${verb}Input!) {
    done: persistentVolumeClaim${verb}(input: $input) { userErrors { code field message } revision }
  }`;
const mutate = async (verb: "Create" | "Expand" | "Delete", input: object) =>
  (await query<{ done: Payload }>(rig.url, documentOf(verb), { input })).done;
const told = ({ userErrors }: Payload) => userErrors.map(({ code, field }) => `${code} ${field}`);

const refOf = (name: string) => ({ cluster: cluster.name, namespace: NAMESPACE, name });
const byName = (name: string) => ({ by: { ref: refOf(name) } });
const create = (name: string, more: object = {}) => mutate("Create", { ...refOf(name), storage: "500Mi", ...more });

interface Claim {
  readonly phase: string;
  readonly requested: string;
  readonly capacity: string | null;
  readonly volumeName: string | null;
  readonly deletedAt: string | null;
  readonly pods: { readonly nodes: readonly object[] };
}
async function read(name: string, minRevision: string | null = null): Promise<Claim | null> {
  const { claim } = await query<{ claim: Claim | null }>(
    rig.url,
    `query ($ref: ObjectRefInput!, $minRevision: String) {
      claim: persistentVolumeClaim(by: { ref: $ref }, minRevision: $minRevision) {
        phase requested capacity volumeName deletedAt
        pods { nodes { name claims { name } workload { __typename name claims { name } } } }
        workloads { nodes { __typename name claims { name } } }
      }
    }`,
    { ref: refOf(name), minRevision },
  );
  return claim;
}
const bound = (name: string, revision: string | null = null) =>
  waitFor(async () => ((await read(name, revision))?.phase === "BOUND" ? read(name) : null), 30_000, `${name} bound`);

describe("claims", () => {
  test("are created, and the controller gives them a volume that fits", async () => {
    const made = await create("files", { storageClassName: "grows" });
    expect(told(made)).toEqual([]);
    expect(await bound("files", made.revision)).toMatchObject({
      requested: "500Mi",
      capacity: "1Gi",
      volumeName: expect.stringMatching(/^grows-/),
    });
    expect(told(await create("files"))).toMatchObject([expect.stringMatching(/^CONFLICT/)]);
  });

  test.each<[string, object, string[]]>([
    ["under a name that is none", { name: "No Name" }, ["INVALID input.name"]],
    ["with a label that is none", { labels: { "a b": "c" } }, ["INVALID input.labels"]],
    [
      "for one pod and for many nodes at once",
      { accessModes: ["READ_WRITE_ONCE_POD", "READ_WRITE_MANY"] },
      ["INVALID input.accessModes"],
    ],
    ["of a class that has no such name", { storageClassName: "No Class" }, ["INVALID input.storageClassName"]],
    ["as a dry run", { dryRun: true }, []],
  ])("%s are not made", async (_what, more, errors) => {
    expect(told(await create("never", more))).toEqual(errors);
    expect(await read("never")).toBeNull();
  });

  test("grow where their class allows it, and never shrink", async () => {
    for (const name of ["grows", "fixed"]) {
      await create(`claim-${name}`, { storageClassName: name });
      await bound(`claim-${name}`);
    }
    const expand = (name: string, storage: string, more: object = {}) =>
      mutate("Expand", { ...byName(`claim-${name}`), storage, ...more });
    expect(told(await expand("fixed", "2Gi"))).toEqual(["INVALID input.by"]);
    expect(told(await expand("grows", "400Mi"))).toEqual(["INVALID input.storage"]);
    expect(told(await expand("grows", "2Gi", { dryRun: true }))).toEqual([]);
    expect(await read("claim-grows")).toMatchObject({ requested: "500Mi" });
    const grown = await expand("grows", "2Gi");
    expect(told(grown)).toEqual([]);
    // Only a driver could make the volume itself larger: none is here.
    expect(await read("claim-grows", grown.revision)).toMatchObject({ requested: "2Gi", capacity: "1Gi" });
    expect(told(await expand("absent", "2Gi"))).toEqual(["NOT_FOUND input.by"]);
    await create("claim-waiting", { storageClassName: "nobody-has-it" });
    expect(told(await expand("waiting", "2Gi"))).toEqual(["INVALID input.by"]);
  });

  test("that may not grow are told of as such also to whoever may not see their class", async () => {
    await create("claim-of-alice", { storageClassName: "fixed" });
    await bound("claim-of-alice");
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}`;
    const rules = [
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "watch", "patch"] },
    ];
    await cluster.api.request("POST", `${rbac}/roles`, { metadata: { name: "claims" }, rules });
    await cluster.api.request("POST", `${rbac}/rolebindings`, {
      metadata: { name: "alice" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "claims" },
      subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
    });
    const authentication = { jwt: [], tokenReview: { clusters: [cluster.name] } };
    await using gateway = await startGateway(rig.kubeconfig, { authentication, allowWrites: true });
    const input = { ...byName("claim-of-alice"), storage: "2Gi" };
    expect(await post(gateway.url, documentOf("Expand"), { input }, cluster.tokenOf("alice"))).toMatchObject({
      data: { done: { userErrors: [{ code: "INVALID", field: "input.by" }], revision: null } },
    });
  });

  test("are kept while something uses them, unless that is forced, and then until their last pod has ended", async () => {
    const made = await create("used", { storageClassName: "fixed" });
    expect(told(made)).toEqual([]);
    await makeVolume("fixed-3", { storageClassName: "fixed", ...nfs });
    await cluster.api.request("POST", `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
      metadata: { name: "web" },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              { name: "main", image: "registry.test/main:1", volumeMounts: [{ name: "data", mountPath: "/data" }] },
            ],
            volumes: [{ name: "data", persistentVolumeClaim: { claimName: "used" } }],
          },
        },
      },
    });
    const used = await waitFor(
      async () => {
        const claim = await read("used");
        return claim?.phase === "BOUND" && claim.pods.nodes.length === 1 ? claim : null;
      },
      30_000,
      "the claim's pod",
    );
    const claims = [{ name: "used" }];
    const web = { __typename: "Deployment", name: "web", claims };
    expect(used).toMatchObject({ pods: { nodes: [{ claims, workload: web }] }, workloads: { nodes: [web] } });

    const refused = await mutate("Delete", byName("used"));
    expect(told(refused)).toEqual(["INVALID input.force"]);
    expect(refused.userErrors[0]?.message).toMatch(/^It is used by Deployment web, Pod web-/);
    const { revision } = await mutate("Delete", { ...byName("used"), force: true });
    expect(await read("used", revision)).toMatchObject({ deletedAt: expect.any(String) });
    await cluster.api.request("DELETE", `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/web`);
    await waitFor(async () => (await read("used", revision)) === null, 30_000, "the end of the claim");
    expect(told(await mutate("Delete", byName("used")))).toEqual(["NOT_FOUND input.by"]);
  });

  test("that nothing uses are deleted", async () => {
    await create("unused");
    const dry = await mutate("Delete", { ...byName("unused"), dryRun: true });
    expect({ errors: told(dry), revision: dry.revision }).toEqual({ errors: [], revision: null });
    const { revision } = await mutate("Delete", byName("unused"));
    await waitFor(async () => (await read("unused", revision)) === null, 20_000, "the end of it");
  });

  test("are not made by a gateway that takes no writes", async () => {
    await using readOnly = await startGateway(cluster.kubeconfig, { allowWrites: false });
    const { errors } = await post(readOnly.url, documentOf("Create"), {
      input: { ...refOf("never"), storage: "1Gi" },
    });
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
  });
});
