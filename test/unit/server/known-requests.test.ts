import { expect, test } from "vitest";
import { KnownRequests, MAX_KNOWN_BYTES } from "../../../src/server/http/known-requests.ts";

test("a request is found by its very text, as the same value", () => {
  const requests = new KnownRequests();
  const request = { query: "{ ok }" };
  requests.keep("text", request);
  requests.keep("text", { query: "{ other }" });
  expect(requests.find("text")).toBe(request);
  expect(requests.find("text ")).toBeUndefined();
});

test("they are bounded by their bytes; the least recently used goes first, and long ones are not kept", () => {
  const requests = new KnownRequests();
  const long = "x".repeat(MAX_KNOWN_BYTES - 10);
  requests.keep("first", { query: "first" });
  for (let n = 0; n < 400; n += 1) {
    requests.keep(`${n} ${long}`, { query: String(n) });
    expect(requests.find("first")).toBeDefined();
  }
  expect(requests.find(`0 ${long}`)).toBeUndefined();
  expect(requests.find(`399 ${long}`)).toBeDefined();
  requests.keep(`${long}${long}`, { query: "long" });
  expect(requests.find(`${long}${long}`)).toBeUndefined();
});
