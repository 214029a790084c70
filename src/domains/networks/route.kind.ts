import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { RouteManifest } from "./route.manifest.ts";
import { gatewaysOf, servicesOf } from "./route.mapping.ts";
import { GRPC_ROUTES, GrpcRoute, HTTP_ROUTES, HttpRoute } from "./route.type.ts";

@InputType()
class RouteFilter extends NamespacedObjectFilter {
  @Field(() => String, { nullable: true, description: "For exactly this host." })
  hostname?: string | null;
}

@InputType({ description: "Which HTTP routes; each condition that is given must hold." })
export class HttpRouteFilter extends RouteFilter {}

@InputType({ description: "Which gRPC routes; each condition that is given must hold." })
export class GrpcRouteFilter extends RouteFilter {}

const predicates = ({ hostname }: RouteFilter) =>
  hostname == null
    ? []
    : [matching<RouteManifest>(({ object }) => object.spec?.hostnames?.includes(hostname) ?? false)];

export const httpRoutes = defineKind({
  resource: HTTP_ROUTES,
  name: "HttpRoute",
  words: ["HTTP route", "HTTP routes"],
  type: HttpRoute,
  filter: HttpRouteFilter,
  predicates,
});

export const grpcRoutes = defineKind({
  resource: GRPC_ROUTES,
  name: "GrpcRoute",
  words: ["gRPC route", "gRPC routes"],
  type: GrpcRoute,
  filter: GrpcRouteFilter,
  predicates,
});

const indexed = (resource: string) => ({
  /** Routes under the gateways that they want to be attached to, as `namespace/name`. */
  byGateway: {
    name: `gateway of ${resource}`,
    resource,
    values: ({ object, namespace }) => gatewaysOf(object as RouteManifest, namespace),
  } satisfies IndexDefinition,
  /** Routes under the services behind them, as `namespace/name`. */
  byService: {
    name: `service of ${resource}`,
    resource,
    values: ({ object, namespace }) => servicesOf(object as RouteManifest, namespace),
  } satisfies IndexDefinition,
});

export const routeIndexes = { http: indexed(HTTP_ROUTES), grpc: indexed(GRPC_ROUTES) };
