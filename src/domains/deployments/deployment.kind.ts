import { matching, type StringFilter, stringTest } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import { type ComposedOf, composedOf } from "./composition.mapping.ts";
import { DeploymentFilter } from "./deployment.input.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS, Deployment } from "./deployment.type.ts";
import { imagePredicates, readyPredicates } from "./template-predicates.ts";

const isReady = ({ spec, status }: DeploymentManifest) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1);

/** Only what is composed at all has such an image. */
function composedPredicates(filter: StringFilter | null | undefined, imageOf: (composed: ComposedOf) => string) {
  if (!filter) return [];
  const test = stringTest(filter);
  return [
    matching<DeploymentManifest>(({ object }) => {
      const composed = composedOf(object);
      return composed !== null && test(imageOf(composed));
    }),
  ];
}

export const deployments = defineKind({
  resource: DEPLOYMENTS,
  name: "Deployment",
  words: ["deployment", "deployments"],
  type: Deployment,
  filter: DeploymentFilter,
  predicates: (filter) => {
    const { paused, baseImage, artifactImage } = filter;
    return [
      ...imagePredicates<DeploymentManifest>(filter, ({ spec }) => spec?.template?.spec),
      ...readyPredicates(filter, isReady),
      ...composedPredicates(baseImage, (composed) => composed.baseImage),
      ...composedPredicates(artifactImage, (composed) => composed.artifactImage),
      ...(paused == null
        ? []
        : [matching<DeploymentManifest>(({ object }) => (object.spec?.paused ?? false) === paused)]),
    ];
  },
  orders: {
    REPLICAS: { description: "By the number of pods wanted.", value: ({ object }) => object.spec?.replicas ?? 1 },
    AVAILABLE_REPLICAS: {
      description: "By the number of pods available.",
      value: ({ object }) => object.status?.availableReplicas ?? 0,
    },
    UNAVAILABLE_REPLICAS: {
      description: "By the number of pods missing.",
      value: ({ object }) => object.status?.unavailableReplicas ?? 0,
    },
  },
});
