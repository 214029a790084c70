import type { Identified } from "../identity/index.ts";
import type { Caller, Cell, Question, ReadVerb, Visibility } from "../state/index.ts";

/**
 * A caller with what he has shown for it. What he may see is the person's, whatever credential he came with; what he
 * does goes upstream with this one.
 */
export class Session implements Caller {
  readonly identified: Identified;
  readonly #person: Caller;

  constructor(person: Caller, identified: Identified) {
    this.#person = person;
    this.identified = identified;
  }

  get id(): string {
    return this.#person.id;
  }

  get changed(): Cell {
    return this.#person.changed;
  }

  visibility(question: Question, verb: ReadVerb): Visibility | "unknown" {
    return this.#person.visibility(question, verb);
  }

  resolve(question: Question, verb: ReadVerb, signal: AbortSignal): Promise<void> {
    return this.#person.resolve(question, verb, signal);
  }
}
