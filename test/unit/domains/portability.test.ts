import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fits, type PlacedSpec } from "../../../src/domains/applications/node-fit.mapping.ts";
import { type Moving, portabilityOf, type TargetFacts } from "../../../src/domains/applications/portability.mapping.ts";
import { portableManifest } from "../../../src/domains/applications/portable-manifest.mapping.ts";
import type { Manifest } from "../../../src/domains/context.ts";
import type { VolumeManifest } from "../../../src/domains/volumes/volume.manifest.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

const labels = { "app.kubernetes.io/part-of": "shop" };

function manifest(kind: string, name: string, spec: object, more: object = {}): Manifest {
  const apiVersion =
    {
      Deployment: "apps/v1",
      StatefulSet: "apps/v1",
      Ingress: "networking.k8s.io/v1",
      Job: "batch/v1",
      CronJob: "batch/v1",
    }[kind] ?? "v1";
  return { apiVersion, kind, metadata: metadata(name, { labels, ...more }), spec } as Manifest;
}
const pods = (spec: object) => ({
  template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "main", image: "web:1" }], ...spec } },
});
const web = (spec: object = {}) => manifest("Deployment", "web", pods(spec));

const node = { name: "n1", labels: { disk: "ssd", zone: "a", cores: "8" }, taints: [] };
const everything: TargetFacts = {
  namespace: "shop",
  kinds: new Set([
    "apps/Deployment",
    "apps/StatefulSet",
    "/PersistentVolumeClaim",
    "/ConfigMap",
    "networking.k8s.io/Ingress",
  ]),
  storageClasses: new Map([["fast", { isDefault: true }]]),
  ingressClasses: new Map([["nginx", { isDefault: false }]]),
  priorityClasses: new Set(["high"]),
  csiDrivers: new Set(["ebs.csi.aws.com"]),
  nodes: [node],
  has: () => true,
};
const nothing: TargetFacts = {
  ...everything,
  kinds: new Set(),
  storageClasses: new Map(),
  ingressClasses: new Map(),
  priorityClasses: new Set(),
  csiDrivers: new Set(),
  nodes: [],
  has: () => false,
};
const moving = (...parts: Manifest[]): Moving => ({ parts, volumes: new Map() });
const reasonsOf = (part: Manifest, target: TargetFacts, volumes: Moving["volumes"] = new Map()) =>
  portabilityOf({ parts: [part], volumes }, target).blockers.map(({ reason, needs }) => [reason, needs]);
const onlyServed = (target: TargetFacts): TargetFacts => ({ ...target, kinds: everything.kinds });
const pv = (spec: object) =>
  ({ apiVersion: "v1", kind: "PersistentVolume", metadata: metadata("pv"), spec }) as VolumeManifest;

