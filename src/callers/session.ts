import type { ReviewAttributes } from "../authorization/index.ts";
import type { Identified } from "../identity/index.ts";
import type { Cell, Question, ReadVerb, Visibility } from "../state/index.ts";
import type { Person } from "./person.ts";

/**
 * A caller with what he has shown for it. What he may see is the person's, whatever credential he came with; what he
 * does goes upstream with this one.
 */
export class Session implements Person {
  readonly identified: Identified;
  readonly #person: Person;

  constructor(person: Person, identified: Identified) {
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

  allows(cluster: string, attributes: ReviewAttributes, signal: AbortSignal): Promise<boolean> {
    return this.#person.allows(cluster, attributes, signal);
  }
}
