import type {
  HorizontalPodAutoscalerManifest,
  MetricManifest,
  MetricTargetManifest,
} from "./horizontal-pod-autoscaler.manifest.ts";

export interface MetricReading {
  readonly type: string;
  readonly name: string | null;
  readonly target: string | null;
  readonly current: string | null;
}

/** Each metric that is asked for, with what its controller has measured. */
export function metricsOf({ spec, status }: HorizontalPodAutoscalerManifest): readonly MetricReading[] {
  const current = status?.currentMetrics ?? [];
  return (spec?.metrics ?? []).map((metric, index) => {
    const source = sourceOf(metric);
    const isOf = (each: MetricManifest | null | undefined) => each != null && isSame(each, metric);
    // Its controller keeps them in the order of the spec. Two of one name differ in what they are measured of, which not all of them say.
    const measured = isOf(current[index]) ? current[index] : current.find(isOf);
    return {
      type: metric.type ?? "",
      name: nameOf(metric),
      target: textOf(source?.target, source?.target),
      current: textOf(measured && sourceOf(measured)?.current, source?.target),
    };
  });
}

function sourceOf({ resource, containerResource, pods, object, external }: MetricManifest) {
  return resource ?? containerResource ?? pods ?? object ?? external;
}

function isSame(a: MetricManifest, b: MetricManifest): boolean {
  return a.type === b.type && nameOf(a) === nameOf(b) && sourceOf(a)?.container === sourceOf(b)?.container;
}

function nameOf(metric: MetricManifest): string | null {
  const source = sourceOf(metric);
  return source?.metric?.name ?? source?.name ?? null;
}

/** A current value has all of its forms: the one is shown in which the target is given. */
function textOf(value: MetricTargetManifest | undefined, target: MetricTargetManifest | undefined): string | null {
  if (!value) return null;
  if (target?.averageUtilization !== undefined) {
    return value.averageUtilization === undefined ? null : `${value.averageUtilization}%`;
  }
  return (target?.averageValue === undefined ? value.value : value.averageValue) ?? null;
}
