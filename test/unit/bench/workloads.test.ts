import { expect, test } from "vitest";
import { busyFilters, busyPod, quietFilters, quietPods } from "../../../bench/g1/operation.ts";
import { requestBody, world } from "../../../bench/q2/operation.ts";
import { markOf, podAt } from "../../../bench/s1/operation.ts";
import { oldestChangeIn, podAt as podChangedAt } from "../../../bench/s4/operation.ts";
import { makePods } from "../../../bench/support/pods.ts";
import { median } from "../../../bench/support/statistics.ts";

type Pod = {
  metadata: {
    namespace: string;
    name: string;
    uid: string;
    managedFields: unknown;
    ownerReferences: { uid: string }[];
  };
  spec: object;
};

const pods = [...makePods(200, 50)] as Pod[];

test("M1's pods have a median of about 4 kB of JSON, managedFields included", () => {
  const sizes = pods.map((pod) => JSON.stringify(pod).length);
  expect(median(sizes)).toBeGreaterThan(3_900);
  expect(median(sizes)).toBeLessThan(4_300);
  expect(pods.every(({ metadata }) => JSON.stringify(metadata.managedFields).length > 500)).toBe(true);
});

test("M1's 10,000 pods are of 200 distinct templates, and no two are one pod", () => {
  const keys = new Set(pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  const owners = new Set(pods.map(({ metadata }) => metadata.ownerReferences[0]?.uid));
  const specs = new Set(
    pods.map(({ spec }) => JSON.stringify({ ...spec, nodeName: "" }).replace(/kube-api-access-.{5}/g, "")),
  );
  expect([keys.size, new Set(pods.map(({ metadata }) => metadata.uid)).size]).toEqual([10_000, 10_000]);
  expect([owners.size, specs.size]).toEqual([200, 200]);
});

test("M1's pods come in the order of an API server's list, and are the same each time", () => {
  const namespaces = pods.map(({ metadata }) => metadata.namespace);
  expect(namespaces).toEqual([...namespaces].sort());
  expect(JSON.stringify([...makePods(3, 2)])).toBe(JSON.stringify([...makePods(3, 2)]));
});

test("Q2's world has 100 deployments with 3 pods each, joined by owners", () => {
  const objects = world();
  const owners = (resource: string) =>
    new Set(objects.get(resource)?.flatMap(({ metadata }) => metadata.ownerReferences?.map(({ uid }) => uid) ?? []));
  const uids = (resource: string) => new Set(objects.get(resource)?.map(({ metadata }) => metadata.uid));
  expect([...objects].map(([resource, each]) => [resource, each.length])).toEqual([
    ["apps/deployments", 100],
    ["apps/replicasets", 100],
    ["pods", 300],
  ]);
  expect(owners("apps/replicasets")).toEqual(uids("apps/deployments"));
  expect(owners("pods")).toEqual(uids("apps/replicasets"));
});

test("no two requests of Q2 have the same variables", () => {
  expect(requestBody(1)).not.toBe(requestBody(2));
  expect(requestBody("@@").replaceAll("@@", "7")).toBe(requestBody(7));
});

test("S1's mark finds the version of a pod in a frame", () => {
  const frame = JSON.stringify({ resourceVersion: podAt(1, 1_000_007).metadata.resourceVersion });
  expect(frame).toContain(markOf(1_000_007));
  expect(frame).not.toContain(markOf(1_000_00));
});

test("S4's frames tell when the oldest change in them was made", () => {
  const nodes = [7, 9].map((time) => podChangedAt(1, 1_000_001, time).spec);
  expect(nodes).toEqual([{ nodeName: "7" }, { nodeName: "9" }]);
  expect(oldestChangeIn('{"changes":[{"object":{"nodeName":"7"}},{"object":{"nodeName":"9"}}]}')).toBe(7);
  expect(oldestChangeIn('{"changes":[]}')).toBeUndefined();
});

test("G1's other groups are as many as their filters, ask for pods that there are, and none for a busy one", () => {
  const filters = quietFilters(1_000);
  expect(new Set(filters.map((filter) => JSON.stringify(filter))).size).toBe(1_000);
  const passes = ({ metadata }: ReturnType<typeof busyPod>) =>
    filters.filter(
      ({ namespaces, labels, name }) =>
        (!namespaces || namespaces.includes(metadata.namespace ?? "")) &&
        (!labels || labels === `app=${metadata.labels?.app}`) &&
        (!name || name.eq === metadata.name),
    ).length;
  expect(
    quietPods(250)
      .map(passes)
      .every((groups) => groups === 4),
  ).toBe(true);
  expect(Array.from({ length: 20 }, (_, index) => passes(busyPod(1_000_001 + index)))).toEqual(Array(20).fill(0));
});

test("G1's busy groups are as many as their filters, and each takes the busy pods' namespace", () => {
  const filters = busyFilters(100);
  expect(new Set(filters.map((filter) => JSON.stringify(filter))).size).toBe(100);
  const { namespace = "" } = busyPod(1_000_001).metadata;
  expect(filters.every(({ namespaces }) => namespaces?.includes(namespace))).toBe(true);
});
