import { defineObjectMutation } from "./object-mutation.ts";
import { ResourceAnnotateInput, ResourceLabelInput, ResourcePatchInput } from "./patch.input.ts";
import { annotateResource, labelResource, patchResource } from "./patch.service.ts";
import { Resource } from "./resource.type.ts";

const answered = { field: "resource", type: Resource } as const;

export const resourceMutations = [
  defineObjectMutation({
    ...answered,
    name: "resourcePatch",
    description: "Patches an object of any kind, or its status or scale.",
    input: ResourcePatchInput,
    inputDescription: "Which one, and the patch.",
    write: patchResource,
  }),
  defineObjectMutation({
    ...answered,
    name: "resourceLabel",
    description: "Sets and removes labels of an object of any kind, as `kubectl label` does.",
    input: ResourceLabelInput,
    inputDescription: "Which one, and the labels.",
    write: labelResource,
  }),
  defineObjectMutation({
    ...answered,
    name: "resourceAnnotate",
    description: "Sets and removes annotations of an object of any kind, as `kubectl annotate` does.",
    input: ResourceAnnotateInput,
    inputDescription: "Which one, and the annotations.",
    write: annotateResource,
  }),
];
