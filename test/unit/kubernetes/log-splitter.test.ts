import { describe, expect, test } from "vitest";
import { type LogPiece, logTimeOf, longestPart } from "../../../src/kubernetes/index.ts";
import { LogSplitter } from "../../../src/kubernetes/log-splitter.ts";

const T = "2026-03-01T12:00:00.000000001Z";

/** The pieces of these bytes, which come in chunks that end at the given places. */
function split(bytes: Buffer, ...ends: readonly number[]): LogPiece[] {
  const splitter = new LogSplitter();
  const pieces: LogPiece[] = [];
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    pieces.push(...splitter.push(bytes.subarray(start, end)));
    start = end;
  }
  return [...pieces, ...splitter.end()];
}

const line = (text: string, time: string | null = T, partial = false): LogPiece => ({ time, text, partial });

describe("the lines of a log", () => {
  const text = `${T} grüße, 世界, 🎉🇩🇪 é\r\n${T} \n${T}\n\n${T} ends without a newline ✓`;
  const whole = [line("grüße, 世界, 🎉🇩🇪 é"), line(""), line(""), line(""), line("ends without a newline ✓")];

  test("are the same wherever their bytes are cut", () => {
    const bytes = Buffer.from(text);
    expect(split(bytes)).toEqual(whole);
    for (let end = 0; end <= bytes.length; end += 1) expect(split(bytes, end), `cut at ${end}`).toEqual(whole);
    expect(split(bytes, ...Array.from(bytes.keys()))).toEqual(whole);
  });

  test("keep what is no UTF-8 in sight, and what is around it", () => {
    const bytes = Buffer.concat([Buffer.from(`${T} a`), Buffer.from([0xff, 0xc3]), Buffer.from("z\n")]);
    expect(split(bytes)).toEqual([line("a\ufffd\ufffdz")]);
    expect(split(bytes, T.length + 3)).toEqual(split(bytes));
  });

  test("keep a carriage return that is not the end of one", () => {
    expect(split(Buffer.from(`${T} 10%\r20%\r\n`))).toEqual([line("10%\r20%")]);
  });

  test("without a time belong to where they stand", () => {
    expect(split(Buffer.from(`cannot find the log\n${T} a\nlog was rotated 7 times\n`))).toEqual([
      line("cannot find the log", null),
      line("a"),
      line("log was rotated 7 times"),
    ]);
  });
});

describe("a line that is too long", () => {
  const long = Buffer.from(`${T} ${"x".repeat(longestPart)}${"€".repeat(longestPart / 2)}\n${T} next\n`);

  test("comes in parts of at most 1 MiB, of which none ends within a character", () => {
    const pieces = split(long);
    expect(pieces.map(({ partial }) => partial)).toEqual([true, true, false, false]);
    expect(pieces.map(({ time }) => time)).toEqual([T, T, T, T]);
    expect(
      pieces
        .slice(0, 3)
        .map(({ text }) => text)
        .join(""),
    ).toBe(`${"x".repeat(longestPart)}${"€".repeat(longestPart / 2)}`);
    for (const { text } of pieces) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestPart);
    expect(pieces.at(-1)?.text).toBe("next");
  });

  test("is cut at the same places whatever chunks it comes in, so that parts can be counted", () => {
    const pieces = split(long);
    for (const size of [1_000, 65_536, longestPart - 1, longestPart, longestPart + 1]) {
      const ends = Array.from({ length: Math.floor(long.length / size) }, (_, index) => (index + 1) * size);
      expect(
        split(long, ...ends).map(({ text }) => text.length),
        `chunks of ${size}`,
      ).toEqual(pieces.map(({ text }) => text.length));
    }
  });

  test("of continuation bytes alone is cut all the same, and one that ends where a part does has no empty rest", () => {
    const garbage = Buffer.concat([Buffer.alloc(longestPart * 2, 0x80), Buffer.from("\n")]);
    expect(split(garbage).map(({ partial }) => partial)).toEqual([true, false]);
    const exact = Buffer.concat([Buffer.alloc(longestPart, 0x78), Buffer.from("\n")]);
    expect(split(exact).map(({ text, partial }) => [text.length, partial])).toEqual([[longestPart, false]]);
  });

  test("whose end of two bytes lies across the border of a part loses both of them", () => {
    const bytes = Buffer.concat([Buffer.alloc(longestPart - 1, 0x78), Buffer.from("\r\n")]);
    expect(split(bytes).map(({ text }) => text.length)).toEqual([longestPart - 1]);
    const within = Buffer.concat([Buffer.alloc(longestPart - 1, 0x78), Buffer.from("\ry\r\n")]);
    expect(split(within).map(({ text }) => text.length)).toEqual([longestPart - 1, 2]);
  });

  test("is never held whole", () => {
    const splitter = new LogSplitter();
    const chunk = Buffer.alloc(65_536, 0x78);
    let given = 0;
    for (let index = 1; index <= 256; index += 1) {
      for (const { text } of splitter.push(chunk)) given += text.length;
      expect(index * chunk.length - given).toBeLessThanOrEqual(longestPart);
    }
  });
});

test.each([
  ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000000000Z"],
  ["2026-03-01T12:00:00.5Z", "2026-03-01T12:00:00.500000000Z"],
  ["2026-03-01T14:00:00.123456789+02:00", "2026-03-01T12:00:00.123456789Z"],
  ["2026-02-28T23:30:00.1-01:00", "2026-03-01T00:30:00.100000000Z"],
  ["2026-13-01T12:00:00Z", null],
  ["2026-03-01T12:00:00", null],
  ["yesterday", null],
  ["", null],
])("the time %j is %j", (text, time) => {
  expect(logTimeOf(text)).toBe(time);
});
