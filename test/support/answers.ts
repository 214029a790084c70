import { Answers, type AnswersOptions } from "../../src/api/index.ts";

/** Answers are kept, as in a gateway of its own. */
export function answers(options: Partial<AnswersOptions> = {}): Answers {
  return new Answers({ maxBytes: 16 * 1024 * 1024, idleMs: 15_000, monotonic: () => performance.now(), ...options });
}
