import { Field, Int, ObjectType, registerEnumType, StringMap } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { ServiceManifest, ServicePortManifest } from "./network.manifest.ts";
import { addressesOf, clusterIPsOf } from "./network.mapping.ts";

export const SERVICES = "services";

export const ServiceType = {
  CLUSTER_IP: "ClusterIP",
  NODE_PORT: "NodePort",
  LOAD_BALANCER: "LoadBalancer",
  EXTERNAL_NAME: "ExternalName",
} as const;
export type ServiceType = (typeof ServiceType)[keyof typeof ServiceType];

registerEnumType(ServiceType, {
  name: "ServiceType",
  description: "How a service can be reached.",
  valuesConfig: {
    CLUSTER_IP: { description: "Within its cluster." },
    NODE_PORT: { description: "At a port of each node, too." },
    LOAD_BALANCER: { description: "Through a load balancer, too." },
    EXTERNAL_NAME: { description: "It is another name for something outside of the cluster." },
  },
});

const types: readonly string[] = Object.values(ServiceType);

export function serviceTypeOf({ spec }: ServiceManifest): ServiceType {
  return types.includes(spec?.type ?? "") ? (spec?.type as ServiceType) : ServiceType.CLUSTER_IP;
}

@ObjectType({ description: "A port of a service. Source: `spec.ports`." })
export class ServicePort {
  readonly #manifest: ServicePortManifest;

  constructor(manifest: ServicePortManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { nullable: true, description: "Its name; null where it is the only port and has none." })
  get name(): string | null {
    return this.#manifest.name || null;
  }

  @Field(() => Int, { description: "The number at the service." })
  get port(): number {
    return this.#manifest.port;
  }

  @Field(() => String, { description: "The number, or the name, at the pods." })
  get targetPort(): string {
    return String(this.#manifest.targetPort ?? this.#manifest.port);
  }

  @Field(() => Int, { nullable: true, description: "The number at each node; null where there is none." })
  get nodePort(): number | null {
    return this.#manifest.nodePort ?? null;
  }

  @Field(() => String, { description: "`TCP`, `UDP` or `SCTP`." })
  get protocol(): string {
    return this.#manifest.protocol ?? "TCP";
  }
}

@ShownFor(SERVICES)
@ObjectType("Service", {
  implements: KubernetesObject,
  description: "One address for pods that may change. Source: core/v1 Service.",
})
export class Service extends KubernetesObject<ServiceManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => ServiceType, { description: "How it can be reached. Source: `spec.type`." })
  get type(): ServiceType {
    return serviceTypeOf(this.object);
  }

  @Field(() => [String], { description: "Its addresses within the cluster; empty for a headless one." })
  get clusterIPs(): readonly string[] {
    return clusterIPsOf(this.object);
  }

  @Field(() => [String], { description: "Addresses of its load balancer, IP or host name. Source: `status`." })
  get addresses(): readonly string[] {
    return addressesOf(this.object);
  }

  @Field(() => String, { nullable: true, description: "What it is another name for, with type EXTERNAL_NAME." })
  get externalName(): string | null {
    return this.object.spec?.externalName || null;
  }

  @Field(() => StringMap, {
    description: "The labels of its pods; empty where it selects none. Source: `spec.selector`.",
  })
  get selector(): Readonly<Record<string, string>> {
    return this.object.spec?.selector ?? {};
  }

  @Field(() => [ServicePort], { description: "Its ports." })
  get ports(): readonly ServicePort[] {
    return (this.object.spec?.ports ?? []).map((port) => new ServicePort(port));
  }
}
