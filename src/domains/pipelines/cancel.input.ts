import { Field, InputType, registerEnumType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

export const PipelineRunCancelMode = {
  NOW: "Cancelled",
  FINALLY: "CancelledRunFinally",
  GRACEFULLY: "StoppedRunFinally",
} as const;
export type PipelineRunCancelMode = (typeof PipelineRunCancelMode)[keyof typeof PipelineRunCancelMode];

registerEnumType(PipelineRunCancelMode, {
  name: "PipelineRunCancelMode",
  description: "How a run ends before its time. Source: `spec.status` of a PipelineRun.",
  valuesConfig: {
    NOW: { description: "Its tasks are ended, and the final ones are not run." },
    FINALLY: { description: "Its tasks are ended, then the final ones run." },
    GRACEFULLY: { description: "Tasks under way end by themselves, no others begin, then the final ones run." },
  },
});

@InputType({ description: "Ends a run of a pipeline before its time." })
export class PipelineRunCancelInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which run." })
  by!: ObjectByInput;

  @Field(() => PipelineRunCancelMode, { defaultValue: PipelineRunCancelMode.NOW, description: "How." })
  mode!: PipelineRunCancelMode;
}
