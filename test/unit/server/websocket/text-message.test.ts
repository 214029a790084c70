import { describe, expect, test } from "vitest";
import { beginMessage } from "../../../../src/server/websocket/text-message.ts";

const head = Buffer.from('{"id":"é"}');

// As RFC 6455 has it in 5.2: the shortest form that the length fits into.
const forms: readonly [length: number, header: readonly number[]][] = [
  [head.length, [0x81, head.length]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0x00, 0x7e]],
  [0xffff, [0x81, 126, 0xff, 0xff]],
  [0x1_0000, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  [0x1_0000_0005, [0x81, 127, 0, 0, 0, 1, 0, 0, 0, 5]],
];

describe("the beginning of a message", () => {
  test.each(forms)("of %d bytes says how many they are", (length, header) => {
    const message = beginMessage(head, length - head.length, 0);
    expect([...message]).toEqual([...header, ...head]);
  });

  test("has room behind it for what is asked", () => {
    expect(beginMessage(head, 100, 100)).toHaveLength(2 + head.length + 100);
    expect(beginMessage(head, 0x1_0000, 7)).toHaveLength(10 + head.length + 7);
  });
});
