import { Field, Int, ObjectType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import { Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import type { BackendManifest, ParentManifest, RouteManifest } from "./route.manifest.ts";
import { isSameParent, matchText } from "./route.mapping.ts";

export const HTTP_ROUTES = "gateway.networking.k8s.io/httproutes";
export const GRPC_ROUTES = "gateway.networking.k8s.io/grpcroutes";

@ObjectType({
  description:
    "Where a route wants to be attached, and what became of that. Source: `spec.parentRefs`, `status.parents`.",
})
export class RouteParent {
  readonly row: Row<RouteManifest>;
  readonly parent: ParentManifest;

  constructor(row: Row<RouteManifest>, parent: ParentManifest) {
    this.row = row;
    this.parent = parent;
  }

  @Field(() => String, { description: "Its kind: `Gateway` as a rule." })
  get kind(): string {
    return this.parent.kind ?? "Gateway";
  }

  @Field(() => String, { description: "Its namespace." })
  get namespace(): string {
    return this.parent.namespace || this.row.namespace;
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.parent.name;
  }

  @Field(() => String, { nullable: true, description: "The listener; null for all of them." })
  get sectionName(): string | null {
    return this.parent.sectionName ?? null;
  }

  @Field(() => [Condition], {
    description: "What its controller says, as in `Accepted`, `ResolvedRefs`; empty where nobody has spoken.",
  })
  get conditions(): readonly Condition[] {
    const said = (this.row.object.status?.parents ?? []).filter(({ parentRef }) => {
      return isSameParent(parentRef, this.parent, this.row.namespace);
    });
    return said.flatMap(({ conditions }) => conditions ?? []).map((each) => new Condition(each));
  }
}

@ObjectType({ description: "Somebody to whom a rule of a route sends requests. Source: `backendRefs`." })
export class RouteBackend {
  readonly row: Row<RouteManifest>;
  readonly backend: BackendManifest;

  constructor(row: Row<RouteManifest>, backend: BackendManifest) {
    this.row = row;
    this.backend = backend;
  }

  @Field(() => String, { description: "Its kind: `Service` as a rule." })
  get kind(): string {
    return this.backend.kind ?? "Service";
  }

  @Field(() => String, { description: "Its namespace." })
  get namespace(): string {
    return this.backend.namespace || this.row.namespace;
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.backend.name;
  }

  @Field(() => Int, { nullable: true, description: "The port; null where it needs none." })
  get port(): number | null {
    return this.backend.port ?? null;
  }

  @Field(() => Int, { description: "Its share of the requests, among the weights of the rule's others." })
  get weight(): number {
    return this.backend.weight ?? 1;
  }
}

@ObjectType({ description: "What a route does with requests. Source: `spec.rules`." })
export class RouteRule {
  @Field(() => [String], {
    description:
      "Which requests, any of these, as in `GET PathPrefix /api x-tenant=a`, or `shop.Orders/Place`; empty for all.",
  })
  readonly matches!: readonly string[];

  @Field(() => [String], { description: "What is done to them on their way, as in `RequestRedirect`, in that order." })
  readonly filters!: readonly string[];

  @Field(() => [RouteBackend], { description: "To whom they are sent." })
  readonly backends!: readonly RouteBackend[];
}

/** What routes of both protocols have. */
@ObjectType()
abstract class Route extends KubernetesObject<RouteManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => [String], { description: "The hosts that it is for; empty for all that its listeners have." })
  get hostnames(): readonly string[] {
    return this.object.spec?.hostnames ?? [];
  }

  @Field(() => [RouteParent], { description: "Where it wants to be attached." })
  get parents(): readonly RouteParent[] {
    return (this.object.spec?.parentRefs ?? []).map((parent) => new RouteParent(this.row, parent));
  }

  @Field(() => [RouteRule], { description: "What it does with requests." })
  get rules(): readonly RouteRule[] {
    return (this.object.spec?.rules ?? []).map(({ matches = [], filters = [], backendRefs = [] }) => ({
      matches: matches.map(matchText).filter((text) => text !== ""),
      filters: filters.map(({ type }) => type),
      backends: backendRefs.map((backend) => new RouteBackend(this.row, backend)),
    }));
  }
}

@ShownFor(HTTP_ROUTES)
@ObjectType("HttpRoute", {
  implements: KubernetesObject,
  description: "How HTTP requests come from gateways to services. Source: gateway.networking.k8s.io HTTPRoute.",
})
export class HttpRoute extends Route {}

@ShownFor(GRPC_ROUTES)
@ObjectType("GrpcRoute", {
  implements: KubernetesObject,
  description: "How gRPC calls come from gateways to services. Source: gateway.networking.k8s.io GRPCRoute.",
})
export class GrpcRoute extends Route {}
