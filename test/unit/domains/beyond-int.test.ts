import { afterEach, beforeEach, expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, pod, replicaSet } from "./manifests.ts";

// Many numbers have 64 bits in Kubernetes, and annotations say what anybody writes there. An Int has 32.

const large = 99_999_999_999;
let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
});
afterEach(() => world[Symbol.asyncDispose]());

const put = (resource: string, kind: string, object: object) =>
  world.put("alpha", resource, { apiVersion: "v1", kind, ...object } as KubernetesObject);

test("a config whose number is none of the gateway's takes no other from its page", async () => {
  const settings = { metadata: metadata("large", { annotations: { "fairway.dev/config-revision": String(large) } }) };
  put("configmaps", "ConfigMap", settings);
  put("configmaps", "ConfigMap", { metadata: metadata("usual") });
  const last = { metadata: metadata("last", { annotations: { "fairway.dev/config-revision": "2147483647" } }) };
  put("configmaps", "ConfigMap", last);
  const owned = ownedBy({ apiVersion: "v1", kind: "ConfigMap", ...settings });
  const revision = (name: string, more: object) =>
    put("apps/controllerrevisions", "ControllerRevision", { metadata: metadata(name, owned), ...more });
  revision("a", { revision: large, data: { data: { level: "info" } } });
  revision("b", { revision: 3, data: { data: null, binaryData: "none" } });
  revision("c", { revision: 2, data: { data: { level: "info", count: 5 }, binaryData: [1] } });
  revision("d", { revision: 1, data: "text" });
  const fields = "name revisionNumber revisions { number entries { key value } } changesSince(revision: 3) { key }";
  const data = await world.data(`{ configMaps(orderBy: [{ field: NAME }]) { nodes { ${fields} } } }`);
  expect(data).toEqual({
    configMaps: {
      nodes: [
        {
          name: "large",
          revisionNumber: 1,
          revisions: [
            { number: 3, entries: [] },
            { number: 2, entries: [{ key: "level", value: "info" }] },
            { number: 1, entries: [] },
          ],
          changesSince: [],
        },
        { name: "last", revisionNumber: 1, revisions: [], changesSince: null },
        { name: "usual", revisionNumber: 1, revisions: [], changesSince: null },
      ],
    },
  });
});

test("revisions beyond it, and seconds, are the largest that there are", async () => {
  const web = deployment("web", {}, { replicas: 1 });
  const kept = replicaSet("web-1", web, 1);
  const annotations = { "deployment.kubernetes.io/revision": String(large) };
  put("apps/deployments", "Deployment", { ...web, metadata: { ...web.metadata, annotations } });
  put("apps/replicasets", "ReplicaSet", { ...kept, metadata: { ...kept.metadata, annotations } });
  put("apps/controllerrevisions", "ControllerRevision", { metadata: metadata("z"), revision: 2n ** 62n });
  const tolerations = [{ operator: "Exists", tolerationSeconds: large }];
  put("pods", "Pod", pod("p", {}, { spec: { containers: [], tolerations } }));
  const data = await world.data(`{
    deployments { nodes { rolloutRevision revisions { number } } }
    replicaSets { nodes { rolloutRevision } }
    controllerRevisions(filter: { name: { eq: "z" } }, orderBy: [{ field: REVISION }]) { nodes { revision } }
    pods { nodes { tolerations { tolerationSeconds } } }
  }`);
  expect(data).toEqual({
    deployments: { nodes: [{ rolloutRevision: null, revisions: [] }] },
    replicaSets: { nodes: [{ rolloutRevision: null }] },
    controllerRevisions: { nodes: [{ revision: 2_147_483_647 }] },
    pods: { nodes: [{ tolerations: [{ tolerationSeconds: 2_147_483_647 }] }] },
  });
});
