import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter, ObjectFilter } from "../resources/index.ts";
import { GATEWAY_CLASSES, GatewayClass, NETWORK_GATEWAYS, NetworkGateway } from "./network-gateway.type.ts";
import type { NetworkGatewayManifest } from "./route.manifest.ts";

@InputType({ description: "Which gateways; each condition that is given must hold." })
export class NetworkGatewayFilter extends NamespacedObjectFilter {
  @Field(() => String, { nullable: true, description: "Of the class of this name." })
  className?: string | null;
}

@InputType({ description: "Which gateway classes; each condition that is given must hold." })
export class GatewayClassFilter extends ObjectFilter {
  @Field(() => String, { nullable: true, description: "Of this controller." })
  controller?: string | null;
}

// Not `gateway`: that is the program which answers.
export const networkGateways = defineKind({
  resource: NETWORK_GATEWAYS,
  name: "NetworkGateway",
  words: ["gateway", "gateways"],
  type: NetworkGateway,
  filter: NetworkGatewayFilter,
  predicates: ({ className }) =>
    className == null ? [] : [matching(({ object }) => object.spec?.gatewayClassName === className)],
});

export const gatewayClasses = defineKind({
  resource: GATEWAY_CLASSES,
  name: "GatewayClass",
  plural: "gatewayClasses",
  words: ["gateway class", "gateway classes"],
  type: GatewayClass,
  filter: GatewayClassFilter,
  clusterScoped: true,
  predicates: ({ controller }) =>
    controller == null ? [] : [matching(({ object }) => object.spec?.controllerName === controller)],
});

/** Gateways under their classes. */
export const gatewaysByClass: IndexDefinition = {
  name: "gateway class",
  resource: NETWORK_GATEWAYS,
  values: ({ object }) => {
    const name = (object as NetworkGatewayManifest).spec?.gatewayClassName;
    return name ? [name] : [];
  },
};
