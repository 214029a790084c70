import { compact, type Fields, fieldsOf, type KubeObject } from "../storage/object.ts";
import { invalid } from "../storage/status.ts";
import { replicasCauses } from "../storage/validation.ts";

/** The face of a workload for who only wants to scale it. */
export function scaleOf({ metadata, spec, status }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas = 0, selector } = fieldsOf(spec);
  const labels = Object.entries(fieldsOf(fieldsOf(selector).matchLabels));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: compact({ name, namespace, uid, resourceVersion, creationTimestamp }) as KubeObject["metadata"],
    // A zero is left out here, and only here.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: fieldsOf(status).replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(","),
    },
  };
}

/** The workload with what a changed Scale says. */
export function applyToScale(workload: KubeObject, change: (scale: KubeObject) => Fields): Fields {
  const scale = change(scaleOf(workload));
  const { replicas = 0 } = fieldsOf(scale.spec);
  const { name } = workload.metadata;
  const causes = replicasCauses(replicas);
  if (causes.length > 0) throw invalid({ group: "autoscaling", kind: "Scale" }, name, causes);
  const { resourceVersion, uid } = fieldsOf(scale.metadata);
  const metadata = { ...workload.metadata, ...compact({ resourceVersion, uid }) };
  return { ...workload, metadata, spec: { ...fieldsOf(workload.spec), replicas } };
}