describe("what keeps a part from another cluster", () => {
  const target = { ...onlyServed(nothing), nodes: [node] };

  test("is nothing where everything is there that it needs", () => {
    const whole = web({
      priorityClassName: "high",
      serviceAccountName: "web",
      imagePullSecrets: [{ name: "registry" }],
      nodeSelector: { disk: "ssd" },
    });
    expect(portabilityOf(moving(whole), everything)).toEqual({ blockers: [], unchecked: [] });
  });

  test.each<[string, Manifest, [string, string | null][]]>([
    [
      "a storage class",
      manifest("PersistentVolumeClaim", "data", { storageClassName: "fast" }),
      [["STORAGE_CLASS_MISSING", "fast"]],
    ],
    ["a default storage class", manifest("PersistentVolumeClaim", "data", {}), [["STORAGE_CLASS_MISSING", null]]],
    [
      "the storage class of a template",
      manifest("StatefulSet", "db", {
        ...pods({}),
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "fast" } }],
      }),
      [["STORAGE_CLASS_MISSING", "fast"]],
    ],
    [
      "no storage class where it asks for none",
      manifest("PersistentVolumeClaim", "data", { storageClassName: "" }),
      [],
    ],
    [
      "an ingress class",
      manifest("Ingress", "front", { ingressClassName: "nginx" }),
      [["INGRESS_CLASS_MISSING", "nginx"]],
    ],
    ["a default ingress class", manifest("Ingress", "front", {}), [["INGRESS_CLASS_MISSING", null]]],
    ["a priority class", web({ priorityClassName: "high" }), [["PRIORITY_CLASS_MISSING", "high"]]],
    ["no priority class that each cluster has", web({ priorityClassName: "system-node-critical" }), []],
    ["a service account", web({ serviceAccountName: "web" }), [["SERVICE_ACCOUNT_MISSING", "web"]]],
    ["no service account that each namespace has", web({ serviceAccountName: "default" }), []],
    [
      "a secret to pull with",
      web({ imagePullSecrets: [{ name: "registry" }] }),
      [["IMAGE_PULL_SECRET_MISSING", "registry"]],
    ],
    [
      "a config in a variable",
      web({
        containers: [
          { name: "main", env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "a" } } }] },
        ],
      }),
      [["CONFIG_MISSING", "settings"]],
    ],
    [
      "a secret in a volume that nothing mounts",
      web({ volumes: [{ name: "tls", secret: { secretName: "tls" } }] }),
      [["SECRET_MISSING", "tls"]],
    ],
    [
      "nothing that is optional",
      web({ containers: [{ name: "main", envFrom: [{ secretRef: { name: "maybe", optional: true } }] }] }),
      [],
    ],
    [
      "a path of its node",
      web({ volumes: [{ name: "data", hostPath: { path: "/data" } }] }),
      [["NODE_LOCAL_VOLUME", "hostPath"]],
    ],
    [
      "a disk of one cloud",
      web({ volumes: [{ name: "data", awsElasticBlockStore: { volumeID: "v" } }] }),
      [["CLOUD_VOLUME", "awsElasticBlockStore"]],
    ],
    [
      "a driver",
      web({ volumes: [{ name: "data", csi: { driver: "ebs.csi.aws.com" } }] }),
      [["CSI_DRIVER_MISSING", "ebs.csi.aws.com"]],
    ],
    ["a node of its own", web({ nodeSelector: { gpu: "yes" } }), [["NO_MATCHING_NODE", null]]],
  ])("can be %s", (_what, part, expected) => {
    expect(reasonsOf(part, target)).toEqual(expected);
  });

  test.each([
    ["gcePersistentDisk", "CLOUD_VOLUME"],
    ["azureDisk", "CLOUD_VOLUME"],
    ["azureFile", "CLOUD_VOLUME"],
    ["cinder", "CLOUD_VOLUME"],
    ["vsphereVolume", "CLOUD_VOLUME"],
    ["local", "NODE_LOCAL_VOLUME"],
  ])("is the volume of a claim: %s", (type, reason) => {
    const claim = manifest("PersistentVolumeClaim", "data", { storageClassName: "" });
    const volumes = new Map([["PersistentVolumeClaim data", [pv({ [type]: {} })]]]);
    expect(reasonsOf(claim, target, volumes)).toEqual([[reason, type]]);
  });

  test("is told once for all the claims of a template", () => {
    const set = manifest("StatefulSet", "db", pods({}));
    const disks = [1, 2, 3].map(() => pv({ awsElasticBlockStore: {} }));
    expect(reasonsOf(set, target, new Map([["StatefulSet db", disks]]))).toEqual([
      ["CLOUD_VOLUME", "awsElasticBlockStore"],
    ]);
  });

  test("is its kind where that is not served", () => {
    const blockers = reasonsOf(web(), nothing);
    expect(blockers).toContainEqual(["API_NOT_SERVED", "apps/v1"]);
  });

  test("is no config that comes along", () => {
    const part = web({ containers: [{ name: "main", envFrom: [{ configMapRef: { name: "settings" } }] }] });
    const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings") };
    expect(portabilityOf(moving(part, settings), target).blockers).toEqual([]);
  });

  test("is not told of what may not be seen; that it was not checked is", () => {
    const unknown: TargetFacts = {
      namespace: "shop",
      kinds: null,
      storageClasses: null,
      ingressClasses: null,
      priorityClasses: null,
      csiDrivers: null,
      nodes: null,
      has: () => null,
    };
    const parts = [
      web({ priorityClassName: "high", serviceAccountName: "web" }),
      manifest("PersistentVolumeClaim", "data", {}),
      manifest("Ingress", "front", {}),
    ];
    expect(portabilityOf(moving(...parts), unknown)).toEqual({
      blockers: [],
      unchecked: [
        "Ingress classes",
        "Nodes",
        "Priority classes",
        'ServiceAccounts in the namespace "shop"',
        "Storage classes",
        "Which kinds are served",
      ],
    });
  });

  test("is found in the barest of manifests as well", () => {
    expect(
      portabilityOf(moving({ apiVersion: "apps/v1", kind: "Deployment", metadata: metadata("bare") }), everything)
        .blockers,
    ).toEqual([]);
  });
});

