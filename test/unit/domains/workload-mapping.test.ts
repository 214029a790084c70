import { describe, expect, test } from "vitest";
import { metricsOf } from "../../../src/domains/deployments/horizontal-pod-autoscaler.mapping.ts";
import { JobPhase, jobPhaseOf, wantedPodsOf } from "../../../src/domains/deployments/job.mapping.ts";
import { podLimits, podRequests } from "../../../src/domains/deployments/pod-requests.mapping.ts";
import {
  daemonSetRollout,
  deploymentRollout,
  statefulSetRollout,
} from "../../../src/domains/deployments/rollout-status.mapping.ts";
import { selectorTest, selectorText } from "../../../src/domains/deployments/selector.mapping.ts";
import { amountsOf, sumOf } from "../../../src/domains/resources/resource-amounts.mapping.ts";
import { metadata } from "./manifests.ts";

const requesting = (cpu: string, memory: string, more = {}) => ({
  name: "c",
  resources: { requests: { cpu, memory } },
  ...more,
});

describe("what a pod asks for", () => {
  test("is the sum of its containers and sidecars, or its start where that needs more, and the overhead", () => {
    const spec = {
      containers: [requesting("100m", "64Mi"), requesting("200m", "64Mi")],
      initContainers: [requesting("50m", "16Mi", { restartPolicy: "Always" }), requesting("1", "32Mi")],
      overhead: { cpu: "10m" },
    };
    expect(amountsOf(podRequests(spec))).toEqual({ cpu: "1060m", memory: "144Mi" });
    expect(amountsOf(podRequests({ containers: spec.containers }), 3)).toEqual({ cpu: "900m", memory: "384Mi" });
    expect(amountsOf(podRequests(undefined))).toEqual({});
  });

  test("adds up to the same however many there are: a tenth of a core is no binary fraction", () => {
    const many = Array.from({ length: 20_001 }, () => ({ cpu: "100m", memory: "64Mi", pods: 1 }));
    expect(amountsOf(sumOf(many))).toEqual({ cpu: "2000100m", memory: "1280064Mi", pods: "20001" });
    expect(amountsOf(sumOf([{ cpu: "1n" }, { cpu: "2000" }]))).toEqual({ cpu: "2000000000001n" });
  });

  test("and what it may not exceed is what is said of the pod as a whole, where that is said", () => {
    const resources = { requests: { cpu: "100m" }, limits: { cpu: "1", memory: "64Mi" } };
    const containers = [{ resources }, { resources: { limits: { memory: "1Gi" } } }];
    expect(amountsOf(podLimits({ containers }))).toEqual({ cpu: "1", memory: "1088Mi" });
    const limited = { containers, resources: { requests: { cpu: "2" }, limits: { memory: "2Gi" } } };
    expect(amountsOf(podRequests(limited))).toEqual({ cpu: "2" });
    expect(amountsOf(podLimits(limited))).toEqual({ cpu: "1", memory: "2Gi" });
    const overhead = { cpu: "250m", "ephemeral-storage": "1Gi" };
    expect(amountsOf(podLimits({ containers, overhead }))).toEqual({ cpu: "1250m", memory: "1088Mi" });
  });

  test("is written as Kubernetes writes it, fractions of cores and odd bytes included", () => {
    expect(
      amountsOf(
        sumOf([
          { cpu: "123456n", memory: "1000" },
          { cpu: "1", memory: "24" },
        ]),
      ),
    ).toEqual({
      cpu: "1000123456n",
      memory: "1Ki",
    });
    expect(amountsOf(sumOf([{ cpu: "0", memory: "0" }, undefined]))).toEqual({ cpu: "0", memory: "0" });
  });
});

