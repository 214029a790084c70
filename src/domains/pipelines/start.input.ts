import { Field, InputType, JSONValue, StringMap } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";

@InputType({ description: "A parameter's value." })
export class PipelineParameterInput {
  @Field(() => String, { description: "Name of the parameter, as the pipeline declares it." })
  name!: string;

  @Field(() => JSONValue, { description: "A text, a list of texts or an object with texts, as it is declared." })
  value!: unknown;
}

@InputType({ description: "What a workspace of the pipeline is bound to: one of these." })
export class PipelineWorkspaceInput {
  @Field(() => String, { description: "Name of the workspace, as the pipeline declares it." })
  name!: string;

  @Field(() => String, { nullable: true, description: "A claim of the namespace, by name." })
  persistentVolumeClaim?: string | null;

  @Field(() => String, { nullable: true, description: "A config of the namespace, by name." })
  configMap?: string | null;

  @Field(() => String, { nullable: true, description: "A secret of the namespace, by name." })
  secret?: string | null;

  @Field(() => Boolean, { nullable: true, description: "An empty directory, for each task one of its own." })
  emptyDir?: boolean | null;
}

@InputType({ description: "Starts a run of a pipeline." })
export class PipelineRunStartInput {
  @Field(() => ObjectByInput, { description: "Which pipeline." })
  pipeline!: ObjectByInput;

  @Field(() => [PipelineParameterInput], {
    defaultValue: [],
    description: "Values for its parameters. They are checked against its declaration first.",
  })
  parameters!: readonly PipelineParameterInput[];

  @Field(() => [PipelineWorkspaceInput], { defaultValue: [], description: "What its workspaces are bound to." })
  workspaces!: readonly PipelineWorkspaceInput[];

  @Field(() => String, {
    nullable: true,
    description: "Name of the service account that its tasks run as; the namespace's default when absent.",
  })
  serviceAccountName?: string | null;

  @Field(() => StringMap, { nullable: true, description: "Labels for the run." })
  labels?: Readonly<Record<string, string>> | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The same key by the same caller, for the same pipeline, gives the same run, however often it is sent, as long as that run exists.",
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and starts nothing.",
  })
  dryRun!: boolean;
}
