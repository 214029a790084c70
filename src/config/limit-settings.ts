import type { Limits } from "./config.ts";
import { integer, longest } from "./field.ts";
import { type SettingsOf, setting } from "./setting.ts";

/** The group `limits`. */
export const limitSettings: SettingsOf<Limits> = {
  bodyBytes: setting(integer(1), {
    description: "The size of an HTTP request's body.",
    reason: "It is read into memory before anything is known of it. Applying several large manifests needs the most.",
    unit: "bytes",
  }),
  wsMessageBytes: setting(integer(1, 64 * 1024 * 1024), {
    description: "The size of one message of a client on a WebSocket.",
    reason: "As for a body; a subscription's document and variables are small.",
    unit: "bytes",
  }),
  subscriptionsPerSocket: setting(integer(1), {
    description: "How many operations may run at the same time on one WebSocket.",
    reason: "A client that forgets to end its subscriptions should notice before the gateway does.",
  }),
  documentTokens: setting(integer(1), {
    description: "The lexical tokens of a document.",
    reason:
      "Bounds the work of the parser, which comes before every other check, and of the comparison of fields with each " +
      "other, which grows with their square. The largest of the published operations has fewer than two hundred.",
  }),
  documentDepth: setting(integer(1), {
    description: "How deeply the fields of an operation may be nested, through fragments too. Introspection is exempt.",
    reason: "Edges lead back and forth (pods of a deployment of a pod …), so work can grow with each level.",
  }),
  variablesBytes: setting(integer(1), {
    description: "The size of a request's variables, as JSON.",
    reason: "They are walked several times, and compared where subscriptions are shared.",
    unit: "bytes",
  }),
  variablesDepth: setting(integer(1, 1_000), {
    description: "How deeply lists and objects may be nested in the variables.",
    reason: "What walks them does so recursively, and the stack has an end.",
  }),
  documentAliases: setting(integer(0), {
    description: "The aliases of an operation; those of a fragment count each time it is spread.",
    reason: "By aliases one request asks for the same list hundreds of times. Honest operations have a handful.",
  }),
  documentRootFields: setting(integer(1), {
    description: "The fields right below an operation, through fragments too.",
    reason: "Each is a list of its own, or a write. A screen that needs more is better served by several requests.",
  }),
  costBurst: setting(integer(1), {
    description:
      "The points that a caller may use at once, which no query may exceed. A point is about one object of an answer; an " +
      "object that a list only looks at is a tenth.",
    reason:
      "One operation keeps all others waiting while it is executed: so many points are about a third of a second. " +
      "The published operations, with their own page sizes, stay below it over 10,000 pods.",
  }),
  costPerSecond: setting(integer(1), {
    description:
      "The points that come back to a caller each second, up to `costBurst`, or to one second's where that is more.",
    reason:
      "About an eighth of the process for each caller: one that does nothing but ask leaves room for others. Without " +
      "authentication there is nobody to leave room for.",
    byDefault: "`50000`; `10000000` without authentication",
  }),
  operationsPerCaller: setting(integer(1), {
    description:
      "How many queries and mutations of one caller may be under way at the same time, over all connections.",
    reason: "They wait for clusters, and hold memory while they do. Who sends more should wait for his own answers.",
    byDefault: "`50`; as `operations` without authentication",
  }),
  operations: setting(integer(1), {
    description: "How many queries and mutations of all callers may be under way at the same time.",
    reason: "Beyond this number nobody would be answered in time, and memory would run out first.",
  }),
  subscriptionsPerCaller: setting(integer(1), {
    description:
      "How many subscriptions and live queries of one caller may run at the same time, over all connections.",
    reason: "A portal that serves many people has one for each of their screens; a program that leaks them has more.",
    byDefault: "`1000`; as `subscriptions` without authentication",
  }),
  subscriptions: setting(integer(1), {
    description: "How many subscriptions and live queries of all callers may run at the same time.",
    reason: "Each that shares nothing with others is executed at every change. Another replica takes the rest.",
  }),
  liveThrottleMs: setting(integer(1, longest), {
    description: "A live query (`@live`) that names no `throttle` is answered again at most once in so long.",
    reason:
      "The first change is sent at once all the same. During a rollout nobody reads ten versions of a screen a second.",
    unit: "ms",
  }),
  liveThrottleMinMs: setting(integer(1, longest), {
    description: "The smallest `throttle` that a live query may name.",
    reason: "Each answer is an execution of the whole query. A subscription tells of each change, and costs less.",
    unit: "ms",
  }),
  liveThrottleMaxMs: setting(integer(1, longest), {
    description: "The largest `throttle` that a live query may name.",
    reason: "Who wants to know less often polls, which holds nothing meanwhile.",
    unit: "ms",
  }),
};
