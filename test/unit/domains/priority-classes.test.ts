import { expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata, pod } from "./manifests.ts";

const made = (name: string, more: object = {}) =>
  ({
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { ...metadata(name), namespace: "" },
    ...more,
  }) as KubernetesObject;

test("priority classes lead to their pods and back, by importance", async () => {
  await using world = await KubernetesWorld.start("alpha");
  const resource = "scheduling.k8s.io/priorityclasses";
  world.put(
    "alpha",
    resource,
    made("urgent", { value: 1_000, description: "for the night", preemptionPolicy: "Never" }),
  );
  world.put("alpha", resource, made("plain", { globalDefault: true }));
  world.put("alpha", "pods", pod("web", {}, { spec: { priorityClassName: "urgent" } }));
  world.put("alpha", "pods", pod("other", {}, { spec: { priorityClassName: "gone" } }));
  const { data, errors } = await world.run(`{
    priorityClasses(orderBy: [{ field: VALUE, direction: DESC }]) { nodes { name value globalDefault preempts purpose pods { nodes { name } } } }
    default: priorityClasses(filter: { globalDefault: true }) { nodes { name } }
    pods(orderBy: [{ field: NAME }]) { nodes { name priorityClass { name } } }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    priorityClasses: {
      nodes: [
        {
          name: "urgent",
          value: 1_000,
          globalDefault: false,
          preempts: false,
          purpose: "for the night",
          pods: { nodes: [{ name: "web" }] },
        },
        { name: "plain", value: 0, globalDefault: true, preempts: true, purpose: null, pods: { nodes: [] } },
      ],
    },
    default: { nodes: [{ name: "plain" }] },
    pods: {
      nodes: [
        { name: "other", priorityClass: null },
        { name: "web", priorityClass: { name: "urgent" } },
      ],
    },
  });
});
