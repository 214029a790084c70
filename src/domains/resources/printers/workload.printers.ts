import {
  AGE,
  abridged,
  boolean,
  durationText,
  integer,
  type Loose,
  labelsText,
  NAME,
  NONE,
  or,
  type Printed,
  type Printer,
  podColumns,
  printer,
  selectorText,
  shownSelector,
  since,
  text,
  UNSET,
  wide,
} from "./columns.mapping.ts";

const containersOfTemplate = ({ spec }: Loose) => spec?.template?.spec?.containers;
const templated = [...podColumns(containersOfTemplate), wide("Selector", ({ spec }) => shownSelector(spec?.selector))];

const replicas = (selector: Printed): Printer =>
  printer(
    NAME,
    integer("Desired", ({ spec }) => spec?.replicas),
    integer("Current", ({ status }) => status?.replicas),
    integer("Ready", ({ status }) => status?.readyReplicas),
    AGE,
    ...podColumns(containersOfTemplate),
    selector,
  );

function completionsOf({ spec, status }: Loose): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions != null) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function statusOfJob({ metadata, status }: Loose): string {
  const has = (type: string) => (status?.conditions ?? []).find((each: Loose) => each.type === type)?.status === "True";
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(has) ?? "Running";
}

/** How long it took; of one that still runs, since when. */
function durationOfJob({ status }: Loose): string {
  const { startTime, completionTime } = status ?? {};
  if (startTime == null) return "";
  return completionTime == null ? startTime : durationText(Date.parse(completionTime) - Date.parse(startTime));
}

function targetsOf({ spec, status }: Loose): string {
  const current = status?.currentMetrics ?? [];
  const metrics = (spec?.metrics ?? []).map((metric: Loose, index: number) => metricText(metric, current[index]));
  return or(abridged(metrics, 2, ", "), NONE);
}

const sources: Readonly<Record<string, string>> = {
  External: "external",
  Pods: "pods",
  Object: "object",
  Resource: "resource",
  ContainerResource: "containerResource",
};

function metricText(metric: Loose, current: Loose): string {
  const source = sources[metric.type];
  if (source === undefined) return "<unknown type>";
  const { name, target = {} } = metric[source] ?? {};
  const held = current?.[source]?.current;
  const average = target.averageValue;
  const known = (value: unknown) => (value == null ? "<unknown>" : String(value));
  if (source === "resource" || source === "containerResource") {
    if (average != null) return `${name}: ${held ? known(held.averageValue ?? 0) : known(null)}/${average}`;
    const used = held?.averageUtilization;
    const wanted = target.averageUtilization == null ? "<auto>" : `${target.averageUtilization}%`;
    return `${name}: ${used == null ? known(null) : `${used}%`}/${wanted}`;
  }
  if (source === "pods") return `${held ? known(held.averageValue) : known(null)}/${average}`;
  if (average != null) return `${known(held?.averageValue)}/${average} (avg)`;
  return `${held ? known(held.value ?? 0) : known(null)}/${target.value}`;
}

function controllerOf({ metadata }: Loose): string {
  const owner = (metadata.ownerReferences ?? []).find((each: Loose) => each.controller);
  if (!owner) return NONE;
  const [, group] = owner.apiVersion.includes("/") ? ["", owner.apiVersion.split("/")[0]] : [];
  return `${(group ? `${owner.kind}.${group}` : owner.kind).toLowerCase()}/${owner.name}`;
}

export const workloadPrinters: Readonly<Record<string, Printer>> = {
  replicationcontrollers: replicas(wide("Selector", ({ spec }) => labelsText(spec?.selector))),
  "apps/replicasets": replicas(wide("Selector", ({ spec }) => shownSelector(spec?.selector))),
  "apps/deployments": printer(
    NAME,
    text("Ready", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    text("Up-to-date", ({ status }) => status?.updatedReplicas ?? 0),
    text("Available", ({ status }) => status?.availableReplicas ?? 0),
    AGE,
    ...podColumns(containersOfTemplate),
    wide("Selector", ({ spec }) => selectorText(spec?.selector ?? {})),
  ),
  "apps/statefulsets": printer(
    NAME,
    text("Ready", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    AGE,
    ...podColumns(containersOfTemplate),
  ),
  "apps/daemonsets": printer(
    NAME,
    integer("Desired", ({ status }) => status?.desiredNumberScheduled),
    integer("Current", ({ status }) => status?.currentNumberScheduled),
    integer("Ready", ({ status }) => status?.numberReady),
    integer("Up-to-date", ({ status }) => status?.updatedNumberScheduled),
    integer("Available", ({ status }) => status?.numberAvailable),
    text("Node Selector", ({ spec }) => labelsText(spec?.template?.spec?.nodeSelector)),
    AGE,
    ...templated,
  ),
  "batch/jobs": printer(
    NAME,
    text("Status", statusOfJob),
    text("Completions", completionsOf),
    text("Duration", durationOfJob),
    AGE,
    ...templated,
  ),
  "batch/cronjobs": printer(
    NAME,
    text("Schedule", ({ spec }) => spec?.schedule),
    text("Timezone", ({ spec }) => spec?.timeZone ?? NONE),
    boolean("Suspend", ({ spec }) => (spec?.suspend == null ? UNSET : spec.suspend ? "True" : "False")),
    integer("Active", ({ status }) => (status?.active ?? []).length),
    since("Last Schedule", ({ status }) => status?.lastScheduleTime ?? NONE),
    AGE,
    ...podColumns(({ spec }) => spec?.jobTemplate?.spec?.template?.spec?.containers),
    wide("Selector", ({ spec }) => shownSelector(spec?.jobTemplate?.spec?.selector)),
  ),
  "apps/controllerrevisions": printer(
    NAME,
    text("Controller", controllerOf),
    text("Revision", ({ revision }) => revision ?? 0),
    AGE,
  ),
  podtemplates: printer(
    NAME,
    text("Containers", ({ template }) => (template?.spec?.containers ?? []).map((each: Loose) => each.name).join(",")),
    text("Images", ({ template }) => (template?.spec?.containers ?? []).map((each: Loose) => each.image).join(",")),
    text("Pod Labels", ({ template }) => labelsText(template?.metadata?.labels)),
  ),
  "autoscaling/horizontalpodautoscalers": printer(
    NAME,
    text("Reference", ({ spec }) => `${spec?.scaleTargetRef?.kind}/${spec?.scaleTargetRef?.name}`),
    text("Targets", targetsOf),
    text("MinPods", ({ spec }) => (spec?.minReplicas == null ? UNSET : String(spec.minReplicas))),
    text("MaxPods", ({ spec }) => spec?.maxReplicas ?? 0),
    text("Replicas", ({ status }) => status?.currentReplicas ?? 0),
    AGE,
  ),
  "policy/poddisruptionbudgets": printer(
    NAME,
    text("Min Available", ({ spec }) => (spec?.minAvailable == null ? "N/A" : String(spec.minAvailable))),
    text("Max Unavailable", ({ spec }) => (spec?.maxUnavailable == null ? "N/A" : String(spec.maxUnavailable))),
    integer("Allowed Disruptions", ({ status }) => status?.disruptionsAllowed),
    AGE,
  ),
};
