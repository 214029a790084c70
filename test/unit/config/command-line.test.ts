import { expect, test } from "vitest";
import { readCommandLine, usage } from "../../../src/config/index.ts";

test("flags are read in both forms", () => {
  const args = ["--port=1", "--host", "::1", "--config", "c", "--kubeconfig=k", "--allow-writes"];
  expect(readCommandLine(args)).toEqual({
    kind: "run",
    flags: { port: "1", host: "::1", config: "c", kubeconfig: "k", "allow-writes": true },
  });
});

test("no flags are a run", () => {
  expect(readCommandLine([])).toEqual({ kind: "run", flags: {} });
});

test.each([
  [["--help"], "help"],
  [["-h", "--port", "1"], "help"],
  [["--version"], "version"],
])("%j asks for %s", (args, kind) => {
  expect(readCommandLine(args).kind).toBe(kind);
});

test.each([
  [["--bogus"], "Unknown option '--bogus'"],
  [["extra"], "Unexpected argument 'extra'"],
  [["--port"], "Option '--port <value>' argument missing"],
  [["--allow-writes=yes"], "Option '--allow-writes' does not take an argument"],
])("%j is refused in one line", (args, message) => {
  expect(readCommandLine(args)).toEqual({ kind: "refused", message });
});

test("the usage names every flag", () => {
  for (const flag of ["config", "host", "port", "kubeconfig", "allow-writes", "help", "version"]) {
    expect(usage).toContain(`--${flag}`);
  }
});
