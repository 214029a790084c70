import { defineObjectMutation } from "../resources/index.ts";
import { PipelineRunCancelInput } from "./cancel.input.ts";
import { cancelPipelineRun } from "./cancel.service.ts";
import { PipelineRun } from "./pipeline-run.type.ts";
import { PipelineRunStartInput } from "./start.input.ts";
import { startPipelineRun } from "./start.service.ts";

export const pipelineMutations = [
  defineObjectMutation({
    name: "pipelineRunStart",
    description: "Starts a run of a pipeline, with parameters that fit its declaration.",
    input: PipelineRunStartInput,
    inputDescription: "Which pipeline, and what is given to it.",
    field: "pipelineRun",
    type: PipelineRun,
    write: startPipelineRun,
  }),
  defineObjectMutation({
    name: "pipelineRunCancel",
    description: "Ends a run of a pipeline before its time.",
    input: PipelineRunCancelInput,
    inputDescription: "Which run, and how.",
    field: "pipelineRun",
    type: PipelineRun,
    fieldDescription: "The run as the API server answered with it: it ends soon after. Null when there are errors.",
    write: cancelPipelineRun,
  }),
];
