import { expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { createLogger, summarizeError } from "../../../src/telemetry/index.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ level: "debug", destination: { write: (line: string) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line));
}

test("a line is one JSON object with level, time, message and fields", () => {
  const [line] = logged((log) => log.info({ cluster: "alpha" }, "Connected"));
  expect(line).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    name: "fairway",
    cluster: "alpha",
    msg: "Connected",
  });
});

test("lines below the level are not written", () => {
  expect(logged((log) => log.trace({}, "x"))).toEqual([]);
});

test("a child carries its fields", () => {
  expect(logged((log) => log.child({ cluster: "alpha" }).warn({ a: 1 }, "x"))).toMatchObject([
    { cluster: "alpha", a: 1 },
  ]);
});

test.each([
  { token: "canary" },
  { headers: { authorization: "Bearer canary", cookie: "canary" } },
  { request: { headers: { Authorization: "canary" } } },
  { user: { password: "canary", clientSecret: "canary" } },
  { operation: { variables: { a: "canary" } } },
  { config: { cursorSecret: "canary" } },
])("%j keeps its secret", (fields) => {
  const text = JSON.stringify(logged((log) => log.error(fields, "x")));
  expect(text).not.toContain("canary");
  expect(text).toContain("[redacted]");
});

test("of an error only its type, code, message, stack and causes are written", () => {
  const cause = Object.assign(new TypeError("inner"), { code: "EINNER", response: { body: "canary" } });
  const error = Object.assign(new Error("outer", { cause }), { request: { token: "canary" } });
  const [line] = logged((log) => log.error({ err: error }, "x"));
  expect(line?.err).toMatchObject({ type: "Error", message: "outer", cause: { type: "TypeError", code: "EINNER" } });
  expect(JSON.stringify(line)).not.toContain("canary");
});

test("an error that was summarized before is written as it is", () => {
  const [line] = logged((log) => log.error({ err: summarizeError(new RangeError("far")) }, "x"));
  expect(line?.err).toMatchObject({ type: "RangeError", message: "far" });
});

test("the response that client-node puts into an exception's message and stack is not written", () => {
  class ApiException extends Error {}
  const error = new ApiException('HTTP-Code: 403\nMessage: Forbidden\nBody: "canary"\nHeaders: {"x":"canary"}');
  expect(summarizeError(error)).toEqual({ type: "ApiException", message: "HTTP-Code: 403" });
});

test("what is no error is not written, for it may be anything", () => {
  expect(summarizeError("canary")).toEqual({ type: "string", message: "a value that is no Error was thrown" });
  expect(summarizeError({ type: "x", message: "canary" }).message).not.toContain("canary");
});

test("a stack is written for defects only", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const coded = new FairwayError("CLUSTER_UNAVAILABLE", "gone", { cause: refused });
  const summary = summarizeError(coded);
  expect([summary.stack, summary.cause?.stack, summary.cause?.code]).toEqual([undefined, undefined, "ECONNREFUSED"]);
  expect(summarizeError(new FairwayError("INTERNAL", "x")).stack).toContain("logger.test.ts");
  expect(summarizeError(new TypeError("x")).stack).toContain("logger.test.ts");
});

test("a chain of causes that is a circle ends", () => {
  const error = new Error("a");
  error.cause = error;
  expect(JSON.stringify(summarizeError(error)).length).toBeLessThan(20_000);
});
