import { expect, test } from "vitest";
import { cpuOfStat, processCpuMicroseconds } from "../../../bench/support/process-cpu.ts";

test("the CPU times of a process are read wherever its command ends", () => {
  const rest = "S 1 2 3 0 -1 4194560 900 0 1 0 125 50 0 0 20 0 12 0 100 0 0";
  expect(cpuOfStat(`42 (kube-apiserver) ${rest}`)).toBe(1_750_000);
  expect(cpuOfStat(`42 (a ) b (c) ${rest}`)).toBe(1_750_000);
});

test.each(["", "42", "42 (x) S 1 2", "42 (x) S 1 2 3 0 -1 4 900 0 1 0 user system"])("%j is no such text", (text) => {
  expect(() => cpuOfStat(text)).toThrow("no CPU times");
});

test("this process has used some, and does not use less later", () => {
  const before = processCpuMicroseconds(process.pid);
  expect(before).toBeGreaterThan(0);
  expect(processCpuMicroseconds(process.pid)).toBeGreaterThanOrEqual(before);
});
