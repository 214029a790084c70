import { Field, InputType, Int, JSONValue, ObjectType } from "../../graphql/index.ts";
import { ArtifactCarrier, ContainerInput, Deployment } from "../deployments/index.ts";
import { WritePayload } from "../resources/index.ts";

@InputType({ description: "What a base runs with: the content of a folder of another image." })
export class ArtifactInput {
  @Field(() => String, { description: "The image that has it, as in `registry.example.com/shop/web:1.4`." })
  image!: string;

  @Field(() => String, {
    description: "The folder of that image, as in `/artifact`. `/`, all of it, can be had by an image volume alone.",
  })
  path!: string;

  @Field(() => String, {
    description:
      "Where its content is in the container, as in `/usr/local/tomcat/webapps`. What the base image has there is hidden.",
  })
  mountPath!: string;

  @Field(() => ArtifactCarrier, { description: "How it comes there." })
  carrier!: ArtifactCarrier;
}

@InputType({
  description:
    "A deployment whose pods run a base image with an artifact of another image, so that N bases and M artifacts need N + M images, and not N × M.",
})
export class ApplicationComposeInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, {
    description:
      "Name of the deployment. Its pods are selected by the label `app.kubernetes.io/name` with it as value.",
  })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The application that it is a part of, as the label `app.kubernetes.io/part-of`. Absent: its own name stands for it.",
  })
  application?: string | null;

  @Field(() => Int, { defaultValue: 1, description: "How many pods; 0 and more." })
  replicas!: number;

  @Field(() => ContainerInput, { description: "The container that runs the base image." })
  base!: ContainerInput;

  @Field(() => ArtifactInput, { description: "What it runs with." })
  artifact!: ArtifactInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Takes over fields that another manager holds, where there would be a CONFLICT.",
  })
  takeOver!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Shows what would be made, checked by the API server and the registries, and makes nothing.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "What became of `applicationCompose`." })
export class ApplicationComposePayload extends WritePayload {
  @Field(() => Deployment, {
    nullable: true,
    description: "The deployment as the API server answered with it, with its defaults; null when there are errors.",
  })
  readonly deployment!: Deployment | null;

  @Field(() => JSONValue, {
    nullable: true,
    description: "What is sent to the API server, by server-side apply; null when the input makes no manifest.",
  })
  readonly manifest!: unknown;

  @Field(() => [String], {
    description:
      "What works and may not be meant, and what could not be checked: files of the base that get hidden, a registry that is not known here.",
  })
  readonly warnings!: readonly string[];
}
