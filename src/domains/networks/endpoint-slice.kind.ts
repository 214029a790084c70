import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { ENDPOINT_SLICES, EndpointSlice, type EndpointSliceManifest, serviceNameOf } from "./endpoint-slice.type.ts";

/** Slices under their services, as `namespace/name`. */
export const slicesByService: IndexDefinition = {
  name: "slice's service",
  resource: ENDPOINT_SLICES,
  values: ({ object, namespace }) => {
    const service = serviceNameOf(object as EndpointSliceManifest);
    return service === null ? [] : [`${namespace}/${service}`];
  },
};

@InputType({ description: "Which endpoint slices; each condition that is given must hold." })
export class EndpointSliceFilter extends NamespacedObjectFilter {
  @Field(() => String, { nullable: true, description: "Of the service of this name." })
  serviceName?: string | null;
}

export const endpointSlices = defineKind({
  resource: ENDPOINT_SLICES,
  name: "EndpointSlice",
  words: ["endpoint slice", "endpoint slices"],
  type: EndpointSlice,
  filter: EndpointSliceFilter,
  predicates: ({ serviceName }) =>
    serviceName == null ? [] : [matching(({ object }) => serviceNameOf(object) === serviceName)],
});
