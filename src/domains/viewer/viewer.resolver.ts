import { Arg, Costs, Ctx, FieldResolver, Query, Reads, Resolver } from "../../graphql/index.ts";
import { GatewayInfo } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import { ViewerCanInput } from "./can.input.ts";
import { decide } from "./can.service.ts";
import { gatewayStatus, identityIn, limitsOf, viewerOf } from "./viewer.service.ts";
import { AccessDecision, GatewayStatus, Viewer, ViewerIdentity, ViewerLimits } from "./viewer.type.ts";

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: "Who asks." })
  @Reads()
  viewer(@Ctx() ctx: DomainContext): Viewer {
    return viewerOf(ctx);
  }

  @FieldResolver(() => AccessDecision, {
    nullable: true,
    description: "Whether the viewer may do something, as the cluster says right now.",
  })
  @Costs({ weight: 20 })
  can(
    @Ctx() ctx: DomainContext,
    @Arg("access", () => ViewerCanInput, { description: "What, and where." }) access: ViewerCanInput,
  ): AccessDecision | null {
    return decide(ctx, access);
  }

  @FieldResolver(() => ViewerIdentity, {
    nullable: true,
    description:
      "Whom a cluster takes the viewer for, as it says right now; FORBIDDEN where the viewer is nobody there.",
  })
  @Costs({ weight: 20 })
  identity(
    @Ctx() ctx: DomainContext,
    @Arg("cluster", () => String, { description: "The cluster's registered name." }) cluster: string,
  ): ViewerIdentity | null {
    return identityIn(ctx, cluster);
  }

  @FieldResolver(() => ViewerLimits, { nullable: true, description: "What the viewer may ask for at a time." })
  limits(@Ctx() ctx: DomainContext): ViewerLimits {
    return limitsOf(ctx);
  }
}

@Resolver(() => GatewayInfo)
export class GatewayStatusResolver {
  @FieldResolver(() => GatewayStatus, {
    nullable: true,
    description:
      "What goes on in it. FORBIDDEN for whoever may not `get` the resource `gateways` of `fairway.dev` in the home cluster; without one, in each cluster.",
  })
  @Costs({ weight: 20 })
  status(@Ctx() ctx: DomainContext): GatewayStatus | null {
    return gatewayStatus(ctx);
  }
}
