import type { FairwayError } from "../../errors/index.ts";
import {
  connectionOf,
  DateTime,
  ErrorCode,
  encodeId,
  Field,
  Node,
  ObjectType,
  registerEnumType,
  StringMap,
} from "../../graphql/index.ts";
import type { ApiResource } from "../../kubernetes/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { ClusterAccess, ClusterRules, Registry } from "../context.ts";

/** The resource part of a cluster's id. Not a resource of any API: the gateway itself keeps the registration. */
export const CLUSTER_RESOURCE = "fairway/clusters";

export const ClusterRegistration = { KUBECONFIG: "KUBECONFIG", CLUSTER_CONNECTION: "CLUSTER_CONNECTION" } as const;
export type ClusterRegistration = (typeof ClusterRegistration)[keyof typeof ClusterRegistration];

registerEnumType(ClusterRegistration, {
  name: "ClusterRegistration",
  description: "Who registers a cluster with the gateway.",
  valuesConfig: {
    KUBECONFIG: { description: "A context of the gateway's kubeconfig." },
    CLUSTER_CONNECTION: { description: "A ClusterConnection in the home cluster." },
  },
});

@ObjectType({ description: "Why a cluster cannot be reached." })
export class ClusterUnreachable {
  @Field(() => ErrorCode, { description: "The kind of failure." })
  readonly code: ErrorCode;

  @Field(() => String, { description: "The failure in words." })
  readonly message: string;

  // Not the error itself: graphql-js takes an Error that a field returns for the failure of that field.
  constructor({ code, message }: FairwayError) {
    this.code = code;
    this.message = message;
  }
}

@ObjectType("ApiResource", { description: "A resource that a cluster's API serves, in the version that it prefers." })
export class ServedResource implements Partial<ApiResource> {
  @Field(() => String, { description: "Its API group; empty for the core group." })
  readonly group!: string;

  @Field(() => String, { description: "The preferred version." })
  readonly version!: string;

  @Field(() => String, { description: "The plural, as in paths." })
  readonly resource!: string;

  @Field(() => String, { description: "The kind, as in manifests." })
  readonly kind!: string;

  @Field(() => Boolean, { description: "Its objects live in namespaces." })
  readonly namespaced!: boolean;

  @Field(() => [String], { description: "What can be done with it." })
  readonly verbs!: readonly string[];

  @Field(() => Boolean, {
    description:
      "It can be listed and not watched: the gateway lists it every 30 s (`pollIntervalMs`), and learns of changes that late.",
  })
  readonly polled!: boolean;

  @Field(() => [String], { description: "Abbreviations, as kubectl takes them." })
  readonly shortNames!: readonly string[];
}

@ObjectType("Cluster", {
  implements: Node,
  description:
    "A registered Kubernetes cluster, whether it can be reached or not. Source: the gateway's own heartbeat.",
})
export class Cluster extends Node {
  readonly #access: ClusterAccess;
  readonly #rules: ClusterRules;
  readonly #registry: Registry;

  @Field(() => String, { description: "The name under which it is registered: unique, and the same on every replica." })
  readonly name: ClusterName;

  constructor(name: ClusterName, access: ClusterAccess, rules: ClusterRules, registry: Registry) {
    super();
    this.name = name;
    this.#access = access;
    this.#rules = rules;
    this.#registry = registry;
  }

  override get id(): string {
    return encodeId({ cluster: this.name, resource: CLUSTER_RESOURCE, namespace: "", name: this.name, uid: "" });
  }

  @Field(() => ClusterRegistration, { description: "Who registers it." })
  get registration(): ClusterRegistration {
    return this.#registry.registeredBy(this.name) ?? ClusterRegistration.KUBECONFIG;
  }

  @Field(() => StringMap, {
    description: "What its ClusterConnection says of it in `spec.labels`; empty for clusters of the kubeconfig.",
  })
  get labels(): Readonly<Record<string, string>> {
    return this.#registry.labelsOf(this.name);
  }

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When the credential ends that the gateway used last: its client certificate, its token, or what a credential plugin said, " +
      "whichever is first. Null where nothing says so.",
  })
  get credentialExpiresAt(): number | null {
    return this.#access.credential.expiresAt;
  }

  @Field(() => Boolean, { description: "Its API server answered the last heartbeat." })
  get reachable(): boolean {
    return this.#access.health.reachable;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it was heard of for the last time; null while it is reachable.",
  })
  get staleSince(): number | null {
    return this.#access.health.staleSince;
  }

  @Field(() => String, {
    nullable: true,
    description: "Version of its API server, as in `v1.36.3`; null before the first contact.",
  })
  get version(): string | null {
    return this.#access.health.version;
  }

  @Field(() => Boolean, { description: "Takes no writes through this gateway, from nobody. Source: configuration." })
  get readOnly(): boolean {
    return this.#rules.readOnly;
  }

  @Field(() => Boolean, {
    description: "What is deleted there must be named once more, in `confirm`. Source: configuration.",
  })
  get protected(): boolean {
    return this.#rules.protected;
  }

  @Field(() => ClusterUnreachable, {
    nullable: true,
    description: "Why it cannot be reached; null while it is reachable.",
  })
  get error(): ClusterUnreachable | null {
    const { error } = this.#access.health;
    return error && new ClusterUnreachable(error);
  }
}

export const ClusterConnection = connectionOf("Cluster", () => Cluster);
