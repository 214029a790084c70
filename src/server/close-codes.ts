import { CloseCode } from "graphql-ws";

/**
 * Why the gateway closes a WebSocket. The library's own codes, and two that the protocol lacks. Clients of graphql-ws
 * connect again after `shutdown`, `slow` and `expired`, for which they are asked for a token anew, and resume; the others
 * are mistakes that would repeat themselves.
 */
export const closeCodes = {
  shutdown: { code: 1001, reason: "The gateway is shutting down" },
  slow: { code: 4420, reason: "The client reads too slowly" },
  expired: { code: 4421, reason: "The token counts no more: renew it and connect again" },
  badRequest: { code: CloseCode.BadRequest, reason: "Invalid message received" },
  duplicate: { code: CloseCode.SubscriberAlreadyExists, reason: "Subscriber already exists" },
  internal: { code: CloseCode.InternalServerError, reason: "Internal error" },
} as const;

export type CloseName = keyof typeof closeCodes;
