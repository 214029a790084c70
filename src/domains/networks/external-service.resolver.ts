import {
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Reads,
  Resolver,
  Root,
  registerEnumType,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { defineObjectDeletion, defineObjectMutation } from "../resources/index.ts";
import { endpointsBehind } from "./endpoint.resolver.ts";
import { ENDPOINT_SLICES } from "./endpoint-slice.type.ts";
import { ExternalServiceCreateInput, ExternalServiceDeleteInput } from "./external-service.input.ts";
import { isExternal } from "./external-service.mapping.ts";
import { createExternalService, notExternal } from "./external-service.service.ts";
import { SERVICES, Service } from "./service.type.ts";

const ExternalHealth = { READY: "READY", DEGRADED: "DEGRADED", UNREADY: "UNREADY", UNKNOWN: "UNKNOWN" } as const;
type ExternalHealth = (typeof ExternalHealth)[keyof typeof ExternalHealth];

registerEnumType(ExternalHealth, {
  name: "ExternalServiceHealth",
  description: "Whether the addresses of a system outside take connections, as its endpoint slices say.",
  valuesConfig: {
    READY: { description: "All of them." },
    DEGRADED: { description: "Some of them." },
    UNREADY: { description: "None of them." },
    UNKNOWN: { description: "Nobody says: it is a name of the DNS, or has no addresses." },
  },
});

@ObjectType({ description: "A system outside of the cluster, that a service leads to." })
export class ExternalService {
  @Field(() => String, { nullable: true, description: "Its name in the DNS; null where it has addresses." })
  readonly dnsName!: string | null;

  @Field(() => [String], { description: "Its addresses, of all endpoint slices, sorted." })
  readonly addresses!: readonly string[];

  @Field(() => Int, { description: "How many of them take connections, as is said." })
  readonly readyAddresses!: number;

  @Field(() => ExternalHealth, {
    description: "Whether they take connections. Whoever knows better says so in the slices: `resourcePatch`.",
  })
  readonly health!: ExternalHealth;
}

@Resolver(() => Service)
export class ExternalServiceResolver {
  @FieldResolver(() => ExternalService, {
    nullable: true,
    description: "The system outside that it leads to; null where it leads to pods.",
  })
  @Reads(ENDPOINT_SLICES)
  external(@Root() service: Service, @Ctx() ctx: DomainContext): ExternalService | null {
    if (!isExternal(service.object)) return null;
    const { externalName } = service;
    if (externalName !== null) return { dnsName: externalName, addresses: [], readyAddresses: 0, health: "UNKNOWN" };
    const endpoints = endpointsBehind(ctx, service);
    const all = new Set(endpoints.flatMap(({ addresses }) => addresses));
    const ready = new Set(endpoints.flatMap((each) => (each.ready ? each.addresses : [])));
    return {
      dnsName: null,
      addresses: [...all].sort(),
      readyAddresses: ready.size,
      health: healthOf(ready.size, all.size),
    };
  }
}

function healthOf(ready: number, all: number): ExternalHealth {
  if (all === 0) return "UNKNOWN";
  if (ready === all) return "READY";
  return ready > 0 ? "DEGRADED" : "UNREADY";
}

export const externalServiceMutations = [
  defineObjectMutation({
    name: "externalServiceCreate",
    description:
      "Gives a system outside of the cluster the name of a service: an ExternalName service, or one without a selector and the endpoint slice that has its addresses. Where the second cannot be made, the first is taken back.",
    input: ExternalServiceCreateInput,
    inputDescription: "Where, and what it leads to.",
    field: "service",
    type: Service,
    write: createExternalService,
  }),
  defineObjectDeletion({
    name: "externalServiceDelete",
    description:
      "Deletes the service of a system outside that `externalServiceCreate` has made; its endpoint slice goes with it.",
    resource: SERVICES,
    input: ExternalServiceDeleteInput,
    refusals: notExternal,
  }),
];
