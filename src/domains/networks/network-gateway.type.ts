import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import type { GatewayClassManifest, ListenerManifest, NetworkGatewayManifest } from "./route.manifest.ts";

export const NETWORK_GATEWAYS = "gateway.networking.k8s.io/gateways";
export const GATEWAY_CLASSES = "gateway.networking.k8s.io/gatewayclasses";

type ListenerStatus = NonNullable<NonNullable<NetworkGatewayManifest["status"]>["listeners"]>[number];

@ObjectType({ description: "Where a gateway takes connections. Source: `spec.listeners`, `status.listeners`." })
export class GatewayListener {
  readonly #manifest: ListenerManifest;
  readonly #status: ListenerStatus | undefined;

  constructor(manifest: ListenerManifest, status: ListenerStatus | undefined) {
    this.#manifest = manifest;
    this.#status = status;
  }

  @Field(() => String, { description: "Its name within the gateway." })
  get name(): string {
    return this.#manifest.name;
  }

  @Field(() => String, { nullable: true, description: "The host that it is for; null for any." })
  get hostname(): string | null {
    return this.#manifest.hostname ?? null;
  }

  @Field(() => Int, { description: "The port." })
  get port(): number {
    return this.#manifest.port;
  }

  @Field(() => String, { description: "As in `HTTP`, `HTTPS`, `TLS`, `TCP`." })
  get protocol(): string {
    return this.#manifest.protocol;
  }

  @Field(() => [String], { description: "Names of the Secrets that have its certificates." })
  get certificates(): readonly string[] {
    return (this.#manifest.tls?.certificateRefs ?? []).map(({ name }) => name);
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many routes its controller has attached; null where nobody says.",
  })
  get attachedRoutes(): number | null {
    return this.#status?.attachedRoutes ?? null;
  }

  @Field(() => [Condition], { description: "What its controller says of it." })
  get conditions(): readonly Condition[] {
    return (this.#status?.conditions ?? []).map((each) => new Condition(each));
  }
}

@ShownFor(NETWORK_GATEWAYS)
@ObjectType("NetworkGateway", {
  implements: KubernetesObject,
  description: "Where connections from outside come in. Source: gateway.networking.k8s.io Gateway.",
})
export class NetworkGateway extends KubernetesObject<NetworkGatewayManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "Name of its class." })
  get className(): string {
    return this.object.spec?.gatewayClassName ?? "";
  }

  @Field(() => [GatewayListener], { description: "Where it takes connections." })
  get listeners(): readonly GatewayListener[] {
    const { spec, status } = this.object;
    return (spec?.listeners ?? []).map((listener) => {
      return new GatewayListener(
        listener,
        status?.listeners?.find(({ name }) => name === listener.name),
      );
    });
  }

  @Field(() => [String], { description: "Its addresses, IP or host name. Source: `status.addresses`." })
  get addresses(): readonly string[] {
    return (this.object.status?.addresses ?? []).flatMap(({ value }) => value || []);
  }

  @Field(() => [Condition], { description: "What its controller says, as in `Accepted`, `Programmed`." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((each) => new Condition(each));
  }
}

@ShownFor(GATEWAY_CLASSES)
@ObjectType("GatewayClass", {
  implements: KubernetesObject,
  description: "Which controller serves gateways. Source: gateway.networking.k8s.io GatewayClass.",
})
export class GatewayClass extends KubernetesObject<GatewayClassManifest> {
  @Field(() => String, { description: "The controller, as in `example.com/gateway`. Source: `spec.controllerName`." })
  get controller(): string {
    return this.object.spec?.controllerName ?? "";
  }

  @Field(() => String, { nullable: true, description: "What it is for, in words." })
  get purpose(): string | null {
    return this.object.spec?.description || null;
  }

  @Field(() => [Condition], { description: "What its controller says, as in `Accepted`." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((each) => new Condition(each));
  }
}
