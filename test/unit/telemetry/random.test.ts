import { expect, test } from "vitest";
import { jitter, requestId } from "../../../src/telemetry/index.ts";

test.each(["portal-17", "0af7651916cd43dd8448eb211c80319c", "a:b/c+d=_.", "x".repeat(128)])("%s is kept", (given) => {
  expect(requestId(given)).toBe(given);
});

test.each([undefined, "", " ", "a b", "a\nb", '{"a":1}', "-a", "x".repeat(129), ["a", "b"]])(
  "%j is replaced",
  (given) => {
    expect(requestId(given)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  },
);

test("jitter takes off up to a quarter", () => {
  expect([jitter(1_000, () => 0), jitter(1_000, () => 0.5), jitter(1_000, () => 0.999)]).toEqual([1_000, 875, 750]);
});
