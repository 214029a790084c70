import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./assets.ts";

/** An operation that the explorer opens in a tab. */
export interface Example {
  readonly query: string;
  /** Names such as `some-cluster` are replaced in the browser by those of a deployment that is there. */
  readonly variables?: object;
}

const overview = `# Every cluster as one list. Ctrl-Enter runs it.
query AcrossClusters {
  deployments(first: 10, orderBy: [{ field: NAME }]) {
    totalCount
    nodes {
      cluster
      namespace
      name
      pods {
        nodes {
          name
          phase
        }
      }
    }
    clusterErrors {
      cluster
      code
    }
  }
}
`;

const changes = `# First what is there, then each change.
# The newest frame is shown; the button ends it.
subscription LiveChanges {
  deploymentEvents {
    phase
    changes {
      type
      object {
        cluster
        namespace
        name
        replicas
        readyReplicas
      }
    }
    cursor
  }
}
`;

const live = `# The whole answer, and again whenever it is another one.
# The button ends it.
query AsItIs @live {
  deployments(first: 10, orderBy: [{ field: NAME }]) {
    totalCount
    nodes {
      cluster
      namespace
      name
      replicas
      readyReplicas
    }
  }
}
`;

const place = { cluster: "some-cluster", namespace: "some-namespace" };
const by = { ref: { ...place, name: "some-name" } };
const configMap = { kind: "ConfigMap", name: "made-in-the-explorer" };
const manifest = `apiVersion: v1
kind: ${configMap.kind}
metadata:
  name: ${configMap.name}
data:
  hello: world
`;

const anything = { ref: { ...place, ...configMap } };
const node = { ref: { cluster: place.cluster, name: "some-node" } };
const decision = { input: { by: { ref: { cluster: place.cluster, name: "some-request" } }, dryRun: true } };
const write = { input: { by, dryRun: true } };
const image = "registry.example.com/shop/web:1.4";
const setImage = { input: { by, images: [{ container: "some-container", image }], dryRun: true } };
const artifact = { image, path: "/app", mountPath: "/srv", carrier: "IMAGE_VOLUME" };
const settings = { name: "settings", entries: [{ key: "level", value: "debug" }] };
const range = { lastSeconds: 3_600, stepSeconds: 60 };
const pods = { filter: { namespaces: [place.namespace] } };

/**
 * Of the published operations that cannot be run without: by the name of their file. Writes change nothing until somebody
 * takes the dry run out.
 */
