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
  return (spec?.metrics ?? []).map((metric) => {
    const source = sourceOf(metric);
    const name = nameOf(metric);
    const measured = status?.currentMetrics?.find((each) => each.type === metric.type && nameOf(each) === name);
    return {
      type: metric.type ?? "",
      name,
      target: textOf(source?.target, source?.target),
      current: textOf(measured && sourceOf(measured)?.current, source?.target),
    };
  });
}

function sourceOf({ resource, containerResource, pods, object, external }: MetricManifest) {
  return resource ?? containerResource ?? pods ?? object ?? external;
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
