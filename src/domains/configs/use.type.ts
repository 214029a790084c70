import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { KubernetesObject } from "../resources/index.ts";
import { seesChanges, type Use, UseKind } from "./uses.mapping.ts";

registerEnumType(UseKind, {
  name: "ConfigUseKind",
  description: "How a container uses a config or a secret.",
  valuesConfig: {
    ENV: { description: "A variable has the value of a key." },
    ENV_FROM: { description: "Each key is a variable." },
    ARGUMENT: { description: "Such a variable stands in the command or its arguments, as `$(NAME)`." },
    VOLUME: { description: "Keys are files of a mounted volume." },
    PROJECTED_VOLUME: { description: "Keys are files of a mounted volume that is put together of several sources." },
    SUB_PATH: { description: "A file or folder of such a volume is mounted by itself, by `subPath`." },
  },
});

@ObjectType({ description: "One way in which a container uses a config or a secret." })
export class ConfigUse {
  readonly use: Use;

  constructor(use: Use) {
    this.use = use;
  }

  @Field(() => String, { description: "Name of the config or secret, in the same namespace." })
  get name(): string {
    return this.use.name;
  }

  @Field(() => String, { description: "Name of the container; init and ephemeral containers count." })
  get container(): string {
    return this.use.container;
  }

  @Field(() => UseKind, { description: "How it is used." })
  get kind(): UseKind {
    return this.use.kind;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The variable, or the path at which it is mounted; null for `ENV_FROM`, where keys name the variables.",
  })
  get at(): string | null {
    return this.use.at;
  }

  @Field(() => [String], { nullable: true, description: "Which keys; null: all of them." })
  get keys(): readonly string[] | null {
    return this.use.keys;
  }

  @Field(() => Boolean, { description: "The container starts without it, too." })
  get optional(): boolean {
    return this.use.optional;
  }

  @Field(() => Boolean, {
    description: "A change reaches the running container by itself; else it takes a new pod to see it.",
  })
  get seesChanges(): boolean {
    return seesChanges(this.use);
  }
}

@ObjectType({ description: "What uses a config or a secret: the object that says what its pods are like." })
export class ConfigConsumer {
  @Field(() => KubernetesObject, {
    description: "A workload; a pod, a job or a replica set only where nothing else made it.",
  })
  readonly object!: KubernetesObject;

  @Field(() => [ConfigUse], { description: "How it uses it, container by container." })
  readonly uses!: readonly ConfigUse[];
}
