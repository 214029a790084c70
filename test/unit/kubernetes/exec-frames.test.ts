import { describe, expect, test } from "vitest";
import { ExecOutput, endOfInput, inputFrames, resizeFrame } from "../../../src/kubernetes/exec-frames.ts";

/** Messages as they were recorded between a client and an API server, in hexadecimal. */
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const told = (json: string) => Buffer.concat([Buffer.of(3), Buffer.from(json)]);

const success = told('{"metadata":{},"status":"Success"}');
const exit7 = told(
  '{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: command terminated with exit code 7","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}',
);
const notFound = told(
  '{"metadata":{},"status":"Failure","message":"Internal error occurred: error executing command in container: exec: \\"nope\\": executable file not found in $PATH","reason":"InternalError","details":{"causes":[{"message":"error executing command in container"}]},"code":500}',
);

function outputOf(frames: readonly Buffer[], limit = 1_000) {
  const output = new ExecOutput(limit);
  for (const frame of frames) output.take(frame);
  return output;
}

describe("what a command writes", () => {
  test("comes on a channel for each of its outputs, and an empty message begins each", () => {
    // `sh -c 'echo grüße; echo no >&2'`: channels 1 to 3.
    const frames = [hex("01"), hex("02"), hex("01 6772 c3bc c39f 650a"), hex("02 6e6f 0a"), success];
    const output = outputOf(frames);
    expect([output.stdout.toString(), output.stderr.toString()]).toEqual(["grüße\n", "no\n"]);
    expect([output.end, output.truncated]).toEqual([{ exitCode: 0 }, false]);
  });

  test("is a whole, though a message ends within a character", () => {
    const output = outputOf([hex("01 67 c3"), hex("01 bc"), success]);
    expect(output.stdout.toString()).toBe("gü");
  });

  test("is kept up to a limit, of both outputs together", () => {
    const output = outputOf([hex("01 616263"), hex("02 646566"), hex("01 67"), success], 5);
    expect([output.stdout.toString(), output.stderr.toString(), output.truncated]).toEqual(["abc", "de", true]);
    expect(outputOf([hex("01 616263"), success], 3).truncated).toBe(false);
  });

  test("on channels that nobody knows is left alone", () => {
    const output = outputOf([hex("07 6162"), hex("ff 01"), Buffer.alloc(0)]);
    expect([output.stdout.length, output.stderr.length, output.end]).toEqual([0, 0, null]);
  });
});

describe("the end of a command", () => {
  test.each([
    ["a success", success, { exitCode: 0 }],
    ["an exit code", exit7, { exitCode: 7 }],
    ["a program that is not there", notFound, { failure: expect.stringContaining("executable file not found") }],
    ["nonsense", told("{"), { failure: "the server did not say how the command ended" }],
    ["null", told("null"), { failure: "the server did not say how the command ended" }],
    [
      "an exit code that is none",
      told(
        '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"-"}]}}',
      ),
      { failure: "the command could not be run" },
    ],
  ])("by %s", (_what, frame, end) => {
    expect(outputOf([frame]).end).toEqual(end);
  });
});

describe("what a command is sent", () => {
  test("is its input in pieces, and (by the newest protocol) its end", () => {
    expect(inputFrames(Buffer.from("hi\n"))).toEqual([hex("00 6869 0a")]);
    expect(inputFrames(Buffer.alloc(0))).toEqual([]);
    const large = inputFrames(Buffer.alloc(70_000, 0x78));
    expect(large.map(({ length }) => length)).toEqual([32_769, 32_769, 4_465]);
    expect(large.every((frame) => frame[0] === 0)).toBe(true);
    expect(endOfInput).toEqual(hex("ff 00"));
  });

  test("is the size of its terminal on a channel of its own", () => {
    // {"Width":80,"Height":24}
    expect(resizeFrame({ columns: 80, rows: 24 })).toEqual(
      hex("04 7b22 5769 6474 6822 3a38 302c 2248 6569 6768 7422 3a32 347d"),
    );
  });
});
