import type { Manifest } from "../context.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What controllers, and the gateway, write down on objects for this one cluster. */
const localAnnotation =
  /^(deployment\.kubernetes\.io\/|deprecated\.daemonset\.|pv\.kubernetes\.io\/|volume\.(beta\.)?kubernetes\.io\/|control-plane\.alpha\.kubernetes\.io\/|batch\.kubernetes\.io\/|fairway\.dev\/(operations|config-hash)$)/;

/** Labels by which a Job finds its own pods; another job has others. */
const jobLabels = ["controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"];

/** A manifest of an object that makes its like somewhere else: without what only means something where it is. */
export function portableManifest(object: Manifest, namespace: string): Fields {
  const { apiVersion, kind, metadata, ...rest } = object as Manifest & Fields;
  const { status: _status, ...content } = rest as Fields;
  const { name, labels, annotations } = metadata;
  const kept = Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => !localAnnotation.test(key)));
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      ...(Object.keys(kept).length > 0 && { annotations: kept }),
    },
    ...content,
    ...("spec" in content && isFields(content.spec) && { spec: specOf(kind, content.spec) }),
  };
}

function specOf(kind: string, spec: Fields): Fields {
  switch (kind) {
    case "Service":
      return serviceSpec(spec);
    case "PersistentVolumeClaim":
      // Neither the volume nor a snapshot that it was made of is there.
      return without(spec, "volumeName", "dataSource", "dataSourceRef");
    case "Job":
      return jobSpec(spec);
    case "CronJob": {
      const { jobTemplate } = spec;
      if (!isFields(jobTemplate) || !isFields(jobTemplate.spec)) return spec;
      return { ...spec, jobTemplate: { ...cleaned(jobTemplate), spec: templated(jobTemplate.spec) } };
    }
    default:
      return templated(spec);
  }
}

function serviceSpec(spec: Fields): Fields {
  const { clusterIP, ports, ...rest } = without(
    spec,
    "clusterIPs",
    "ipFamilies",
    "ipFamilyPolicy",
    "healthCheckNodePort",
  );
  return {
    ...rest,
    // A headless service says so in the place of an address.
    ...(clusterIP === "None" && { clusterIP }),
    ...(Array.isArray(ports) && { ports: ports.map((port: Fields) => without(port, "nodePort")) }),
  };
}

function jobSpec(spec: Fields): Fields {
  if (spec.manualSelector === true) return templated(spec);
  const { template } = spec;
  const cleanedSpec = templated(without(spec, "selector", "manualSelector"));
  if (!isFields(template) || !isFields(template.metadata) || !isFields(template.metadata.labels)) return cleanedSpec;
  const labels = without(template.metadata.labels, ...jobLabels);
  return {
    ...cleanedSpec,
    template: { ...(cleanedSpec.template as Fields), metadata: { ...cleanedMetadata(template.metadata), labels } },
  };
}

/** Of whatever has a template of pods, or templates of claims. */
function templated(spec: Fields): Fields {
  const { template, volumeClaimTemplates } = spec;
  return {
    ...spec,
    ...(isFields(template) && { template: podTemplate(template) }),
    ...(Array.isArray(volumeClaimTemplates) && {
      volumeClaimTemplates: volumeClaimTemplates.map((each: Fields) => cleaned(without(each, "status"))),
    }),
  };
}

function podTemplate(template: Fields): Fields {
  const { spec } = template;
  // Whoever names a node names one of this cluster; `serviceAccount` is an old name of `serviceAccountName`.
  return { ...cleaned(template), ...(isFields(spec) && { spec: without(spec, "nodeName", "serviceAccount") }) };
}

function cleaned(template: Fields): Fields {
  const { metadata } = template;
  return isFields(metadata) ? { ...template, metadata: cleanedMetadata(metadata) } : template;
}

/** API servers of older versions say of templates that they were made at no time. */
function cleanedMetadata(metadata: Fields): Fields {
  return without(metadata, "creationTimestamp");
}

function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
