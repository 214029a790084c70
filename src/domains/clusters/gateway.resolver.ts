import { Ctx, Query, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { gatewayInfo } from "./gateway.service.ts";
import { GatewayInfo } from "./gateway.type.ts";

@Resolver()
export class GatewayResolver {
  @Query(() => GatewayInfo, { nullable: true, description: "The gateway itself." })
  @Reads()
  gateway(@Ctx() ctx: DomainContext): GatewayInfo {
    return gatewayInfo(ctx);
  }
}
