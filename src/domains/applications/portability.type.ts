import { Field, InputType, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { type Blocker, PortabilityReason } from "./portability.mapping.ts";

registerEnumType(PortabilityReason, {
  name: "PortabilityReason",
  description: "What keeps a part of an application from running in another cluster.",
  valuesConfig: {
    API_NOT_SERVED: { description: "Its kind is not served there." },
    CLOUD_VOLUME: { description: "Its data is in a volume that one cloud, or one virtualisation, has alone." },
    CONFIG_MISSING: { description: "A ConfigMap that its pods need is neither there nor a part of the application." },
    CSI_DRIVER_MISSING: { description: "The driver of its volume is not installed there." },
    IMAGE_PULL_SECRET_MISSING: { description: "The Secret that its images are pulled with is not there." },
    INGRESS_CLASS_MISSING: { description: "Its ingress class is not there." },
    NAMESPACE_MISSING: { description: "The namespace is not there." },
    NODE_LOCAL_VOLUME: { description: "Its data is on a node: a path or a disk of it." },
    NO_MATCHING_NODE: { description: "No node there has the labels and taints that its pods ask for." },
    PRIORITY_CLASS_MISSING: { description: "Its priority class is not there." },
    SECRET_MISSING: { description: "A Secret that its pods need is not there. Secrets are not copied." },
    SERVICE_ACCOUNT_MISSING: { description: "The service account that its pods run as is not there." },
    STORAGE_CLASS_MISSING: { description: "Its storage class is not there." },
  },
});

@ObjectType({ description: "What keeps one part of an application from running in another cluster." })
export class PortabilityBlocker implements Blocker {
  @Field(() => PortabilityReason, { description: "Which sort of thing it is." })
  readonly reason!: PortabilityReason;

  @Field(() => String, { description: "Kind of the part." })
  readonly kind!: string;

  @Field(() => String, { description: "Name of the part." })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: "Name of what it lacks: a class, a driver, a Secret. Null where that has no name.",
  })
  readonly needs!: string | null;

  @Field(() => String, { description: "The same in a sentence." })
  readonly message!: string;
}

@ObjectType({
  description:
    "Whether an application could run in another cluster. Source: its parts in one place, and what there is in the other cluster, as far as the caller may see both.",
})
export class Portability {
  @Field(() => String, { description: "The registered name of the other cluster." })
  readonly cluster!: string;

  @Field(() => String, { description: "The namespace there." })
  readonly namespace!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "Nothing is in the way. Null when nothing was found, but not everything could be checked.",
  })
  readonly portable!: boolean | null;

  @Field(() => [PortabilityBlocker], { description: "What is in the way, part by part." })
  readonly blockers!: readonly PortabilityBlocker[];

  @Field(() => [String], {
    description: "What could not be checked, because the caller may not see it or a cluster does not say.",
  })
  readonly unchecked!: readonly string[];
}

@InputType({ description: "A namespace of a cluster." })
export class ApplicationPlaceInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;
}
