import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { intOf, KubernetesObject, ShownFor } from "../resources/index.ts";
import type { ControllerRevisionManifest } from "./controller-revision.manifest.ts";
import { imagesOf } from "./deployment.mapping.ts";

export const CONTROLLER_REVISIONS = "apps/controllerrevisions";

@ShownFor(CONTROLLER_REVISIONS)
@ObjectType("ControllerRevision", {
  implements: KubernetesObject,
  description: "What a controller keeps of a former state of its object. Source: apps/v1 ControllerRevision.",
})
export class ControllerRevision extends KubernetesObject<ControllerRevisionManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "Its number: a later one is newer. Source: `revision`." })
  get revision(): number {
    return intOf(this.object.revision);
  }

  @Field(() => [String], {
    description: "Images of the template that it keeps, in their order; empty where it keeps something else.",
  })
  get images(): readonly string[] {
    return imagesOf(this.object.data?.spec?.template);
  }
}
