import type { Context } from "../controllers/context.ts";
import type { Cloud } from "../data/clouds.ts";
import * as kinds from "../data/kinds.ts";
import { nodeOf } from "../data/node.ts";
import { type PlatformObject, platformOf } from "../data/platform.ts";
import { namespaceNames, type Workload, workloads } from "../data/workloads.ts";

export const historyMs = 40 * 24 * 3_600_000;
const nodeCount = 4;

/**
 * Fills a cluster that stands at the beginning of its history: its machinery and nodes at once, each workload when its
 * time has come. The controllers do the rest as the clock goes on, so all that is there has come about in the usual way.
 */
export function seed(context: Context, cloud: Cloud): void {
  const { registry, clock, random } = context;
  // First of all, as its uid is the identity of the cluster.
  const system = ["kube-system", "default", "kube-public", "kube-node-lease"];
  for (const name of [...system, ...namespaceNames]) {
    registry.create(kinds.namespaces, "", { metadata: { name } });
    registry.create(kinds.serviceAccounts, name, { metadata: { name: "default" } });
  }
  for (let index = 0; index < nodeCount; index += 1) {
    registry.create(kinds.nodes, "", nodeOf(cloud, index, random, clock.timestamp));
  }
  const begin = clock.now;
  const start = begin + historyMs;
  for (const { kind, namespace, object, warning } of platformOf(cloud, (minutes) =>
    timestampOf(start - minutes * 60_000),
  )) {
    registry.create(kind, namespace, object);
    const { status } = object;
    const { name } = object.metadata;
    // A server takes none along with what is made.
    if (status) registry.update(kind, namespace, name, (made) => ({ ...made, status }), { subresource: "status" });
    if (warning) clock.after(start - clock.now - warningMs, () => warn(context, kind, namespace, name, warning));
  }
  for (const workload of workloads) {
    const at = begin + historyMs - (workload.ageMinutes + random.next()) * 60_000;
    clock.after(at - clock.now, () => createWorkload(context, workload, cloud));
  }
}

/** Sooner than events are forgotten. */
const warningMs = 5 * 60_000;

function warn(
  context: Context,
  kind: PlatformObject["kind"],
  namespace: string,
  name: string,
  warning: NonNullable<PlatformObject["warning"]>,
): void {
  const { store, events, clock } = context;
  const object = store.get(kind, namespace, name);
  if (!object) return;
  events.record(object, "Warning", warning.reason, warning.message, warning.component);
  clock.after(warningMs, () => warn(context, kind, namespace, name, warning));
}

function timestampOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

function createWorkload({ registry }: Context, workload: Workload, cloud: Cloud): void {
  const { namespace, name, image, tag, replicas, team, port, config, secret, dataAt } = workload;
  const selector = { "app.kubernetes.io/name": name };
  const labels = { ...selector, "app.kubernetes.io/part-of": namespace, team };
  const metadata = { name, labels };
  if (config) registry.create(kinds.configMaps, namespace, { metadata, data: config });
  if (secret) registry.create(kinds.secrets, namespace, { metadata, stringData: secret });
  const ports = port === undefined ? [] : [{ name: "http", containerPort: port }];
  if (port !== undefined) {
    const spec = { selector, ports: [{ name: "http", port: 80, targetPort: "http" }] };
    registry.create(kinds.services, namespace, { metadata, spec });
  }
  registry.create(kinds.deployments, namespace, {
    metadata: { ...metadata, annotations: { "example.com/owner": `${team}@example.com` } },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image: `${image}:${tag}`,
              ...(ports.length > 0 && { ports }),
              env: [
                { name: "REGION", value: cloud.region },
                ...(secret ? [{ name: "CREDENTIALS", value: `/etc/${name}/secret` }] : []),
              ],
              ...(dataAt && { volumeMounts: [{ name: "data", mountPath: dataAt }] }),
              ...(config && { envFrom: [{ configMapRef: { name } }] }),
              resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
            },
          ],
          ...(dataAt && { volumes: [{ name: "data", persistentVolumeClaim: { claimName: name } }] }),
        },
      },
    },
  });
}
