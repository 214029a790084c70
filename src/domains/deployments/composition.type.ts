import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import { ArtifactCarrier, type ComposedOf } from "./composition.mapping.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";

registerEnumType(ArtifactCarrier, {
  name: "ArtifactCarrier",
  description: "How an artifact comes into the container of its base image.",
  valuesConfig: {
    INIT_CONTAINER: {
      description:
        "An init container of the artifact's image copies it into a volume. Works everywhere; the image needs a `cp`.",
    },
    IMAGE_VOLUME: {
      description:
        "The artifact's image is mounted as a volume, read-only. Nothing is copied; the cluster has to serve image volumes.",
    },
  },
});

@ObjectType({
  description:
    "What a deployment is composed of: a base image that runs, and an artifact image that has what it runs with. Source: its template, and the annotation `fairway.dev/composition`.",
})
export class Composition {
  readonly row: Row<DeploymentManifest>;
  readonly composed: ComposedOf;

  constructor(row: Row<DeploymentManifest>, composed: ComposedOf) {
    this.row = row;
    this.composed = composed;
  }

  @Field(() => String, { description: "The container that runs the base image." })
  get container(): string {
    return this.composed.container;
  }

  @Field(() => String, { description: "The base image, as the template names it." })
  get baseImage(): string {
    return this.composed.baseImage;
  }

  @Field(() => String, { description: "The artifact's image, as the template names it." })
  get artifactImage(): string {
    return this.composed.artifactImage;
  }

  @Field(() => ArtifactCarrier, { description: "How the artifact comes into the container." })
  get carrier(): ArtifactCarrier {
    return this.composed.carrier;
  }

  @Field(() => String, { description: "The folder of the artifact's image whose content is taken." })
  get artifactPath(): string {
    return this.composed.path;
  }

  @Field(() => String, { description: "Where that content is in the container." })
  get mountPath(): string {
    return this.composed.mountPath;
  }
}