describe("a node takes pods", () => {
  const affinity = (...terms: object[]): PlacedSpec => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
  });
  const expression = (key: string, operator: string, ...values: string[]) => ({
    matchExpressions: [{ key, operator, values }],
  });
  test.each<[string, PlacedSpec, boolean]>([
    ["that ask for nothing", {}, true],
    ["that select its labels", { nodeSelector: { disk: "ssd" } }, true],
    ["that select others", { nodeSelector: { disk: "hdd" } }, false],
    ["by one of several terms", affinity(expression("zone", "In", "b"), expression("zone", "In", "a")), true],
    ["by none of them", affinity(expression("zone", "NotIn", "a"), expression("gpu", "Exists")), false],
    ["by what is not there", affinity(expression("gpu", "DoesNotExist")), true],
    ["by numbers", affinity(expression("cores", "Gt", "4")), true],
    ["by numbers the other way", affinity(expression("cores", "Lt", "4")), false],
    ["by its name", affinity({ matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] }), true],
    ["by no term, which is none", affinity({}), false],
  ])("%s: %j is %s", (_what, spec, expected) => {
    expect(fits(spec, node)).toBe(expected);
  });

  test("that tolerate its taints, except where these are a wish only", () => {
    const tainted = { ...node, taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] };
    expect(fits({}, tainted)).toBe(false);
    expect(fits({ tolerations: [{ key: "gpu", value: "yes" }] }, tainted)).toBe(true);
    expect(fits({ tolerations: [{ key: "gpu", value: "no" }] }, tainted)).toBe(false);
    expect(fits({ tolerations: [{ operator: "Exists" }] }, tainted)).toBe(true);
    expect(fits({ tolerations: [{ operator: "Exists", effect: "NoExecute" }] }, tainted)).toBe(false);
    expect(fits({}, { ...node, taints: [{ key: "gpu", effect: "PreferNoSchedule" }] })).toBe(true);
  });
});

describe("a manifest for another place", () => {
  test("has its name, labels and content, and nothing that is of its own life", () => {
    const annotations = {
      "deployment.kubernetes.io/revision": "4",
      "fairway.dev/team": "checkout",
      "fairway.dev/operations": "[]",
      "fairway.dev/config-hash": "0",
    };
    const ownerReferences = [{ apiVersion: "v1", kind: "X", name: "x", uid: "u" }];
    const object = {
      ...manifest("Deployment", "web", pods({ nodeName: "n1", serviceAccount: "web" }), {
        annotations,
        ownerReferences,
        finalizers: ["a"],
      }),
      status: { replicas: 1 },
    };
    expect(portableManifest(object, "there")).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "there", labels, annotations: { "fairway.dev/team": "checkout" } },
      spec: pods({}),
    });
  });

  test("of a service has no addresses and node ports, but stays headless", () => {
    const spec = (clusterIP: string) => ({
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      healthCheckNodePort: 30_000,
      selector: { app: "web" },
      ports: [{ port: 80, nodePort: 30_080 }],
    });
    expect(portableManifest(manifest("Service", "web", spec("10.0.0.1")), "there").spec).toEqual({
      selector: { app: "web" },
      ports: [{ port: 80 }],
    });
    expect(portableManifest(manifest("Service", "web", spec("None")), "there").spec).toEqual({
      clusterIP: "None",
      selector: { app: "web" },
      ports: [{ port: 80 }],
    });
  });

  test("of a claim asks for a volume of its own", () => {
    const annotations = { "pv.kubernetes.io/bind-completed": "yes", "volume.kubernetes.io/selected-node": "n1" };
    const claim = manifest(
      "PersistentVolumeClaim",
      "data",
      { volumeName: "pv-1", storageClassName: "fast", dataSource: { name: "snapshot" } },
      { annotations },
    );
    expect(portableManifest(claim, "there")).toMatchObject({
      metadata: { name: "data", namespace: "there", labels },
      spec: { storageClassName: "fast" },
    });
    expect(JSON.stringify(portableManifest(claim, "there"))).not.toMatch(/pv-1|snapshot|annotations/);
  });

  test("of a job finds pods of its own", () => {
    const template = {
      metadata: { creationTimestamp: null, labels: { app: "x", "job-name": "j", "controller-uid": "u" } },
      spec: { containers: [] },
    };
    const job = manifest("Job", "j", {
      selector: { matchLabels: { "controller-uid": "u" } },
      completions: 1,
      template,
    });
    expect(portableManifest(job, "there").spec).toEqual({
      completions: 1,
      template: { metadata: { labels: { app: "x" } }, spec: { containers: [] } },
    });
    const byHand = manifest("Job", "j", { manualSelector: true, selector: { matchLabels: { app: "x" } }, template });
    expect(portableManifest(byHand, "there").spec).toMatchObject({ selector: { matchLabels: { app: "x" } } });
  });

  test("of templates of claims has no status", () => {
    const template = {
      metadata: { name: "data", creationTimestamp: null },
      spec: { accessModes: ["ReadWriteOnce"] },
      status: { phase: "Pending" },
    };
    const set = manifest("StatefulSet", "db", { volumeClaimTemplates: [template], ...pods({}) });
    expect(portableManifest(set, "there").spec).toMatchObject({
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }],
    });
    expect(JSON.stringify(portableManifest(set, "there"))).not.toMatch(/status|creationTimestamp/);
  });
});

