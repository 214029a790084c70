import { type AuditRecord, AuditTrail } from "../../src/audit/index.ts";
import { createLogger, Metrics, systemClock } from "../../src/telemetry/index.ts";

/** A trail whose records a test reads; as in the gateway, but for where they go. */
export class RecordedAudit {
  readonly records: AuditRecord[] = [];
  /** Of what could not be written. */
  readonly logged: Record<string, unknown>[] = [];
  readonly metrics = new Metrics();
  readonly trail: AuditTrail;
  /** What the sink does with a record. */
  write: (record: AuditRecord) => Promise<void> = async (record) => void this.records.push(record);

  constructor(required = false) {
    const destination = { write: (line: string) => void this.logged.push(JSON.parse(line)) };
    this.trail = new AuditTrail({
      sink: { write: (record) => this.write(record), close: async () => {} },
      required,
      clock: systemClock,
      log: createLogger({ level: "error", destination }),
      metrics: this.metrics,
    });
  }

  /** As in `fairway_audit_failures_total`, or with labels. */
  async metric(series: string): Promise<number> {
    const line = (await this.metrics.expose()).split("\n").find((each) => each.startsWith(`${series} `));
    return Number(line?.split(" ").at(-1) ?? 0);
  }
}
