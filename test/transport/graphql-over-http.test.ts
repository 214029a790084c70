import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { post, send } from "./raw-http.ts";
import { type RealEngine, serveRealEngine } from "./real-engine.ts";
import { metric } from "./served.ts";

let real: RealEngine;
beforeAll(async () => {
  real = await serveRealEngine();
});
afterAll(() => real[Symbol.asyncDispose]());

const preflighted = { "apollo-require-preflight": "1" };

function get(query: string, headers: Record<string, string> = preflighted) {
  return send(real.served.origin, {
    method: "GET",
    path: `/graphql?${new URLSearchParams({ query })}`,
    headers,
  });
}

describe("the audits of GraphQL over HTTP", () => {
  // Each as a test of its own, by the name that the specification's requirement has there.
  const audits = serverAudits({ url: () => real.served.url });
  // What the specification leaves open and we do otherwise.
  const notices = new Map([
    // Sent without an Accept header, as any page's picture could: a GET has to ask for JSON by name.
    ["MAY accept application/x-www-form-urlencoded formatted GET requests", "Response status code is not 200"],
  ]);

  test.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_name, audit) => {
    const result = await audit.fn();
    const notice = notices.get(result.name);
    const expected = notice === undefined ? ["ok"] : ["notice", notice];
    expect(result.status === "ok" ? [result.status] : [result.status, result.reason]).toEqual(expected);
  });
});

describe("what may come by GET", () => {
  test("a query is answered", async () => {
    expect(await get("{ __typename }")).toMatchObject({ status: 200, text: '{"data":{"__typename":"Query"}}' });
  });

  test.each(["mutation { __typename }", "subscription { podEvents { cursor } }"])(
    "%s is refused with the method that is allowed",
    async (query) => {
      for (const accept of ["application/json", "application/graphql-response+json"]) {
        const { status, headers, errors } = await get(query, { accept });
        expect([status, headers.allow, errors[0]?.extensions.code]).toEqual([405, "POST", "BAD_REQUEST"]);
      }
    },
  );
});

test("requests are counted by the type of their operation", async () => {
  const failed = (operation: string) =>
    metric(real.served, `fairway_requests_total{transport="http",operation="${operation}",outcome="failed"}`);
  const before = { mutation: await failed("mutation"), unknown: await failed("unknown") };
  await get("mutation { __typename }");
  await post(real.served.origin, { query: "{ nosuchfield }" });
  expect(await failed("mutation")).toBe(before.mutation + 1);
  expect(await failed("unknown")).toBe(before.unknown + 1);
});
