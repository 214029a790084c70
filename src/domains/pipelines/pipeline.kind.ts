import { InputType } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { PIPELINES, Pipeline } from "./pipeline.type.ts";

@InputType({ description: "Which pipelines; each condition that is given must hold." })
export class PipelineFilter extends NamespacedObjectFilter {}

export const pipelines = defineKind({
  resource: PIPELINES,
  name: "Pipeline",
  words: ["pipeline", "pipelines"],
  type: Pipeline,
  filter: PipelineFilter,
});
