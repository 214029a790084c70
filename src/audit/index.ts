export type { AuditSink } from "./audit-sink.ts";
export { type Audit, AuditTrail, type AuditTrailOptions } from "./audit-trail.ts";
export { isDenial } from "./denials.ts";
export { jsonLines, jsonLinesFile } from "./json-lines.ts";
export { type AuditSinkSettings, openAuditSink } from "./open-audit-sink.ts";
export type {
  AuditAction,
  AuditEntry,
  AuditObject,
  AuditOperation,
  AuditOrigin,
  AuditPrincipal,
  AuditRecord,
  AuditResult,
  AuditStage,
} from "./record.ts";
