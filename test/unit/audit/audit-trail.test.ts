import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AuditRecord, AuditTrail, jsonLines, jsonLinesFile, openAuditSink } from "../../../src/audit/index.ts";
import { createLogger, Metrics, systemClock } from "../../../src/telemetry/index.ts";
import { RecordedAudit } from "../../support/recorded-audit.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "fairway-audit-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const origin = { requestId: "r-1", transport: "http", principal: { issuer: "https://idp", username: "alice" } };
const entry = {
  action: "mutation",
  operation: { type: "mutation", name: "Scale", field: "deploymentScale" },
  verb: "patch",
  object: { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" },
  dryRun: false,
} as const;
const record = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  time: "2026-11-26T03:00:00.000Z",
  stage: "ResponseComplete",
  ...origin,
  ...entry,
  outcome: "ok",
  ...more,
});

describe("a file of JSON lines", () => {
  test("is for its owner's eyes, keeps what it has, and has each record on a line, in order", async () => {
    const path = join(dir, "audit.log");
    for (const first of [0, 50]) {
      const sink = jsonLinesFile(path);
      const writes = Array.from({ length: 50 }, (_, n) => sink.write(record({ requestId: `r-${first + n}` })));
      await sink.close();
      await Promise.all(writes);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const read = lines.map((line) => JSON.parse(line) as AuditRecord & { name: string });
    expect(read.map(({ requestId }) => requestId)).toEqual(Array.from({ length: 100 }, (_, n) => `r-${n}`));
    expect(read[0]).toEqual({ name: "fairway-audit", ...record({ requestId: "r-0" }) });
  });

  test("begins a new line after one that was torn", async () => {
    const taken: string[] = [];
    let isFull = true;
    const sink = jsonLines(async (line) => {
      if (isFull) throw new Error("ENOSPC");
      taken.push(line);
    });
    await expect(sink.write(record())).rejects.toThrow("ENOSPC");
    isFull = false;
    await sink.write(record({ requestId: "r-2" }));
    expect(taken.map((line) => JSON.parse(line).requestId)).toEqual(["r-2"]);
  });

  test.each([
    ["a folder that is not there", { sink: "file", file: "/nowhere/at/all/audit.log", required: false }, "ENOENT"],
    ["no place", { sink: "file", file: undefined, required: false }, "audit.file: is missing"],
    ["a place without the sink", { sink: "stdout", file: "/nowhere/audit.log", required: false }, "alone"],
    ["a demand without a sink", { sink: "none", file: undefined, required: true }, "audit.required"],
  ] as const)("%s is a CONFIG_INVALID", (_what, settings, message) => {
    const error = expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(message) });
    expect(() => openAuditSink(settings, async () => {})).toThrow(error);
    expect(existsSync("/nowhere")).toBe(false);
  });
});

describe("the trail", () => {
  test("says of a person who it is, and nothing that came along", async () => {
    const audit = new RecordedAudit();
    const canary = { groups: ["canary-group"], extra: { key: ["canary-extra"] }, token: "canary-token" };
    const principal = { ...origin.principal, uid: "u-7", cluster: "alpha", ...canary };
    await audit.trail.of({ ...origin, principal }).completed(entry, { outcome: "FORBIDDEN", status: 403 });
    expect(audit.records).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        stage: "ResponseComplete",
        ...origin,
        principal: { ...origin.principal, uid: "u-7", cluster: "alpha" },
        ...entry,
        outcome: "FORBIDDEN",
        status: 403,
      },
    ]);
    expect(await audit.metric('fairway_audit_records_total{outcome="FORBIDDEN"}')).toBe(1);
  });

  test("on a full disk goes on, and the log and a metric tell of it", async () => {
    const logged: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void logged.push(JSON.parse(line)) };
    const metrics = new Metrics();
    const log = createLogger({ level: "error", destination });
    await using trail = new AuditTrail({
      sink: jsonLinesFile("/dev/full"),
      required: false,
      clock: systemClock,
      log,
      metrics,
    });
    const audit = trail.of(origin);
    await audit.received(entry);
    await audit.completed(entry, { outcome: "ok" });
    expect(logged).toMatchObject([{ level: "error", record: { ...origin, ...entry, outcome: "ok" } }]);
    expect(await metrics.expose()).toMatch(/^fairway_audit_failures_total 1$/m);
  });

  test("where a record is required lets nothing pass before it is written, and counts it once it is done", async () => {
    const audit = new RecordedAudit(true);
    const { received, completed } = audit.trail.of(origin);
    await received(entry);
    await completed(entry, { outcome: "ok" });
    expect(audit.records.map(({ stage, outcome }) => [stage, outcome])).toEqual([
      ["RequestReceived", undefined],
      ["ResponseComplete", "ok"],
    ]);
    expect(await audit.metric('fairway_audit_records_total{outcome="ok"}')).toBe(1);
    audit.write = () => Promise.reject(new Error("ENOSPC"));
    await expect(received(entry)).rejects.toMatchObject({ code: "READ_ONLY" });
    expect(await audit.metric("fairway_audit_failures_total")).toBe(1);
  });

  test("gives up a sink that stands still after five seconds, and takes no more than it can keep", async () => {
    const audit = new RecordedAudit();
    const timers = new Set<{ readonly ms: number; readonly run: () => void }>();
    const after = (ms: number, run: () => void) => {
      const timer = { ms, run };
      timers.add(timer);
      return { [Symbol.dispose]: () => timers.delete(timer) };
    };
    const expire = () => {
      expect(new Set([...timers].map(({ ms }) => ms))).toEqual(new Set([5_000]));
      for (const { run } of timers) run();
    };
    let asked = 0;
    const stuck = { write: () => new Promise<void>(() => (asked += 1)), close: () => new Promise<void>(() => {}) };
    const log = createLogger({
      level: "error",
      destination: { write: (line) => void audit.logged.push(JSON.parse(line)) },
    });
    const { metrics } = audit;
    const trail = new AuditTrail({
      sink: stuck,
      required: false,
      clock: { ...systemClock, after },
      log,
      metrics,
    });
    const all = Array.from({ length: 10_001 }, () => trail.of(origin).completed(entry, { outcome: "ok" }));
    expect(asked).toBe(10_000);
    await all.at(-1);
    expect(audit.logged).toHaveLength(1);
    expire();
    await Promise.all(all);
    expect(timers.size).toBe(0);
    expect(await audit.metric("fairway_audit_failures_total")).toBe(10_001);
    const closing = trail[Symbol.asyncDispose]();
    expire();
    await closing;
    expect(audit.logged.at(-1)).toMatchObject({ level: "error" });
  });
});