describe("a selector", () => {
  const selector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["front", "back"] },
      { key: "canary", operator: "DoesNotExist" },
      { key: "zone", operator: "NotIn", values: ["c"] },
      { key: "team", operator: "Exists" },
    ],
  };

  test("selects what each of its requirements holds for", () => {
    const test = selectorTest(selector);
    const labels = { app: "web", tier: "back", team: "a" };
    expect(test(labels)).toBe(true);
    expect(test({ ...labels, app: "other" })).toBe(false);
    expect(test({ ...labels, tier: "middle" })).toBe(false);
    expect(test({ ...labels, canary: "" })).toBe(false);
    expect(test({ ...labels, zone: "c" })).toBe(false);
    expect(test({ app: "web", tier: "back" })).toBe(false);
  });

  test("selects nothing when it is absent or unknown, everything when it is empty", () => {
    expect(selectorTest(undefined)({ app: "web" })).toBe(false);
    expect(selectorTest({})(undefined)).toBe(true);
    expect(selectorTest({ matchExpressions: [{ key: "a", operator: "Like" }] })({ a: "" })).toBe(false);
    expect(selectorTest({ matchExpressions: [{ key: "constructor", operator: "Exists" }] })({})).toBe(false);
  });

  test("is written as kubectl takes it", () => {
    expect(selectorText(selector)).toBe("!canary,app=web,team,tier in (back,front),zone notin (c)");
  });
});

describe("a rollout", () => {
  const deployment = (status: object, spec: object = { replicas: 3 }) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("web", { generation: 2 }),
    spec,
    status: { observedGeneration: 2, ...status },
  });

  test("of a deployment is not done before the last old pod is gone and the last new one available", () => {
    const whole = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
    expect(deploymentRollout(deployment(whole))).toEqual({
      text: 'deployment "web" successfully rolled out',
      done: true,
      failed: false,
    });
    for (const [status, text] of [
      [{ observedGeneration: 1 }, "Waiting for deployment spec update to be observed..."],
      [{ updatedReplicas: 2 }, "…rollout to finish: 2 out of 3 new replicas have been updated..."],
      [{ replicas: 4 }, "…rollout to finish: 1 old replicas are pending termination..."],
      [{ availableReplicas: 2 }, "…rollout to finish: 2 of 3 updated replicas are available..."],
    ] as const) {
      const state = deploymentRollout(deployment({ ...whole, ...status }));
      expect(state).toEqual({ text: text.replace("…", 'Waiting for deployment "web" '), done: false, failed: false });
    }
    const late = [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }];
    expect(deploymentRollout(deployment({ ...whole, conditions: late }))).toMatchObject({ done: false, failed: true });
  });

  test("of a stateful set heeds its partition, and cannot be followed when pods wait to be deleted", () => {
    const statefulSet = (updateStrategy: object, status: object) => ({
      ...deployment(status),
      spec: { replicas: 3, updateStrategy: { type: "RollingUpdate", ...updateStrategy } },
    });
    const ready = {
      readyReplicas: 3,
      updatedReplicas: 1,
      currentReplicas: 2,
      currentRevision: "a",
      updateRevision: "b",
    };
    const text = (updateStrategy: object, status: object) =>
      statefulSetRollout(statefulSet(updateStrategy, status)).text;
    expect(text({}, { ...ready, observedGeneration: 0 })).toBe("Waiting for statefulset spec update to be observed...");
    expect(text({}, { ...ready, readyReplicas: 1 })).toBe("Waiting for 2 pods to be ready...");
    expect(text({ rollingUpdate: { partition: 1 } }, ready)).toBe(
      "Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated...",
    );
    expect(text({ rollingUpdate: { partition: 2 } }, ready)).toBe(
      "partitioned roll out complete: 1 new pods have been updated...",
    );
    expect(text({}, ready)).toBe("waiting for statefulset rolling update to complete 1 pods at revision b...");
    expect(text({}, { ...ready, currentRevision: "b" })).toBe(
      "statefulset rolling update complete 2 pods at revision b...",
    );
    expect(statefulSetRollout(statefulSet({ type: "OnDelete" }, ready))).toEqual({
      text: "rollout status is only available for RollingUpdate strategy type",
      done: true,
      failed: true,
    });
  });

  test("of a daemon set is done when each node has an available pod of the newest template", () => {
    const daemonSet = (status: object) => ({
      ...deployment(status),
      spec: { updateStrategy: { type: "RollingUpdate" } },
    });
    const whole = { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };
    expect(daemonSetRollout(daemonSet(whole))).toMatchObject({
      done: true,
      text: 'daemon set "web" successfully rolled out',
    });
    expect(daemonSetRollout(daemonSet({ ...whole, updatedNumberScheduled: 1 })).text).toBe(
      'Waiting for daemon set "web" rollout to finish: 1 out of 3 new pods have been updated...',
    );
    expect(daemonSetRollout(daemonSet({ ...whole, numberAvailable: 2 })).text).toBe(
      'Waiting for daemon set "web" rollout to finish: 2 of 3 updated pods are available...',
    );
  });
});