describe("an application", () => {
  let world: KubernetesWorld;
  const held = (kind: string, name: string, namespace = "") =>
    ({ apiVersion: "v1", kind, metadata: { ...metadata(name), namespace } }) as never;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha", "bravo");
    const uses = {
      containers: [
        {
          name: "main",
          image: "web:1",
          envFrom: [{ configMapRef: { name: "settings" } }, { secretRef: { name: "passwords" } }],
        },
      ],
    };
    world.put("alpha", "apps/deployments", web(uses) as never);
    world.put(
      "alpha",
      "persistentvolumeclaims",
      manifest("PersistentVolumeClaim", "data", { storageClassName: "fast" }) as never,
    );
    world.put("alpha", "configmaps", {
      ...(held("ConfigMap", "settings", "shop") as object),
      data: { a: "1" },
    } as never);
    world.put("alpha", "configmaps", held("ConfigMap", "strange", "shop"));
    world.put("alpha", "secrets", held("Secret", "passwords", "shop"));
    world.put("bravo", "namespaces", held("Namespace", "shop"));
    world.put("bravo", "nodes", held("Node", "n1"));
    world.cluster("bravo").onPatch = async (_ref, body) => {
      const { apiVersion, kind, metadata: meta } = body as Manifest;
      const object = { apiVersion, kind, metadata: { ...meta, uid: `uid-${meta.name}`, resourceVersion: "7" } };
      return { object: object as never, resourceVersion: "7" };
    };
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const places = { from: { cluster: "alpha", namespace: "shop" }, to: { cluster: "bravo", namespace: "shop" } };
  const portability =
    'application(by: { name: "shop" }) { portability(to: { cluster: "bravo", namespace: "shop" }) { portable unchecked blockers { reason kind name needs } } }';
  const copyMutation = `mutation ($input: ApplicationCopyInput!) { applicationCopy(input: $input) {
    results { kind name manifest before resource { name namespace cluster } userErrors { code } }
    blockers { reason needs } unchecked userErrors { code field message } revision
  } }`;
  const copy = (more: object = {}) =>
    world.data<{ applicationCopy: Record<string, unknown> }>(copyMutation, {
      input: { application: "shop", ...places, ...more },
    });

  test("is told what keeps it from another cluster: a class, and a secret that is not copied", async () => {
    expect(await world.data(`{ ${portability} }`)).toEqual({
      application: {
        portability: {
          portable: false,
          unchecked: [],
          blockers: [
            { reason: "STORAGE_CLASS_MISSING", kind: "PersistentVolumeClaim", name: "data", needs: "fast" },
            { reason: "SECRET_MISSING", kind: "Deployment", name: "web", needs: "passwords" },
          ],
        },
      },
    });
  });

  test("can go where everything is that it needs", async () => {
    world.put("bravo", "storage.k8s.io/storageclasses", held("StorageClass", "fast"));
    world.put("bravo", "secrets", held("Secret", "passwords", "shop"));
    expect(await world.data(`{ ${portability} }`)).toEqual({
      application: { portability: { portable: true, unchecked: [], blockers: [] } },
    });
  });

  test("may be able to go where not everything may be seen", async () => {
    world.caller.sees(seesNothing, "bravo", "storage.k8s.io/storageclasses");
    world.put("bravo", "secrets", held("Secret", "passwords", "shop"));
    expect(await world.data(`{ ${portability} }`)).toEqual({
      application: { portability: { portable: null, unchecked: ["Storage classes"], blockers: [] } },
    });
  });

  test("is not copied while something is in the way, and nothing is sent", async () => {
    const { applicationCopy } = await copy();
    expect(applicationCopy).toMatchObject({
      results: [],
      revision: null,
      userErrors: [{ code: "INVALID", field: "input.to" }, { code: "INVALID" }],
    });
    expect(applicationCopy.blockers).toEqual([
      { reason: "STORAGE_CLASS_MISSING", needs: "fast" },
      { reason: "SECRET_MISSING", needs: "passwords" },
    ]);
    expect(world.cluster("bravo").patches).toEqual([]);
  });

  test("is copied by force, with the configs that its pods name and no secret, and says what was there before", async () => {
    const before = { ...(held("ConfigMap", "settings", "shop") as object), data: { a: "0" } };
    world.put("bravo", "configmaps", before as never);
    const { applicationCopy } = await copy({ force: true });
    expect(applicationCopy).toMatchObject({
      userErrors: [],
      revision: expect.any(String),
      results: [
        {
          kind: "ConfigMap",
          name: "settings",
          before: { data: { a: "0" } },
          manifest: { data: { a: "1" } },
          resource: { cluster: "bravo", namespace: "shop" },
        },
        { kind: "PersistentVolumeClaim", name: "data", before: null },
        { kind: "Deployment", name: "web", before: null, manifest: { metadata: { namespace: "shop", labels } } },
      ],
    });
    expect(world.cluster("bravo").patches.map(({ ref }) => (ref as { resource: string }).resource)).toEqual([
      "configmaps",
      "persistentvolumeclaims",
      "apps/deployments",
    ]);
    expect(world.cluster("bravo").patches.map(({ options }) => options)).toMatchObject(
      Array(3).fill({ type: "apply", force: false, dryRun: false }),
    );
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test("of which one part is refused is copied but for that", async () => {
    const answer = world.cluster("bravo").onPatch;
    world.cluster("bravo").onPatch = async (ref, body, options) => {
      if (ref.resource !== "configmaps") return answer(ref, body, options);
      throw new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403, cluster: "bravo" });
    };
    const { applicationCopy } = await copy({ force: true });
    expect(applicationCopy.results).toMatchObject([
      { name: "settings", resource: null, userErrors: [{ code: "FORBIDDEN" }] },
      { name: "data", userErrors: [] },
      { name: "web", userErrors: [] },
    ]);
  });

  test.each([
    [{ application: "nothing" }, [{ code: "NOT_FOUND", field: "input.from" }]],
    [{ to: places.from }, [{ code: "INVALID", field: "input.to" }]],
  ])("is not copied with %j", async (more, userErrors) => {
    expect((await copy({ force: true, ...more })).applicationCopy).toMatchObject({ results: [], userErrors });
    expect(world.cluster("bravo").patches).toEqual([]);
  });

  test.each([
    [{ from: { cluster: "nowhere", namespace: "shop" } }, "UNKNOWN_CLUSTER"],
    [{ to: { cluster: "nowhere", namespace: "shop" } }, "UNKNOWN_CLUSTER"],
    [{ to: { cluster: "bravo", namespace: "../default" } }, "BAD_USER_INPUT"],
    [{ from: { cluster: "alpha", namespace: "" } }, "BAD_USER_INPUT"],
  ])("is refused with %j by %s", async (more, code) => {
    const { errors } = await world.run(copyMutation, { input: { application: "shop", ...places, ...more } });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
    expect(world.cluster("bravo").patches).toEqual([]);
  });

  test("in several places must be told from which it is to go", async () => {
    world.put("bravo", "apps/deployments", web() as never);
    const { errors } = await world.run(`{ ${portability} }`);
    expect(errors?.map(({ extensions }) => [extensions?.code, extensions?.field])).toEqual([
      ["BAD_USER_INPUT", "from"],
    ]);
  });

  test("cannot be judged for a cluster that is not registered", async () => {
    const { errors } = await world.run(
      '{ application(by: { name: "shop" }) { portability(to: { cluster: "nowhere", namespace: "shop" }) { portable } } }',
    );
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["UNKNOWN_CLUSTER"]);
  });
});
