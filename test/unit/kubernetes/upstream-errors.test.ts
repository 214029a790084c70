import { describe, expect, test } from "vitest";
import { fromDeadline, fromFailure, fromStatus } from "../../../src/kubernetes/upstream-errors.ts";

const answer = (code: number, more: object = {}) => ({
  kind: "Status",
  status: "Failure",
  message: "as said",
  code,
  ...more,
});

describe("the error for an answer of the API server", () => {
  test.each([
    [400, "UPSTREAM_REJECTED"],
    [401, "CLUSTER_UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [405, "UPSTREAM_REJECTED"],
    [409, "CONFLICT"],
    [410, "UPSTREAM_REJECTED"],
    [422, "INVALID"],
    [429, "TOO_MANY_REQUESTS"],
    [500, "CLUSTER_UNAVAILABLE"],
    [503, "CLUSTER_UNAVAILABLE"],
    [504, "CLUSTER_UNAVAILABLE"],
  ])("with status %d is %s", (code, expected) => {
    const error = fromStatus("alpha", code, answer(code, { reason: "Because" }));
    expect(error).toMatchObject({
      code: expected,
      message: "as said",
      cluster: "alpha",
      httpStatus: code,
      reason: "Because",
    });
    expect(error.isSilence).toBe(false);
  });

  test("is expired for 410 alone", () => {
    expect(fromStatus("alpha", 410, answer(410)).isExpired).toBe(true);
    expect(fromStatus("alpha", 404, answer(404)).isExpired).toBe(false);
  });

  test("keeps the causes of a rejection", () => {
    const causes = [{ reason: "FieldValueInvalid", message: "must be positive", field: "spec.replicas" }];
    expect(fromStatus("alpha", 422, answer(422, { details: { causes } })).causes).toEqual(causes);
  });

  test("says when to come again, by the body or by the header", () => {
    expect(fromStatus("alpha", 429, answer(429, { details: { retryAfterSeconds: 2 } })).retryAfterMs).toBe(2_000);
    expect(fromStatus("alpha", 429, answer(429), "3").retryAfterMs).toBe(3_000);
    expect(fromStatus("alpha", 429, answer(429), "Wed, 21 Oct 2026").retryAfterMs).toBeUndefined();
    expect(fromStatus("alpha", 429, answer(429)).retryAfterMs).toBeUndefined();
  });

  test.each([
    ["text", "canary: upstream said no to Bearer abc"],
    ["HTML", "<html>canary</html>"],
    ["JSON of another kind", { message: "canary" }],
    ["nothing", undefined],
    ["null", null],
  ])("shows nothing of a body that is %s", (_, body) => {
    const error = fromStatus("alpha", 502, body);
    expect(error.message).toBe('Cluster "alpha" answered with HTTP status 502.');
    expect(JSON.stringify({ ...error })).not.toContain("canary");
  });
});

describe("the error for silence", () => {
  test("names the system's code and nothing else", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 10.1.2.3:6443"), { code: "ECONNREFUSED" });
    const error = fromFailure("alpha", cause);
    expect(error).toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
      message: 'Cluster "alpha" cannot be reached (ECONNREFUSED).',
    });
    expect(error.isSilence).toBe(true);
    expect(error.cause).toBe(cause);
  });

  test("looks into an attempt at several addresses", () => {
    const cause = new AggregateError([Object.assign(new Error("late"), { code: "ETIMEDOUT" })], "all failed");
    expect(fromFailure("alpha", cause).message).toContain("(ETIMEDOUT)");
  });

  test.each([[new Error("canary")], ["canary"], [null], [{ code: "canary with spaces" }]])(
    "does without a code: %s",
    (cause) => {
      expect(fromFailure("alpha", cause).message).toBe('Cluster "alpha" cannot be reached.');
    },
  );

  test("is a timeout once the deadline has passed", () => {
    const error = fromDeadline("alpha", 250);
    expect(error).toMatchObject({ code: "CLUSTER_TIMEOUT", message: 'Cluster "alpha" did not answer within 250 ms.' });
    expect(error.isSilence).toBe(true);
  });
});
