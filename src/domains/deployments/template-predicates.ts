import { matching, stringTest } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import type { PodSpecManifest } from "./pod.manifest.ts";
import type { ReplicatedFilter, TemplateFilter } from "./workload.input.ts";

/** The conditions on images that filters of kinds with a template share. */
export function imagePredicates<M extends Manifest>(
  { image }: TemplateFilter,
  podSpecOf: (object: M) => PodSpecManifest | undefined,
): readonly Predicate<M>[] {
  if (!image) return [];
  const test = stringTest(image);
  return [
    matching(({ object }) => {
      const { containers = [], initContainers = [] } = podSpecOf(object) ?? {};
      return [...initContainers, ...containers].some((container) => test(container.image));
    }),
  ];
}

/** Whether it has as many ready pods as are wanted. */
export function readyPredicates<M extends Manifest>(
  { ready }: ReplicatedFilter,
  isReady: (object: M) => boolean,
): readonly Predicate<M>[] {
  return ready == null ? [] : [matching(({ object }) => isReady(object) === ready)];
}
