import {
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { PODS, Pod, type PodManifest } from "../deployments/index.ts";
import { type ArgsOf, readTarget } from "../resources/index.ts";
import { endpointSlices, slicesByService } from "./endpoint-slice.kind.ts";
import {
  ENDPOINT_SLICES,
  EndpointSlice,
  type EndpointSliceManifest,
  endpointsOf,
  ServiceEndpoint,
  serviceNameOf,
} from "./endpoint-slice.type.ts";
import type { ServiceManifest } from "./network.manifest.ts";
import { SERVICES, Service } from "./service.type.ts";

/** Who is behind a service, of all of its slices; each once, as a slice that is split is in two for a moment. */
export function endpointsBehind(ctx: DomainContext, { row }: Service): readonly ServiceEndpoint[] {
  const { cluster } = row.scope;
  const place = `${row.namespace}/${row.name}`;
  const slices = ctx.reader.related<EndpointSliceManifest>(cluster, ENDPOINT_SLICES, slicesByService.name, place);
  const found = new Map<string, ServiceEndpoint>();
  for (const slice of slices) {
    for (const each of endpointsOf(slice)) {
      // Pods in the network of their node share its address, and behind a headless service there may be no ports.
      found.set(JSON.stringify([each.addresses, each.ports, each.endpoint.targetRef?.uid]), each);
    }
  }
  return [...found.values()];
}

@Resolver(() => Service)
export class ServiceEndpointsResolver {
  @FieldResolver(() => endpointSlices.Connection, {
    nullable: true,
    description: "The objects that say who is behind it.",
  })
  @Reads(ENDPOINT_SLICES)
  @Costs({ exclusive: true })
  endpointSlices(
    @Root() { row }: Service,
    @Ctx() ctx: DomainContext,
    @Args(() => endpointSlices.Args) args: ArgsOf<typeof endpointSlices>,
  ): Connection<EndpointSliceManifest, EndpointSlice> {
    const match = indexed<EndpointSliceManifest>(slicesByService, [`${row.namespace}/${row.name}`]);
    return endpointSlices.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => [ServiceEndpoint], {
    nullable: true,
    description: "Who is behind it, ready or not: of all of its endpoint slices, each once.",
  })
  @Reads(ENDPOINT_SLICES)
  @Costs({ items: 5, exclusive: true })
  endpoints(@Root() service: Service, @Ctx() ctx: DomainContext): readonly ServiceEndpoint[] {
    return endpointsBehind(ctx, service);
  }
}

@Resolver(() => EndpointSlice)
export class EndpointSliceResolver {
  @FieldResolver(() => Service, {
    nullable: true,
    description: "Its service; null where it belongs to none, and when that does not exist or may not be seen.",
  })
  @Reads(SERVICES)
  service(@Root() { row, object }: EndpointSlice, @Ctx() ctx: DomainContext): Service | null {
    const name = serviceNameOf(object);
    if (name === null) return null;
    const { cluster } = row.scope;
    const found = readTarget<ServiceManifest>(ctx, { cluster, resource: SERVICES, namespace: row.namespace, name });
    return found && new Service(found);
  }
}

@Resolver(() => ServiceEndpoint)
export class ServiceEndpointResolver {
  @FieldResolver(() => Pod, {
    nullable: true,
    description: "The pod; null where it is none, and when that does not exist any more or may not be seen.",
  })
  @Reads(PODS)
  pod(@Root() { row, endpoint: { targetRef } }: ServiceEndpoint, @Ctx() ctx: DomainContext): Pod | null {
    if (targetRef?.kind !== "Pod" || !targetRef.name) return null;
    const { name, namespace = row.namespace, uid } = targetRef;
    const { cluster } = row.scope;
    const found = readTarget<PodManifest>(ctx, { cluster, resource: PODS, namespace, name, ...(uid && { uid }) });
    return found && new Pod(found);
  }
}
