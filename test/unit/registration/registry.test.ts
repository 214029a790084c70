import { afterEach, beforeEach, expect, test } from "vitest";
import { clusterSettings } from "../../../src/config/index.ts";
import { type ClusterConfig, Clusters } from "../../../src/kubernetes/index.ts";
import { type Registration, Registry } from "../../../src/registration/index.ts";
import { realRuntime } from "../kubernetes/runtime.ts";

let clusters: Clusters;
let registry: Registry;
let forgotten: string[];

beforeEach(() => {
  clusters = new Clusters([], {}, realRuntime);
  forgotten = [];
  registry = new Registry({
    clusters,
    forget: (name) => {
      // What is held of a cluster goes while the cluster is still there.
      expect(clusters.has(name)).toBe(true);
      forgotten.push(name);
    },
    onFailure: (name, error) => expect.unreachable(`${name}: ${error}`),
  });
});

afterEach(() => clusters.stop());

function registration(name: string, server = "https://127.0.0.1:1", more: Partial<Registration> = {}): Registration {
  const credentials = () => ({ tls: { insecure: false }, user: { name, token: "t" } });
  const config: ClusterConfig = { name, server, credentials };
  return { config, settings: clusterSettings([], name), labels: {}, ...more };
}

test("clusters come and go with what registers them, and what did not change is not touched", () => {
  registry.set("KUBECONFIG", [registration("alpha"), registration("bravo")]);
  expect(clusters.names()).toEqual(["alpha", "bravo"]);
  const alpha = clusters.get("alpha");
  const { changedAt } = clusters.cell;
  registry.set("KUBECONFIG", [registration("alpha"), registration("bravo")]);
  expect(clusters.cell.changedAt).toBe(changedAt);
  registry.set("KUBECONFIG", [registration("alpha"), registration("charlie")]);
  expect(clusters.names()).toEqual(["alpha", "charlie"]);
  expect(forgotten).toEqual(["bravo"]);
  expect(clusters.get("alpha")).toBe(alpha);
});

test("a cluster that is elsewhere stays the same cluster", () => {
  registry.set("KUBECONFIG", [registration("alpha")]);
  const alpha = clusters.get("alpha");
  registry.set("KUBECONFIG", [registration("alpha", "https://127.0.0.1:2")]);
  expect(clusters.get("alpha")).toBe(alpha);
  expect(alpha.connection.config.server).toBe("https://127.0.0.1:2");
  expect(forgotten).toEqual([]);
});

test("a name of the kubeconfig is the kubeconfig's, as long as it has it", () => {
  const settings = { ...clusterSettings([], "alpha"), deadlineMs: 7 };
  registry.set("CLUSTER_CONNECTION", [
    registration("alpha", "https://127.0.0.1:2", { labels: { of: "connection" }, settings }),
  ]);
  expect(registry.registeredBy("alpha")).toBe("CLUSTER_CONNECTION");
  expect(registry.settingsOf("alpha").deadlineMs).toBe(7);
  const { changedAt } = clusters.cell;
  registry.set("KUBECONFIG", [registration("alpha")]);
  expect(registry.registeredBy("alpha")).toBe("KUBECONFIG");
  expect(registry.labelsOf("alpha")).toEqual({});
  expect(clusters.get("alpha").connection.config.server).toBe("https://127.0.0.1:1");
  expect(clusters.cell.changedAt).toBeGreaterThan(changedAt);
  registry.set("KUBECONFIG", []);
  expect(registry.registeredBy("alpha")).toBe("CLUSTER_CONNECTION");
  expect(registry.labelsOf("alpha")).toEqual({ of: "connection" });
  expect(forgotten).toEqual([]);
});

test("of a cluster that nobody registers there is nothing but defaults", () => {
  expect(registry.registeredBy("alpha")).toBeUndefined();
  expect(registry.settingsOf("alpha")).toEqual(clusterSettings([], "alpha"));
  expect(registry.labelsOf("constructor")).toEqual({});
});
