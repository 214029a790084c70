/**
 * The closed table of error codes. Callers switch on these words, so a code is never renamed and a retired one is
 * never reused. `status` is the HTTP status when the error ends a whole request; `retryable` says whether the same
 * call may succeed later without being changed.
 */
export const codes = {
  BAD_REQUEST: { status: 400, retryable: false, meaning: "The HTTP request or the WebSocket message is malformed." },
  GRAPHQL_PARSE_FAILED: { status: 400, retryable: false, meaning: "The document is not GraphQL." },
  GRAPHQL_VALIDATION_FAILED: { status: 400, retryable: false, meaning: "The document does not fit the schema." },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    retryable: false,
    meaning: "The document has no operation of that name, or several and none was named.",
  },
  PERSISTED_QUERY_NOT_FOUND: { status: 200, retryable: true, meaning: "Send the document along with its hash." },
  BAD_USER_INPUT: {
    status: 400,
    retryable: false,
    meaning: "A variable or an argument has a value that cannot be used.",
  },
  INVALID_ID: { status: 400, retryable: false, meaning: "The id was not made by this gateway." },
  INVALID_CURSOR: {
    status: 400,
    retryable: false,
    meaning: "The page cursor is malformed or belongs to another order.",
  },
  INVALID_SELECTOR: { status: 400, retryable: false, meaning: "The label selector cannot be parsed." },
  UNKNOWN_CLUSTER: { status: 400, retryable: false, meaning: "No cluster of that name is registered." },
  UNKNOWN_KIND: { status: 400, retryable: false, meaning: "The cluster serves no such kind." },
  KIND_NOT_SHOWN: {
    status: 403,
    retryable: false,
    meaning: "The gateway is set up not to show objects of this kind as resources.",
  },
  NO_HOME_CLUSTER: {
    status: 400,
    retryable: false,
    meaning: "This needs a home cluster, and none is configured.",
  },
  LIMIT_EXCEEDED: { status: 400, retryable: false, meaning: "The operation is larger than a configured limit." },
  REQUEST_TOO_LARGE: {
    status: 413,
    retryable: false,
    meaning: "The request body is larger than the configured limit.",
  },
  UNAUTHENTICATED: { status: 401, retryable: false, meaning: "The caller is not known." },
  TOKEN_EXPIRED: {
    status: 401,
    retryable: false,
    meaning: "The credential has ended; renew it and connect again.",
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    retryable: true,
    meaning: "Whoever could say whose the token is cannot be reached.",
  },
  FORBIDDEN: { status: 403, retryable: false, meaning: "The caller may not do this." },
  READ_ONLY: {
    status: 403,
    retryable: false,
    meaning: "The gateway, or the cluster, takes no writes, or none of this caller.",
  },
  CONFIRMATION_REQUIRED: {
    status: 400,
    retryable: false,
    meaning: "The object is protected: repeat its name in `confirm`.",
  },
  NOT_FOUND: { status: 404, retryable: false, meaning: "The object does not exist, or the caller may not see it." },
  CONFLICT: { status: 409, retryable: true, meaning: "The object changed, or another manager holds the field." },
  INVALID: { status: 422, retryable: false, meaning: "The API server rejected the object's content." },
  TOO_MANY_REQUESTS: {
    status: 429,
    retryable: true,
    meaning: "The caller, or the gateway upstream, is over its rate.",
  },
  CLUSTER_UNAVAILABLE: { status: 502, retryable: true, meaning: "The cluster's API server cannot be reached." },
  CLUSTER_UNAUTHENTICATED: {
    status: 502,
    retryable: false,
    meaning: "The cluster rejects the gateway's own credential.",
  },
  CLUSTER_TIMEOUT: { status: 504, retryable: true, meaning: "The cluster did not answer within its deadline." },
  CLUSTER_SYNCING: {
    status: 503,
    retryable: true,
    meaning: "The cluster's objects are still being loaded; ask again shortly.",
  },
  UPSTREAM_REJECTED: {
    status: 502,
    retryable: false,
    meaning: "The API server answered in a way that has no own code.",
  },
  INTEGRATION_UNAVAILABLE: {
    status: 502,
    retryable: true,
    meaning: "A system beside the clusters (a registry, a monitoring system) cannot be reached, or answers nonsense.",
  },
  REVISION_NOT_REACHED: {
    status: 504,
    retryable: true,
    meaning: "The revision asked for was not reached within the deadline.",
  },
  SHUTTING_DOWN: { status: 503, retryable: true, meaning: "The gateway is draining; connect to another replica." },
  CONFIG_INVALID: { status: 500, retryable: false, meaning: "The configuration cannot be used." },
  KUBECONFIG_INVALID: { status: 500, retryable: false, meaning: "The kubeconfig cannot be used." },
  LISTEN_FAILED: { status: 500, retryable: false, meaning: "The address cannot be listened on." },
  INTERNAL: { status: 500, retryable: false, meaning: "A defect of the gateway; the log has the request id." },
} as const satisfies Record<string, { status: number; retryable: boolean; meaning: string }>;

export type ErrorCode = keyof typeof codes;
