import { Field, Int, ObjectType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";

export const ENDPOINT_SLICES = "discovery.k8s.io/endpointslices";

/** The label by which a slice names its service. */
export const SERVICE_NAME = "kubernetes.io/service-name";

export interface EndpointManifest {
  readonly addresses?: readonly string[];
  readonly conditions?: {
    readonly ready?: boolean | null;
    readonly serving?: boolean | null;
    readonly terminating?: boolean | null;
  };
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly targetRef?: {
    readonly kind?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly uid?: string;
  };
}

export interface EndpointSliceManifest extends Manifest {
  readonly addressType?: string;
  readonly endpoints?: readonly EndpointManifest[] | null;
  readonly ports?:
    | readonly {
        readonly name?: string;
        readonly port?: number;
        readonly protocol?: string;
        readonly appProtocol?: string;
      }[]
    | null;
}

export function serviceNameOf({ metadata }: Manifest): string | null {
  return metadata.labels?.[SERVICE_NAME] ?? null;
}

@ObjectType({ description: "A port at which endpoints are reached. Source: `ports` of the slice." })
export class EndpointPort {
  @Field(() => String, { nullable: true, description: "Its name, as the service has it; null where it has none." })
  readonly name!: string | null;

  @Field(() => Int, { nullable: true, description: "The number; null for every port." })
  readonly port!: number | null;

  @Field(() => String, { description: "`TCP`, `UDP` or `SCTP`." })
  readonly protocol!: string;
}

@ObjectType({ description: "Somebody behind a service. Source: `endpoints` of its EndpointSlices." })
export class ServiceEndpoint {
  readonly row: Row<EndpointSliceManifest>;
  readonly endpoint: EndpointManifest;

  constructor(row: Row<EndpointSliceManifest>, endpoint: EndpointManifest) {
    this.row = row;
    this.endpoint = endpoint;
  }

  @Field(() => [String], { description: "Its addresses, all of the slice's type; the same one is reached at each." })
  get addresses(): readonly string[] {
    return this.endpoint.addresses ?? [];
  }

  @Field(() => Boolean, { description: "It is sent connections. Nobody's word counts as yes, as the API has it." })
  get ready(): boolean {
    return this.endpoint.conditions?.ready ?? true;
  }

  @Field(() => Boolean, { description: "It answers, even if it is about to end." })
  get serving(): boolean {
    return this.endpoint.conditions?.serving ?? this.ready;
  }

  @Field(() => Boolean, { description: "It is about to end." })
  get terminating(): boolean {
    return this.endpoint.conditions?.terminating ?? false;
  }

  @Field(() => String, { nullable: true, description: "The node that it is on; null where nobody says." })
  get nodeName(): string | null {
    return this.endpoint.nodeName ?? null;
  }

  @Field(() => String, { nullable: true, description: "The zone that it is in; null where nobody says." })
  get zone(): string | null {
    return this.endpoint.zone ?? null;
  }

  @Field(() => String, { nullable: true, description: "Its host name within the service; null where it has none." })
  get hostname(): string | null {
    return this.endpoint.hostname ?? null;
  }

  @Field(() => [EndpointPort], { description: "The ports at which it is reached." })
  get ports(): readonly EndpointPort[] {
    return portsOf(this.row.object);
  }
}

function portsOf({ ports }: EndpointSliceManifest): readonly EndpointPort[] {
  return (ports ?? []).map(({ name, port, protocol }) => ({
    name: name || null,
    port: port ?? null,
    protocol: protocol ?? "TCP",
  }));
}

/** Who is in a slice. */
export function endpointsOf(row: Row<EndpointSliceManifest>): readonly ServiceEndpoint[] {
  return (row.object.endpoints ?? []).map((endpoint) => new ServiceEndpoint(row, endpoint));
}

@ShownFor(ENDPOINT_SLICES)
@ObjectType("EndpointSlice", {
  implements: KubernetesObject,
  description: "Some of those behind a service. Source: discovery.k8s.io/v1 EndpointSlice.",
})
export class EndpointSlice extends KubernetesObject<EndpointSliceManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { nullable: true, description: "Name of its service; null where it belongs to none." })
  get serviceName(): string | null {
    return serviceNameOf(this.object);
  }

  @Field(() => String, { description: "What its addresses are: `IPv4`, `IPv6` or `FQDN`." })
  get addressType(): string {
    return this.object.addressType ?? "";
  }

  @Field(() => [EndpointPort], { description: "The ports at which its endpoints are reached." })
  get ports(): readonly EndpointPort[] {
    return portsOf(this.object);
  }

  @Field(() => [ServiceEndpoint], { description: "Who is in it." })
  get endpoints(): readonly ServiceEndpoint[] {
    return endpointsOf(this.row);
  }

  @Field(() => String, {
    nullable: true,
    description: "Who keeps it, as in `endpointslice-controller.k8s.io`; null where nobody says.",
  })
  get managedBy(): string | null {
    return this.object.metadata.labels?.["endpointslice.kubernetes.io/managed-by"] ?? null;
  }
}
