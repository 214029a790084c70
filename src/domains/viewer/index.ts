import { GatewayStatusResolver, ViewerResolver } from "./viewer.resolver.ts";

export const viewerResolvers = [ViewerResolver, GatewayStatusResolver];
