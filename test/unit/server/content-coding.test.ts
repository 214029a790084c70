import { expect, test } from "vitest";
import { negotiateCoding } from "../../../src/server/http/content-coding.ts";

test.each([
  ["", undefined],
  ["identity", undefined],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["br", "br"],
  ["gzip, deflate, br", "br"],
  ["GZIP , BR", "br"],
  ["br;q=0.5, gzip", "gzip"],
  ["br;q=0.5, gzip;q=0.5", "br"],
  ["br;q=0, gzip;q=0", undefined],
  ["*", "br"],
  ["*;q=0", undefined],
  ["gzip;q=1, *;q=0", "gzip"],
  ["br;q=garbage, gzip;q=garbage", undefined],
  [";;;,,,q=1", undefined],
  ["zstd, deflate", undefined],
])("Accept-Encoding: %s", (accept, coding) => {
  expect(negotiateCoding(accept)).toBe(coding);
});
