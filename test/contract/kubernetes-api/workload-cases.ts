import { expect, test } from "vitest";
import { waitFor } from "../../control-plane/wait-for.ts";
import type { Json } from "./client.ts";
import { deploymentOf, deploymentsIn } from "./deployment.ts";
import { type Given, ownNames, ownNamespace } from "./server-under-test.ts";

// Real schedulers and controllers share the machine with whatever else runs on it.
const patience = { timeout: 60_000 };
const soonMs = 40_000;

export function workloadCases(given: Given): void {
  async function running(spec: object = {}): Promise<Place> {
    const namespace = await ownNamespace(given());
    const place = new Place(given, namespace);
    await given().client.ok("POST", deploymentsIn(namespace), deploymentOf("d", spec));
    await place.available();
    return place;
  }
  test("a deployment makes a replica set, which makes pods, which run on nodes", patience, async () => {
    const place = await running();
    const [set] = await place.replicaSets();
    const hash = set.metadata.labels["pod-template-hash"];
    expect(hash).toMatch(/^[a-z0-9]{5,10}$/);
    expect(set.metadata.name).toBe(`d-${hash}`);
    const deployment = await place.deployment();
    const owner = { controller: true, blockOwnerDeletion: true };
    expect(set.metadata.ownerReferences).toEqual([
      { apiVersion: "apps/v1", kind: "Deployment", name: "d", uid: deployment.metadata.uid, ...owner },
    ]);
    expect(set.metadata.annotations["deployment.kubernetes.io/revision"]).toBe("1");
    expect(set.spec.selector.matchLabels).toEqual({ app: "d", "pod-template-hash": hash });
    expect(set.status).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2 });
    const pods = await place.pods();
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod.metadata).toMatchObject({
        name: expect.stringMatching(new RegExp(`^d-${hash}-[a-z0-9]{5}$`)),
        generateName: `d-${hash}-`,
        labels: { app: "d", "pod-template-hash": hash },
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "ReplicaSet", name: set.metadata.name, uid: set.metadata.uid, ...owner },
        ],
      });
      expect(pod.spec.nodeName).toEqual(expect.any(String));
      expect(pod.status).toMatchObject({ phase: "Running", podIP: expect.any(String), startTime: expect.any(String) });
      expect(pod.status.containerStatuses).toMatchObject([
        { name: "app", ready: true, restartCount: 0, image: "registry.example.com/app:1" },
      ]);
      const states = Object.fromEntries(pod.status.conditions.map(({ type, status }: Json) => [type, status]));
      expect(states).toMatchObject({
        PodScheduled: "True",
        Initialized: "True",
        ContainersReady: "True",
        Ready: "True",
      });
      const { body } = await given().client.get(`/api/v1/nodes/${pod.spec.nodeName}`);
      expect(body.status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
    }
    const selector = encodeURIComponent(`spec.nodeName=${pods[0]?.spec.nodeName},status.phase=Running`);
    const placed = await given().client.ok(
      "GET",
      `/api/v1/namespaces/${place.namespace}/pods?fieldSelector=${selector}`,
    );
    expect(ownNames(placed)).toContain(pods[0]?.metadata.name);
  });

  test("a deployment reports what has become of it, and events tell", patience, async () => {
    const place = await running();
    const { status, metadata } = await place.deployment();
    expect(metadata.annotations["deployment.kubernetes.io/revision"]).toBe("1");
    expect(status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    });
    expect(status).not.toHaveProperty("unavailableReplicas");
    const conditions = Object.fromEntries(status.conditions.map((each: Json) => [each.type, each]));
    expect(conditions.Available).toMatchObject({
      status: "True",
      reason: "MinimumReplicasAvailable",
      message: "Deployment has minimum availability.",
      lastUpdateTime: expect.any(String),
      lastTransitionTime: expect.any(String),
    });
    expect(conditions.Progressing).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
    expect(conditions.Progressing.message).toMatch(/^ReplicaSet "d-\w+" has successfully progressed\.$/);
    const reasons = ["ScalingReplicaSet", "SuccessfulCreate", "Scheduled"];
    await waitFor(
      async () => {
        const told = new Set((await place.events()).map(({ reason }) => reason));
        return reasons.every((reason) => told.has(reason));
      },
      soonMs,
      `events ${reasons}`,
    );
    const scaling = (await place.events()).find(({ reason }) => reason === "ScalingReplicaSet");
    expect(scaling).toMatchObject({
      type: "Normal",
      message: expect.stringMatching(/^Scaled up replica set d-\w+ from 0 to 2$/),
      involvedObject: { kind: "Deployment", apiVersion: "apps/v1", name: "d", uid: metadata.uid },
      source: { component: "deployment-controller" },
      count: 1,
    });
  });

  test("the scale of a deployment is an object of its own", patience, async () => {
    const { client } = given();
    const place = await running();
    const path = `${place.path}/scale`;
    const scale = await client.ok("GET", path);
    const { metadata } = await place.deployment();
    const { uid, namespace, creationTimestamp, resourceVersion } = metadata;
    expect(scale).toEqual({
      kind: "Scale",
      apiVersion: "autoscaling/v1",
      metadata: { name: "d", namespace, uid, resourceVersion, creationTimestamp },
      spec: { replicas: 2 },
      status: { replicas: 2, selector: "app=d" },
    });
    const negative = await client.patch("merge", path, { spec: { replicas: -3 } });
    expect(negative).toMatchObject({
      status: 422,
      body: {
        message:
          'Scale.autoscaling "d" is invalid: spec.replicas: Invalid value: -3: must be greater than or equal to 0',
        details: { name: "d", group: "autoscaling", kind: "Scale" },
      },
    });
    const patched = await client.patch("merge", path, { spec: { replicas: 3 } });
    expect(patched.body).toMatchObject({ kind: "Scale", spec: { replicas: 3 } });
    await waitFor(async () => (await place.pods()).length === 3, soonMs, "three pods");
    const put = await client.ok("PUT", path, { metadata: { name: "d", namespace }, spec: { replicas: 1 } });
    expect(put).toMatchObject({ kind: "Scale", spec: { replicas: 1 } });
    await waitFor(async () => (await place.pods()).length === 1, soonMs, "one pod");
    await waitFor(async () => (await place.deployment()).status.observedGeneration === 3, soonMs, "generation 3 seen");
    const other = await client.patch("merge", path, { metadata: { uid: "another" }, spec: { replicas: 5 } });
    expect(other.body).toMatchObject({ code: 409, reason: "Conflict" });
    const late = await client.send("PUT", path, {
      body: { metadata: { name: "d", namespace, resourceVersion }, spec: { replicas: 5 } },
    });
    expect(late.body).toMatchObject({ code: 409, reason: "Conflict" });
  });

  test("a new image rolls out in a new replica set, and back in the old one", patience, async () => {
    const { client } = given();
    const place = await running();
    const image = (tag: string) => ({
      spec: { template: { spec: { containers: [{ name: "app", image: `registry.example.com/app:${tag}` }] } } },
    });
    const settled = (revision: string) =>
      waitFor(
        async () => {
          const { status, metadata } = await place.deployment();
          const done = status.updatedReplicas === 2 && status.replicas === 2 && status.availableReplicas === 2;
          const newest = metadata.annotations["deployment.kubernetes.io/revision"] === revision;
          return done && newest && status.observedGeneration === metadata.generation;
        },
        soonMs,
        `revision ${revision}`,
      );
    const [old] = await place.replicaSets();
    await client.patch("strategic", place.path, image("2"));
    await settled("2");
    await waitFor(async () => (await place.pods()).length === 2, soonMs, "the old pods to be gone");
    for (const pod of await place.pods()) expect(pod.spec.containers[0].image).toBe("registry.example.com/app:2");
    const sets = await place.replicaSets();
    expect(sets.map(({ spec }) => spec.replicas).sort()).toEqual([0, 2]);
    const idle = sets.find(({ metadata }) => metadata.uid === old.metadata.uid);
    expect(idle.spec.replicas).toBe(0);
    await client.patch("strategic", place.path, image("1"));
    await settled("3");
    const back = (await place.replicaSets()).find(({ metadata }) => metadata.uid === old.metadata.uid);
    expect(back).toMatchObject({
      spec: { replicas: 2 },
      metadata: { annotations: { "deployment.kubernetes.io/revision": "3" } },
    });
    expect(await place.replicaSets()).toHaveLength(2);
  });

  test("a pod that is deleted is given time, and replaced", patience, async () => {
    const { client } = given();
    const place = await running();
    const [pod] = await place.pods();
    const path = `/api/v1/namespaces/${place.namespace}/pods/${pod.metadata.name}`;
    const deleted = await client.ok("DELETE", path);
    expect(deleted).toMatchObject({
      kind: "Pod",
      metadata: { uid: pod.metadata.uid, deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 30 },
    });
    const due = Date.parse(deleted.metadata.deletionTimestamp) - Date.parse(pod.metadata.creationTimestamp);
    expect(due).toBeGreaterThanOrEqual(30_000);
    await waitFor(async () => (await client.get(path)).status === 404, soonMs, "the pod to be gone");
    await place.available();
    expect((await place.pods()).map(({ metadata }) => metadata.uid)).not.toContain(pod.metadata.uid);
  });

  test("a deployment that is deleted takes its replica sets and pods along", patience, async () => {
    const { client } = given();
    const place = await running();
    const body = await client.ok("DELETE", place.path);
    expect(body).toMatchObject({ kind: "Status", details: { name: "d", group: "apps", kind: "deployments" } });
    await waitFor(async () => (await place.replicaSets()).length === 0, soonMs, "no replica sets");
    await waitFor(async () => (await place.pods()).length === 0, soonMs, "no pods");
    expect((await client.get(place.path)).status).toBe(404);
  });
}

/** A namespace with the deployment d. */
class Place {
  readonly #given: Given;
  readonly namespace: string;

  constructor(given: Given, namespace: string) {
    this.#given = given;
    this.namespace = namespace;
  }

  get path(): string {
    return `${deploymentsIn(this.namespace)}/d`;
  }

  deployment(): Promise<Json> {
    return this.#given().client.ok("GET", this.path);
  }

  replicaSets(): Promise<Json[]> {
    return this.#items("/apis/apps/v1", "replicasets");
  }

  pods(): Promise<Json[]> {
    return this.#items("/api/v1", "pods");
  }

  events(): Promise<Json[]> {
    return this.#items("/api/v1", "events");
  }

  async available(): Promise<void> {
    await waitFor(
      async () => {
        const { spec, status, metadata } = await this.deployment();
        return status.availableReplicas === spec.replicas && status.observedGeneration === metadata.generation;
      },
      soonMs,
      "the deployment to be available",
    );
  }

  async #items(api: string, resource: string): Promise<Json[]> {
    const path = `${api}/namespaces/${this.namespace}/${resource}`;
    return (await this.#given().client.ok("GET", path)).items;
  }
}
