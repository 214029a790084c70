import { FairwayError } from "../errors/index.ts";
import type { Clock, Logger, Metrics } from "../telemetry/index.ts";
import type { AuditSink } from "./audit-sink.ts";
import type { AuditEntry, AuditOrigin, AuditPrincipal, AuditRecord, AuditResult, AuditStage } from "./record.ts";

export interface AuditTrailOptions {
  /** Undefined: nothing is written. */
  readonly sink: AuditSink | undefined;
  /** Nothing is sent before a record of it has been written. */
  readonly required: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "audited" | "auditFailed">;
}

/** The trail, for those who do things on behalf of one request. */
export interface Audit {
  /** To be awaited before it is sent. Rejects with READ_ONLY where a record is required and cannot be written. */
  received(entry: AuditEntry): Promise<void>;
  /** Resolves when it is written, or cannot be: what was done has been done. Never rejects. */
  completed(entry: AuditEntry, result: AuditResult): Promise<void>;
}

/** A record that has not been written after this time counts as failed. In milliseconds. */
const writeMs = 5_000;
/** A sink that stands still must not fill the memory. */
const maxWaiting = 10_000;

/** Writes down who tried what, and what became of it: one record for each attempt. */
export class AuditTrail implements AsyncDisposable {
  readonly #options: AuditTrailOptions;
  #waiting = 0;

  constructor(options: AuditTrailOptions) {
    this.#options = options;
  }

  of(origin: AuditOrigin): Audit {
    return {
      received: async (entry) => {
        if (!this.#options.required) return;
        if (await this.#write("RequestReceived", origin, entry)) return;
        throw new FairwayError("READ_ONLY", "Not sent: its audit record cannot be written, and must be");
      },
      completed: async (entry, result) => {
        await this.#write("ResponseComplete", origin, entry, result);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await within(this.#options.clock, this.#options.sink?.close() ?? Promise.resolve()).catch((error) => {
      this.#options.log.error({ err: error }, "The audit log could not be closed in order");
    });
  }

  /** False: it was not, which is in the log, with the record itself. */
  async #write(stage: AuditStage, origin: AuditOrigin, entry: AuditEntry, result?: AuditResult): Promise<boolean> {
    const { sink, clock, log, metrics } = this.#options;
    if (!sink) return true;
    const record: AuditRecord = {
      time: new Date(clock.now()).toISOString(),
      stage,
      ...origin,
      ...(origin.principal && { principal: named(origin.principal) }),
      ...entry,
      ...result,
    };
    try {
      if (this.#waiting >= maxWaiting) throw new Error("Too many audit records wait to be written");
      this.#waiting += 1;
      const written = sink.write(record).finally(() => {
        this.#waiting -= 1;
      });
      await within(clock, written);
      if (result) metrics.audited(result.outcome);
      return true;
    } catch (error) {
      metrics.auditFailed();
      log.error({ err: error, record }, "An audit record could not be written");
      return false;
    }
  }
}

/** Of a person who may have come with more, what a record says. */
function named({ issuer, username, uid, cluster }: AuditPrincipal): AuditPrincipal {
  return { issuer, username, ...(uid !== undefined && { uid }), ...(cluster !== undefined && { cluster }) };
}

async function within(clock: Clock, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  using _limit = clock.after(writeMs, () => late.reject(new Error(`The audit sink took more than ${writeMs} ms`)));
  // When it fails after that, nobody waits for it any more.
  work.catch(() => {});
  await Promise.race([work, late.promise]);
}
