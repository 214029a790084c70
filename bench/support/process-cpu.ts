import { readFileSync } from "node:fs";

/** Of `utime` and `stime` in /proc; Linux has had it at 100 for user space on every architecture since 2.4. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has spent since its start, in microseconds: all threads, and the kernel's work on its behalf. */
export function processCpuMicroseconds(pid: number): number {
  return cpuOfStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** Throws when the text is not that of /proc/PID/stat. */
export function cpuOfStat(stat: string): number {
  // The command stands in parentheses and may hold spaces and parentheses of its own.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [fields[11], fields[12]].map(Number);
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error(`no CPU times in ${JSON.stringify(stat)}`);
  return ((Number(user) + Number(system)) / TICKS_PER_SECOND) * 1e6;
}
