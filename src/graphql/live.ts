import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLInt,
  getDirectiveValues,
  type OperationDefinitionNode,
} from "graphql";

export const LiveFormat = { DATA: "DATA", JSON_PATCH: "JSON_PATCH" } as const;
export type LiveFormat = (typeof LiveFormat)[keyof typeof LiveFormat];

/** What `@live` says of an operation. */
export interface Live {
  /** Milliseconds between two results; null: the gateway's default. */
  readonly throttle: number | null;
  readonly format: LiveFormat;
}

const format = new GraphQLEnumType({
  name: "LiveFormat",
  description: "In what form a live query's results come after the first.",
  values: {
    DATA: { value: LiveFormat.DATA, description: "Each in full, as `data`." },
    JSON_PATCH: {
      value: LiveFormat.JSON_PATCH,
      description:
        "As `patch`: a JSON Patch (RFC 6902) from the `data` before, with a `revision` that counts from 1. Where `data` comes instead, in full, `revision` is 1 again.",
    },
  },
});

/** The directive that the community's clients for live queries know, with a format beside. */
export const liveDirective = new GraphQLDirective({
  name: "live",
  description:
    "Over WebSocket and server-sent events: answers the query, and again whenever its answer is another one. Over plain HTTP: answers it once.",
  locations: [DirectiveLocation.QUERY],
  args: {
    if: { type: GraphQLBoolean, defaultValue: true, description: "Whether the query is live." },
    throttle: {
      type: GraphQLInt,
      description:
        "Results come at most once in so many milliseconds, the first change at once. See the settings `limits.liveThrottle…` for what is allowed, and for the default.",
    },
    format: { type: format, defaultValue: LiveFormat.DATA, description: "The form of the results after the first." },
  },
});

/** What the operation's `@live` says; null where it is not live. `variables` are coerced. */
export function liveOf(operation: OperationDefinitionNode, variables: Record<string, unknown>): Live | null {
  const values = getDirectiveValues(liveDirective, operation, variables);
  if (values?.if !== true) return null;
  const { throttle, format: wanted } = values as { throttle?: number | null; format?: LiveFormat | null };
  return { throttle: throttle ?? null, format: wanted ?? LiveFormat.DATA };
}
