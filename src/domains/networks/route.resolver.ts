import {
  Args,
  type ClassType,
  type Connection,
  Ctx,
  FieldResolver,
  indexed,
  matching,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import {
  type ArgsOf,
  type Kind,
  type KindArgs,
  type KubernetesObject,
  type ObjectFilter,
  readTarget,
} from "../resources/index.ts";
import type { ServiceManifest } from "./network.manifest.ts";
import { gatewaysByClass, networkGateways } from "./network-gateway.kind.ts";
import { GATEWAY_CLASSES, GatewayClass, NETWORK_GATEWAYS, NetworkGateway } from "./network-gateway.type.ts";
import { grpcRoutes, httpRoutes, routeIndexes } from "./route.kind.ts";
import type { GatewayClassManifest, NetworkGatewayManifest, RouteManifest } from "./route.manifest.ts";
import { gatewayOf, gatewaysOf, serviceOf, servicesOf } from "./route.mapping.ts";
import { RouteBackend, RouteParent } from "./route.type.ts";
import { services } from "./service.kind.ts";
import { SERVICES, Service } from "./service.type.ts";

/** Objects at these places, as `namespace/name`. */
function at<M>(places: readonly string[]): Predicate<M> {
  const wanted = new Set(places);
  return matching<M>(({ namespace, name }) => wanted.has(`${namespace}/${name}`));
}

function split(place: string): { readonly namespace: string; readonly name: string } {
  const [namespace = "", name = ""] = place.split("/");
  return { namespace, name };
}

@Resolver(() => RouteParent)
export class RouteParentResolver {
  @FieldResolver(() => NetworkGateway, {
    nullable: true,
    description: "The gateway; null when it is another object, does not exist or may not be seen.",
  })
  @Reads(NETWORK_GATEWAYS)
  gateway(@Root() { row, parent }: RouteParent, @Ctx() ctx: DomainContext): NetworkGateway | null {
    const place = gatewayOf(parent, row.namespace);
    if (place === null) return null;
    const ref = { cluster: row.scope.cluster, resource: NETWORK_GATEWAYS, ...split(place) };
    const found = readTarget<NetworkGatewayManifest>(ctx, ref);
    return found && new NetworkGateway(found);
  }
}

@Resolver(() => RouteBackend)
export class RouteBackendResolver {
  @FieldResolver(() => Service, {
    nullable: true,
    description: "The service; null when it is another object, does not exist or may not be seen.",
  })
  @Reads(SERVICES)
  service(@Root() { row, backend }: RouteBackend, @Ctx() ctx: DomainContext): Service | null {
    const place = serviceOf(backend, row.namespace);
    if (place === null) return null;
    const found = readTarget<ServiceManifest>(ctx, { cluster: row.scope.cluster, resource: SERVICES, ...split(place) });
    return found && new Service(found);
  }
}

@Resolver(() => NetworkGateway)
export class NetworkGatewayResolver {
  @FieldResolver(() => GatewayClass, {
    nullable: true,
    description: "Its class; null when that does not exist or may not be seen.",
  })
  @Reads(GATEWAY_CLASSES)
  class(@Root() { row, className }: NetworkGateway, @Ctx() ctx: DomainContext): GatewayClass | null {
    const ref = { cluster: row.scope.cluster, resource: GATEWAY_CLASSES, namespace: "", name: className };
    const found = className === "" ? null : readTarget<GatewayClassManifest>(ctx, ref);
    return found && new GatewayClass(found);
  }
}

@Resolver(() => GatewayClass)
export class GatewayClassResolver {
  @FieldResolver(() => networkGateways.Connection, { nullable: true, description: "The gateways of this class." })
  @Reads(NETWORK_GATEWAYS)
  gateways(
    @Root() { row }: GatewayClass,
    @Ctx() ctx: DomainContext,
    @Args(() => networkGateways.Args) args: ArgsOf<typeof networkGateways>,
  ): Connection<NetworkGatewayManifest, NetworkGateway> {
    const match = indexed<NetworkGatewayManifest>(gatewaysByClass, [row.name]);
    return networkGateways.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

type RouteIndexes = { readonly byGateway: IndexDefinition; readonly byService: IndexDefinition };

/** Between routes of one protocol and their gateways and services, both ways. */
function routeEdges<T extends KubernetesObject<RouteManifest>, F extends ObjectFilter, O extends string>(
  kind: Kind<RouteManifest, T, F, O>,
  { byGateway, byService }: RouteIndexes,
): readonly ClassType[] {
  const { plural, words, resource, type } = kind;
  const listed = (ctx: DomainContext, args: KindArgs<F, O>, cluster: string, index: IndexDefinition, place: string) =>
    kind.list(ctx, args, { clusters: [cluster], match: indexed<RouteManifest>(index, [place]) });

  @Resolver(() => type)
  class RouteResolver {
    @FieldResolver(() => networkGateways.Connection, {
      nullable: true,
      description: "The gateways that it wants to be attached to.",
    })
    @Reads(NETWORK_GATEWAYS)
    gateways(
      @Root() { row }: T,
      @Ctx() ctx: DomainContext,
      @Args(() => networkGateways.Args) args: ArgsOf<typeof networkGateways>,
    ): Connection<NetworkGatewayManifest, NetworkGateway> {
      const match = at<NetworkGatewayManifest>(gatewaysOf(row.object, row.namespace));
      return networkGateways.list(ctx, args, { clusters: [row.scope.cluster], match });
    }

    @FieldResolver(() => services.Connection, { nullable: true, description: "The services that it leads to." })
    @Reads(SERVICES)
    services(
      @Root() { row }: T,
      @Ctx() ctx: DomainContext,
      @Args(() => services.Args) args: ArgsOf<typeof services>,
    ): Connection<ServiceManifest, Service> {
      const match = at<ServiceManifest>(servicesOf(row.object, row.namespace));
      return services.list(ctx, args, { clusters: [row.scope.cluster], match });
    }
  }

  @Resolver(() => NetworkGateway)
  class GatewayRoutesResolver {
    @FieldResolver(() => kind.Connection, {
      nullable: true,
      description: `The ${words} that want to be attached to it.`,
    })
    @Reads(resource)
    [plural](
      @Root() { row }: NetworkGateway,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<RouteManifest, T> {
      return listed(ctx, args, row.scope.cluster, byGateway, `${row.namespace}/${row.name}`);
    }
  }

  @Resolver(() => Service)
  class ServiceRoutesResolver {
    @FieldResolver(() => kind.Connection, {
      nullable: true,
      description: `The ${words} that lead to it.`,
    })
    @Reads(resource)
    [plural](
      @Root() { row }: Service,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<RouteManifest, T> {
      return listed(ctx, args, row.scope.cluster, byService, `${row.namespace}/${row.name}`);
    }
  }
  return [RouteResolver, GatewayRoutesResolver, ServiceRoutesResolver];
}

export const routeResolvers = [
  ...routeEdges(httpRoutes, routeIndexes.http),
  ...routeEdges(grpcRoutes, routeIndexes.grpc),
];