describe("a job", () => {
  const job = (spec: object, status: object = {}) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: metadata("import"),
    spec,
    status,
  });
  const condition = (type: string) => ({ conditions: [{ type, status: "True" }] });

  test("is in the phase that its conditions say, else in that of its pods", () => {
    expect(jobPhaseOf(job({}))).toBe(JobPhase.PENDING);
    expect(jobPhaseOf(job({}, { active: 1 }))).toBe(JobPhase.RUNNING);
    expect(jobPhaseOf(job({}, { failed: 1 }))).toBe(JobPhase.RUNNING);
    expect(jobPhaseOf(job({ suspend: true }, { active: 0 }))).toBe(JobPhase.SUSPENDED);
    expect(jobPhaseOf(job({ suspend: true }, condition("Complete")))).toBe(JobPhase.SUCCEEDED);
    expect(jobPhaseOf(job({}, condition("Failed")))).toBe(JobPhase.FAILED);
  });

  test("wants no more pods than are still to succeed", () => {
    expect(wantedPodsOf(job({ parallelism: 4, completions: 6 }, { succeeded: 3 }))).toBe(3);
    expect(wantedPodsOf(job({ parallelism: 2, completions: 6 }, { succeeded: 3 }))).toBe(2);
    expect(wantedPodsOf(job({ parallelism: 2 }))).toBe(2);
    expect(wantedPodsOf(job({ parallelism: 2, suspend: true }))).toBe(0);
    expect(wantedPodsOf(job({ parallelism: 2 }, condition("Failed")))).toBe(0);
  });
});

test("an autoscaler's metrics of one name are each with what was measured of it", () => {
  const ofContainer = (container: string, averageUtilization: number) => ({
    container,
    name: "cpu",
    averageUtilization,
  });
  const asked = [ofContainer("web", 80), ofContainer("proxy", 50)];
  const external = { type: "External", external: { metric: { name: "queue" }, target: { value: "30" } } };
  const measured = (value: string) => ({
    type: "External",
    external: { metric: { name: "queue" }, current: { value } },
  });
  const metrics = metricsOf({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata("web"),
    spec: {
      metrics: [
        ...asked.map(({ averageUtilization, ...of }) => ({
          type: "ContainerResource",
          containerResource: { ...of, target: { averageUtilization } },
        })),
        external,
        external,
      ],
    },
    status: {
      currentMetrics: [
        // What could not be measured stands empty in its place.
        { type: "" },
        {
          type: "ContainerResource",
          containerResource: { ...ofContainer("proxy", 0), current: { averageUtilization: 9 } },
        },
        measured("1"),
        measured("2"),
      ],
    },
  });
  expect(metrics.map(({ current }) => current)).toEqual([null, "9%", "1", "2"]);
});

test("an autoscaler's metrics are shown in the form of their targets", () => {
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata("web"),
    spec: {
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
        { type: "Pods", pods: { metric: { name: "qps" }, target: { type: "AverageValue", averageValue: "100" } } },
        { type: "External", external: { metric: { name: "queue" }, target: { type: "Value", value: "30" } } },
      ],
    },
    status: {
      currentMetrics: [
        { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 41, averageValue: "205m" } } },
        { type: "Pods", pods: { metric: { name: "qps" }, current: { averageValue: "77" } } },
      ],
    },
  };
  expect(metricsOf(autoscaler)).toEqual([
    { type: "Resource", name: "cpu", target: "80%", current: "41%" },
    { type: "Pods", name: "qps", target: "100", current: "77" },
    { type: "External", name: "queue", target: "30", current: null },
  ]);
});
