import { setTimeout as delay } from "node:timers/promises";
import type { User } from "../data/users.ts";
import { ApiError, badRequest } from "../storage/status.ts";

/** What somebody does, or asks whether they may. Absent: any. */
export interface Action {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** A rule that makes a cluster misbehave; each of the fields that are given has to fit. */
export interface Fault {
  /** `delay` waits `ms`; `refuse` cuts the connection; `answer` sends a Status of `code`; `forbid` is a 403. */
  readonly action: "delay" | "refuse" | "answer" | "forbid";
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly user?: string;
  /** The beginning of the request's path. */
  readonly path?: string;
  readonly ms?: number;
  readonly code?: number;
  /** How many requests it hits; absent: all. */
  readonly times?: number;
}

const actions = ["delay", "refuse", "answer", "forbid"];
const texts = ["verb", "group", "resource", "namespace", "user", "path"] as const;

export class Faults {
  #rules: { readonly fault: Fault; left: number }[] = [];

  get list(): readonly Fault[] {
    return this.#rules.map(({ fault }) => fault);
  }

  add(body: Readonly<Record<string, unknown>>): void {
    if (!actions.includes(String(body.action))) throw badRequest(`action must be one of ${actions.join(", ")}`);
    for (const field of texts) {
      if (body[field] !== undefined && typeof body[field] !== "string") throw badRequest(`${field} must be a text`);
    }
    for (const field of ["ms", "code", "times"] as const) {
      if (body[field] !== undefined && !Number.isInteger(body[field])) throw badRequest(`${field} must be an integer`);
    }
    const fault = body as unknown as Fault;
    this.#rules.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Does to a request what the rules say. Resolves to false where it is not to be answered at all. */
  async apply(path: string, user: User, action: Action | undefined): Promise<boolean> {
    for (const rule of [...this.#rules]) {
      const { fault } = rule;
      if (fault.action === "forbid" || !fits(fault, user, action) || !path.startsWith(fault.path ?? "")) continue;
      rule.left -= 1;
      if (rule.left <= 0) this.#rules = this.#rules.filter((each) => each !== rule);
      if (fault.action === "refuse") return false;
      if (fault.action === "delay") await delay(fault.ms ?? 1_000);
      else throw answerOf(fault.code ?? 503);
    }
    return true;
  }

  /** Everybody may do everything, but for what the rules forbid. */
  allows(user: User, action: Action): boolean {
    return !this.#rules.some(({ fault }) => fault.action === "forbid" && fits(fault, user, action));
  }
}

function fits(fault: Fault, user: User, action: Action | undefined): boolean {
  const { verb, group, resource, namespace } = fault;
  return (
    (fault.user === undefined || fault.user === user.username) &&
    (verb === undefined || verb === action?.verb) &&
    (group === undefined || group === action?.group) &&
    (resource === undefined || resource === action?.resource) &&
    (namespace === undefined || namespace === action?.namespace)
  );
}

function answerOf(code: number): ApiError {
  const reasons: Readonly<Record<number, string>> = {
    401: "Unauthorized",
    410: "Expired",
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
    504: "Timeout",
  };
  const details = code === 429 || code >= 500 ? { retryAfterSeconds: 1 } : undefined;
  return new ApiError(code, reasons[code], `a fault of the sandbox, set by a test: ${code}`, details);
}
