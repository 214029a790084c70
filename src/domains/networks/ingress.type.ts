import { Field, ObjectType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { IngressManifest } from "./network.manifest.ts";
import { addressesOf, type IngressRoute, ingressClassOf, routesOf } from "./network.mapping.ts";

export const INGRESSES = "networking.k8s.io/ingresses";

@ObjectType({ description: "Where an ingress sends requests of one host and path. Source: `spec.rules`." })
export class IngressRule {
  readonly row: Row<IngressManifest>;
  readonly route: IngressRoute;

  constructor(row: Row<IngressManifest>, route: IngressRoute) {
    this.row = row;
    this.route = route;
  }

  @Field(() => String, { nullable: true, description: "The host; null for any." })
  get host(): string | null {
    return this.route.host;
  }

  @Field(() => String, { nullable: true, description: "The path; null for any." })
  get path(): string | null {
    return this.route.path;
  }

  @Field(() => String, {
    nullable: true,
    description: "How the path is compared: `Prefix`, `Exact`, `ImplementationSpecific`; null for any path.",
  })
  get pathType(): string | null {
    return this.route.pathType;
  }

  @Field(() => String, { nullable: true, description: "Name of the service behind; null where it is another object." })
  get serviceName(): string | null {
    return this.route.backend.service?.name ?? null;
  }

  @Field(() => String, { nullable: true, description: "Number, or name, of the service's port." })
  get servicePort(): string | null {
    const { number, name } = this.route.backend.service?.port ?? {};
    return number === undefined ? (name ?? null) : String(number);
  }
}

@ObjectType({ description: "Hosts that an ingress serves by TLS. Source: `spec.tls`." })
export class IngressTls {
  @Field(() => [String], { description: "The hosts; empty for all of them." })
  readonly hosts!: readonly string[];

  @Field(() => String, { nullable: true, description: "Name of the Secret that has the certificate." })
  readonly secretName!: string | null;
}

@ShownFor(INGRESSES)
@ObjectType("Ingress", {
  implements: KubernetesObject,
  description: "How requests from outside come to services. Source: networking.k8s.io/v1 Ingress.",
})
export class Ingress extends KubernetesObject<IngressManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { nullable: true, description: "Its class; null where it leaves that to the default." })
  get className(): string | null {
    return ingressClassOf(this.object);
  }

  @Field(() => [IngressRule], { description: "Where requests go; what no rule takes comes last." })
  get rules(): readonly IngressRule[] {
    return routesOf(this.object).map((route) => new IngressRule(this.row, route));
  }

  @Field(() => [IngressTls], { description: "What is served by TLS." })
  get tls(): readonly IngressTls[] {
    return (this.object.spec?.tls ?? []).map(({ hosts = [], secretName }) => ({
      hosts,
      secretName: secretName || null,
    }));
  }

  @Field(() => [String], { description: "Addresses of its load balancer, IP or host name. Source: `status`." })
  get addresses(): readonly string[] {
    return addressesOf(this.object);
  }
}
