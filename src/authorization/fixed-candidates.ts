import { attributesOf, type CandidateSource, type Candidates } from "./candidates.ts";

/**
 * For the gateway's own person, whose rights nobody can look up but himself: the namespaces that were configured for a
 * cluster, or none.
 */
export class FixedCandidates implements CandidateSource {
  readonly #namespacesOf: (cluster: string) => readonly string[];

  constructor(namespacesOf: (cluster: string) => readonly string[]) {
    this.#namespacesOf = namespacesOf;
  }

  candidates: CandidateSource["candidates"] = async (_principal, question, verb): Promise<Candidates> => {
    const wanted = attributesOf(question, verb);
    const namespaces = this.#namespacesOf(question.cluster);
    return {
      all: namespaces.map((namespace) => ({ shows: { namespace }, review: { ...wanted, namespace } })),
      complete: false,
    };
  };

  watches(): boolean {
    return false;
  }

  follow(): Disposable {
    return { [Symbol.dispose]: () => {} };
  }
}
