import type { AuditRecord } from "./record.ts";

/** Where audit records go. */
export interface AuditSink {
  /**
   * Called for each record, in their order, and perhaps again before it has resolved. Resolves once the record has left
   * the process. A rejection is logged and counted; the record is not given again.
   */
  write(record: AuditRecord): Promise<void>;
  /** Called once, after the last record. Resolves when nothing waits to be written. */
  close(): Promise<void>;
}
