import { appendFile, closeSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { FairwayError } from "../errors/index.ts";
import type { AuditSink } from "./audit-sink.ts";
import type { AuditRecord } from "./record.ts";

const append = promisify(appendFile);

/** Each record as one line of JSON, handed to `emit` one after the other. */
export function jsonLines(emit: (line: string) => Promise<void>, close = async () => {}): AuditSink {
  let last: Promise<void> = Promise.resolve();
  return {
    write: (record) => {
      const line = lineOf(record);
      const written = last.then(() => emit(line));
      last = written.catch(() => {});
      return written;
    },
    close: async () => {
      await last;
      await close();
    },
  };
}

/**
 * Appends to a file, which is made where it is missing, for its owner's eyes alone. Throws CONFIG_INVALID where it cannot
 * be opened. It stays open: what rotates it copies and truncates.
 */
export function jsonLinesFile(path: string): AuditSink {
  const file = open(path);
  let isTorn = false;
  const emit = async (line: string) => {
    // A disk that is full may have taken half of a line. Readers skip that one, and the next stands by itself.
    const start = isTorn ? "\n" : "";
    isTorn = true;
    await append(file, `${start}${line}\n`);
    isTorn = false;
  };
  return jsonLines(emit, async () => closeSync(file));
}

function open(path: string): number {
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    const message = `audit.file: ${JSON.stringify(path)} cannot be opened (${reason})`;
    throw new FairwayError("CONFIG_INVALID", message, { field: "audit.file", cause: error });
  }
}

/** In the order that people read it: when, what became of it, who, what, where. The name tells it from lines of the log. */
function lineOf({ time, stage, outcome, status, requestId, transport, principal, ...entry }: AuditRecord): string {
  const { action, operation, verb, object, dryRun } = entry;
  const record: AuditRecord = {
    time,
    stage,
    ...(outcome && { outcome }),
    ...(status && { status }),
    requestId,
    transport,
    ...(principal && { principal }),
    action,
    ...(operation && { operation }),
    ...(verb && { verb }),
    ...(object && { object }),
    ...(dryRun !== undefined && { dryRun }),
  };
  return JSON.stringify({ name: "fairway-audit", ...record });
}
