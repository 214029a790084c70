import { describe, expect, test } from "vitest";
import { Siblings } from "../../../src/kubernetes/siblings.ts";
import type { KubernetesObject } from "../../../src/kubernetes/types.ts";

describe("siblings", () => {
  const pod = (name: string, owner?: string, more: Record<string, unknown> = {}): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: "1",
      ...(owner && {
        ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: owner, controller: true }],
      }),
      ...more,
    },
    spec: { containers: [{ name: "app", image: "registry.example.com/app:1" }] },
  });

  const containersOf = ({ spec }: KubernetesObject) => (spec as { containers: unknown }).containers;

  test("of one owner share what is equal", () => {
    const siblings = new Siblings();
    const a = siblings.share(pod("a", "rs-1"), undefined);
    const b = siblings.share(pod("b", "rs-1"), undefined);
    expect(containersOf(b)).toBe(containersOf(a));
    expect(b.metadata.ownerReferences).toBe(a.metadata.ownerReferences);
    expect(b.metadata.name).toBe("b");
  });

  test("of another owner do not", () => {
    const siblings = new Siblings();
    const a = siblings.share(pod("a", "rs-1"), undefined);
    expect(containersOf(siblings.share(pod("b", "rs-2"), undefined))).not.toBe(containersOf(a));
  });

  test.each([
    ["generateName", { generateName: "job-" }],
    ["the app's label", { labels: { app: "x" } }],
    ["the app's newer label", { labels: { "app.kubernetes.io/name": "x" } }],
  ])("without an owner are found by %s", (_, more) => {
    const siblings = new Siblings();
    const a = siblings.share(pod("a", undefined, more), undefined);
    expect(containersOf(siblings.share(pod("b", undefined, more), undefined))).toBe(containersOf(a));
  });

  test("come after the object's own previous version", () => {
    const siblings = new Siblings();
    siblings.share(pod("a", "rs-1"), undefined);
    const previous = siblings.share(pod("b", "rs-1"), undefined);
    expect(siblings.share(pod("b", "rs-1"), previous).spec).toBe(previous.spec);
  });

  test("are remembered up to a number of owners, the last used for longest", () => {
    const siblings = new Siblings(2);
    const first = siblings.share(pod("a", "rs-1"), undefined);
    siblings.share(pod("b", "rs-2"), undefined);
    siblings.share(pod("c", "rs-1"), undefined);
    siblings.share(pod("d", "rs-3"), undefined);
    expect(siblings.size).toBe(2);
    expect(containersOf(siblings.share(pod("e", "rs-1"), undefined))).toBe(containersOf(first));
  });

  test("are not held beyond their deletion", () => {
    const siblings = new Siblings();
    siblings.share(pod("a", "rs-1"), undefined);
    siblings.forget(pod("other", "rs-1"));
    expect(siblings.size).toBe(1);
    siblings.forget(pod("a", "rs-1"));
    expect(siblings.size).toBe(0);
  });

  test.each([
    ["that are no list", { ownerReferences: {} }],
    ["that hold null", { ownerReferences: [null] }],
    ["without a controller", { ownerReferences: [{ uid: "x" }] }],
  ])("survive owner references %s", (_, more) => {
    expect(() => new Siblings().share(pod("a", undefined, more), undefined)).not.toThrow();
  });

  /** A pod as a ReplicaSet's pods are: what is its own stands deep in what they have in common. */
  const running = (number: number, more: Record<string, unknown> = {}): KubernetesObject => ({
    ...pod(`pod-${number}`, "rs-1"),
    spec: {
      nodeName: `node-${number % 3}`,
      volumes: [
        { name: "config" },
        { name: `token-${number}`, projected: { sources: [{ configMap: { name: "ca" } }] } },
      ],
      tolerations: [{ key: "not-ready", operator: "Exists" }],
    },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: `2026-10-01T00:00:${10 + number}Z` }],
      containerStatuses: [{ name: "app", restartCount: number % 2, state: { running: {} } }],
    },
    ...more,
  });

  test("are equal to what they were made of, and earlier ones stay so", () => {
    const siblings = new Siblings();
    const shared = Array.from({ length: 20 }, (_, number) => siblings.share(running(number), undefined));
    expect(shared).toEqual(Array.from({ length: 20 }, (_, number) => running(number)));
    expect(JSON.stringify(shared[19])).toBe(JSON.stringify(running(19)));
    expect(structuredClone(shared[19])).toEqual(running(19));
    expect({ ...(shared[19]?.spec as object) }).toEqual(running(19).spec);
    expect(Object.keys(shared[19]?.status as object)).toEqual(Object.keys(running(19).status as object));
  });

  test("hold of a field with gaps nothing but what is their own", () => {
    const siblings = new Siblings();
    const [first, second, third] = [1, 2, 3].map((number) => siblings.share(running(number), undefined).spec as Spec);
    type Spec = { volumes: [object, { projected: object }]; tolerations: object };
    const own = (spec: Spec | undefined, field: string) => Object.getOwnPropertyDescriptor(spec, field);
    // It is the first that has the parts; the others know whose they are.
    expect(own(first, "volumes")).toHaveProperty("value");
    expect(own(second, "volumes")?.get).toBeTypeOf("function");
    expect(own(third, "volumes")?.get).toBe(own(second, "volumes")?.get);
    expect(third?.volumes[0]).toBe(first?.volumes[0]);
    expect(third?.volumes[1].projected).toBe(first?.volumes[1].projected);
    expect(third?.tolerations).toBe(first?.tolerations);
    // A scan reads scalars of all objects.
    expect(own(third, "nodeName")).toHaveProperty("value", "node-0");
  });

  test("of another shape do not spoil what the others have in common", () => {
    const siblings = new Siblings();
    siblings.share(running(1), undefined);
    const pending = { phase: "Pending", conditions: [] };
    for (let number = 2; number < 9; number += 1) {
      expect(siblings.share(running(number, { status: pending }), undefined).status).toEqual(pending);
    }
    const { status } = siblings.share(running(9), undefined);
    expect(Object.getOwnPropertyDescriptor(status, "conditions")?.get).toBeTypeOf("function");
    expect(status).toEqual(running(9).status);
  });

  test("survive nesting that would overflow the stack", () => {
    const siblings = new Siblings();
    for (const end of [1, 2, 2]) {
      const deep = JSON.parse(`${'{"a":'.repeat(2_000)}${end}${"}".repeat(2_000)}`);
      const { spec } = siblings.share({ ...pod("a", "rs-1"), spec: deep }, undefined);
      expect(JSON.stringify(spec)).toContain(`{"a":${end}}`);
    }
  });

  test("share with the previous version what has not changed", () => {
    const siblings = new Siblings();
    for (const number of [1, 2, 3]) siblings.share(running(number), undefined);
    const previous = siblings.share(running(4), undefined);
    const next = siblings.share(
      running(4, { status: { ...(running(4).status as object), phase: "Failed" } }),
      previous,
    );
    expect(next.spec).toBe(previous.spec);
    expect(next.metadata).toBe(previous.metadata);
    expect(next.status).toEqual({ ...(running(4).status as object), phase: "Failed" });
    expect(previous).toEqual(running(4));
  });

  test("are equal to what they were made of, whatever number of field names there is", () => {
    for (let name = 0; name < 4_200; name += 1) {
      const siblings = new Siblings();
      for (const value of [1, 2, 3]) {
        const spec = { [`field-${name}`]: [{ value, more: "x" }] };
        const { spec: shared } = siblings.share(
          { ...pod(`p-${value}`, "rs-1"), spec: structuredClone(spec) },
          undefined,
        );
        expect(shared).toEqual(spec);
      }
    }
  });

  test("are equal to what they were made of, for random ones", () => {
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return (seed >> 8) % below;
    };
    const leaf = () => [random(3), ["", "a", "b", "a longer one"][random(4)], null, random(2) === 0, {}, []][random(6)];
    const value = (depth: number): unknown => {
      if (depth > 3 || random(4) === 0) return leaf();
      const list = Array.from({ length: random(3) }, () => value(depth + 1));
      if (random(2) === 0) return list;
      return JSON.parse(`{${list.map((each, i) => `"${["x", "__proto__", "toString"][i]}":${JSON.stringify(each)}`)}}`);
    };
    /** Mostly equal to what it is given. */
    const varied = (of: unknown): unknown => {
      if (random(12) === 0) return value(2);
      if (Array.isArray(of)) return of.map(varied);
      if (typeof of !== "object" || of === null) return random(6) === 0 ? leaf() : of;
      return Object.fromEntries(Object.entries(of).map(([name, each]) => [name, varied(each)]));
    };
    for (let round = 0; round < 200; round += 1) {
      const siblings = new Siblings();
      const template = { spec: value(0), status: { a: value(0), b: value(1), c: value(1) } };
      const texts: string[] = [];
      const shared: KubernetesObject[] = [];
      for (let number = 0; number < 12; number += 1) {
        const object = { ...pod(`p-${number}`, "rs-1"), ...(varied(template) as object) };
        texts.push(JSON.stringify(object));
        const previous = random(2) === 0 ? shared[random(shared.length || 1)] : undefined;
        shared.push(siblings.share(JSON.parse(texts[number] as string), previous));
      }
      expect(shared).toEqual(texts.map((text) => JSON.parse(text)));
      expect(JSON.parse(JSON.stringify(shared))).toEqual(texts.map((text) => JSON.parse(text)));
    }
  });
});
