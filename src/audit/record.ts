import type { ErrorCode } from "../errors/index.ts";

/**
 * `mutation`: something was to be changed. `secretRead`: the value of a secret was to be shown. `exec`: a command was to
 * be run in a container. `request`: what was refused before it was known what it would do, or a read that was denied.
 */
export type AuditAction = "mutation" | "secretRead" | "exec" | "request";

/** As in the audit log of an API server: written before it is sent, or when it is known what became of it. */
export type AuditStage = "RequestReceived" | "ResponseComplete";

/** Who it was, as verified. No groups: they are long, and the user name finds them. */
export interface AuditPrincipal {
  readonly issuer: string;
  readonly username: string;
  readonly uid?: string;
  /** Where the person counts in one cluster alone. */
  readonly cluster?: string;
}

/** The object that it was about, as far as that is known. */
export interface AuditObject {
  readonly cluster?: string;
  /** As in `apps/deployments`, `pods`. */
  readonly resource?: string;
  /** Absent for what lives in no namespace. */
  readonly namespace?: string;
  readonly name?: string;
}

export interface AuditOperation {
  readonly type: "query" | "mutation" | "subscription";
  /** The client's own name for it. */
  readonly name?: string;
  /** The root field. Absent for reads, which several may have in common. */
  readonly field?: string;
}

/** What was tried: the part of a record that is known before it is done. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly operation?: AuditOperation;
  /** As the API server calls it: `patch`, `delete`, `get`. */
  readonly verb?: string;
  readonly object?: AuditObject;
  readonly dryRun?: boolean;
}

/** What became of it. */
export interface AuditResult {
  /** `ok`, or the code that the caller was answered with. */
  readonly outcome: "ok" | ErrorCode;
  /** The HTTP status of the API server's refusal. */
  readonly status?: number;
}

/** Whose request it was. */
export interface AuditOrigin {
  readonly requestId: string;
  readonly transport: string;
  /** Absent where it was refused before that was known. */
  readonly principal?: AuditPrincipal;
}

/** One line of the audit log. It holds no token, no header, no value of a variable but the object's place, no manifest. */
export interface AuditRecord extends AuditOrigin, AuditEntry, Partial<AuditResult> {
  /** When it was written, in UTC. */
  readonly time: string;
  readonly stage: AuditStage;
}
