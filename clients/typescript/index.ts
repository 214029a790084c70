export { type Answer, FairwayClient, type Operation } from "./client.ts";
export { type Delta, EventState, type ItemOf } from "./event-state.ts";
export { GatewayError, type GraphQLErrorShape } from "./gateway-error.ts";
export * from "./generated/graphql.ts";
