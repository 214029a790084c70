import { Field, InputType } from "../../graphql/index.ts";
import { WavesInput } from "../deployments/index.ts";
import { ObjectRefInput } from "../resources/index.ts";

@InputType({
  description: "Gives composed deployments another base, another artifact, or both: each apart from the other.",
})
export class ApplicationUpgradeInput extends WavesInput {
  @Field(() => [ObjectRefInput], {
    description:
      "Which deployments, in this order: 1 to 500, of any clusters, each with a `composition`. `deployments(filter: {baseImage: …})` finds them.",
  })
  deployments!: readonly ObjectRefInput[];

  @Field(() => String, {
    nullable: true,
    description: "The base image that each of them gets. Absent: each keeps its own.",
  })
  baseImage?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The artifact image that each of them gets. Absent: each keeps its own.",
  })
  artifactImage?: string | null;
}
