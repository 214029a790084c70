import { ErrorCode, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";

export const GatewayFeatureName = {
  CLUSTER_CONNECTIONS: "CLUSTER_CONNECTIONS",
  OPERATIONS: "OPERATIONS",
  WRITES: "WRITES",
  EXEC: "EXEC",
} as const;
export type GatewayFeatureName = (typeof GatewayFeatureName)[keyof typeof GatewayFeatureName];

registerEnumType(GatewayFeatureName, {
  name: "GatewayFeatureName",
  description: "What a gateway may be able to do or not, by how it is set up.",
  valuesConfig: {
    CLUSTER_CONNECTIONS: { description: "Clusters are registered by ClusterConnections in the home cluster." },
    OPERATIONS: { description: "Long work in steps, as Operations in the home cluster." },
    WRITES: { description: "Mutations." },
    EXEC: { description: "Commands in containers (`podExec`), a preview." },
  },
});

@ObjectType({ description: "Something that the gateway can do, or cannot, by how it is set up." })
export class GatewayFeature {
  @Field(() => GatewayFeatureName, { description: "What it is." })
  readonly name!: GatewayFeatureName;

  @Field(() => Boolean, { description: "It works at present." })
  readonly enabled!: boolean;

  @Field(() => ErrorCode, {
    nullable: true,
    description: "The kind of what keeps it from working; null where it works.",
  })
  readonly code!: ErrorCode | null;

  @Field(() => String, { nullable: true, description: "The same in words." })
  readonly reason!: string | null;
}

@ObjectType("Gateway", { description: "The gateway itself: the replica that answers. Source: its configuration." })
export class GatewayInfo {
  @Field(() => String, { description: "Version of the program." })
  readonly version!: string;

  @Field(() => [GatewayFeature], { description: "What it can do, and why not where it cannot." })
  readonly features!: readonly GatewayFeature[];
}