const variables: Readonly<Record<string, object>> = {
  "alert-rules": { prometheus: "some-prometheus" },
  application: { name: "some-name" },
  "application-compose": {
    input: { ...place, name: "made-in-the-explorer", base: { name: "web", image }, artifact, dryRun: true },
  },
  "application-copy": { input: { application: "some-name", from: place, to: place, dryRun: true } },
  "application-portability": { name: "some-name", to: place },
  "application-upgrade": {
    input: { deployments: [by.ref], artifactImage: image, waveSize: { count: 1 }, dryRun: true },
  },
  "certificate-signing-request-approve": decision,
  "certificate-signing-request-deny": decision,
  "certificates-expiring": { before: "2030-01-01T00:00:00Z" },
  "cluster-node-cordon": { input: { by: node, dryRun: true } },
  "cluster-node-taint": {
    input: { by: node, set: [{ key: "dedicated", value: "shop", effect: "NO_SCHEDULE" }], dryRun: true },
  },
  "cluster-node-uncordon": { input: { by: node, dryRun: true } },
  "composition-files": { by },
  compositions: { baseImage: { startsWith: "registry.example.com/" } },
  "config-map": { by },
  "config-map-apply": { input: { clusters: [place.cluster], namespace: place.namespace, ...settings, dryRun: true } },
  "config-map-comparison": { namespace: place.namespace, name: settings.name },
  "config-map-update": { input: { by, set: settings.entries, rollout: "AUTO", dryRun: true } },
  "control-plane-metrics": { range },
  "cron-job-resume": write,
  "cron-job-run": write,
  "cron-job-suspend": write,
  "daemon-set-restart": write,
  "daemon-set-set-image": setImage,
  "daemon-set-undo": write,
  "dashboard-application": { name: "some-name" },
  "dashboard-platform": { expiresBefore: "2030-01-01T00:00:00Z" },
  deployment: { by },
  "deployment-autoscale": { input: { by, maxReplicas: 4, cpuPercent: 80, dryRun: true } },
  "deployment-create": {
    input: { ...place, name: "made-in-the-explorer", containers: [{ name: "web", image }], dryRun: true },
  },
  "deployment-pause": write,
  "deployment-restart": write,
  "deployment-resume": write,
  "deployment-revisions": { by },
  "deployment-scale": { input: { by, replicas: 2, dryRun: true } },
  "deployment-set-image": setImage,
  "deployment-undo": write,
  "external-service-create": { input: { ...place, name: "legacy", dnsName: "legacy.example.com", dryRun: true } },
  "external-service-delete": write,
  "logs-follow": { of: pods },
  "namespace-quotas": { by: { ref: { cluster: place.cluster, name: place.namespace } } },
  "operation-cancel": write,
  "operation-pause": write,
  "operation-resume": write,
  "persistent-volume-claim-create": {
    input: { ...place, name: "made-in-the-explorer", storage: "1Gi", dryRun: true },
  },
  "persistent-volume-claim-delete": write,
  "persistent-volume-claim-expand": { input: { by, storage: "2Gi", dryRun: true } },
  "one-application": { name: "shop", range: { lastSeconds: 900, stepSeconds: 60 } },
  "pipeline-run": { by },
  "pipeline-run-cancel": write,
  "pipeline-run-start": { input: { pipeline: by, dryRun: true } },
  "platform-live": { name: "shop", range: { lastSeconds: 900, stepSeconds: 60 } },
  "pod-debug": { input: { by, image, dryRun: true } },
  "pod-evict": write,
  "pod-exec": { input: { by, command: ["date"], dryRun: true } },
  "pod-logs": { of: pods },
  "pods-by-namespace": { namespaces: [place.namespace] },
  "prometheus-query": { prometheus: "some-prometheus", promql: "sum by (job) (up)", range },
  "registry-credential-apply": {
    input: { ...place, name: "registry", registry: "registry.example.com", username: "", password: "", dryRun: true },
  },
  "resource-annotate": { input: { by: anything, set: { "example.com/note": "hello" }, dryRun: true } },
  "resource-apply": { input: { ...place, manifests: manifest, dryRun: true } },
  "resource-delete": { input: { by: anything, dryRun: true } },
  "resource-label": { input: { by: anything, set: { tier: "front" }, dryRun: true } },
  "resource-patch": { input: { by: anything, patch: { merge: { data: { hello: "there" } } }, dryRun: true } },
  "resources-table": { kind: "nodes" },
  "rollout-waves-start": { input: { deployments: [by.ref], waveSize: { count: 1 }, dryRun: true } },
  "rollout-waves-undo": { input: { by, waveSize: { count: 1 }, dryRun: true } },
  search: { text: "web" },
  secret: { by },
  "service-network": { by },
  "silence-create": {
    input: {
      cluster: place.cluster,
      matchers: [{ name: "alertname", value: "HighLatency" }],
      endsAt: "2030-01-01T00:00:00Z",
      comment: "known",
      dryRun: true,
    },
  },
  "silence-expire": write,
  "stateful-set-restart": write,
  "stateful-set-scale": { input: { by, replicas: 2, dryRun: true } },
  "stateful-set-set-image": setImage,
  "stateful-set-undo": write,
  viewer: { cluster: place.cluster, access: { cluster: place.cluster, verb: "list", kind: "pods" } },
  "workload-metrics": { by: { ref: { ...by.ref, kind: "DEPLOYMENT" } }, range },
};

const types = ["query", "subscription", "mutation"];

function typeOf({ query }: Example): number {
  return types.findIndex((type) => new RegExp(`^${type}\\b`, "m").test(query));
}

/** In the order of the tabs: first what shows the most, then queries, subscriptions and mutations. */
export function examples(): readonly Example[] {
  const folder = join(packageRoot, "schema/operations");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".graphql"))
    .sort();
  const published = files.map((file): Example => {
    const own = variables[file.replace(/\.graphql$/, "")];
    return { query: readFileSync(join(folder, file), "utf8"), ...(own && { variables: own }) };
  });
  const ordered = published.toSorted((one, other) => typeOf(one) - typeOf(other));
  return [{ query: overview }, { query: changes }, { query: live }, ...ordered];
}
