import { seesAll, seesNothing, seesNamespaces as seesThese } from "../../src/authorization/index.ts";
import { type Caller, Cell, type Question, type ReadVerb, type Scope, type Visibility } from "../../src/state/index.ts";

export { seesAll, seesNothing };

export function seesNamespaces(...names: readonly string[]): Visibility {
  return seesThese(names);
}

type Answer = Visibility | "unknown";

/** Sees everything, until a test says something else about a cluster, a resource or a verb. */
export class SwitchableCaller implements Caller {
  id: string;
  readonly changed = new Cell();
  /** How often each question was put to `resolve`, as `list alpha toys`. */
  readonly asked: string[] = [];
  /** What `resolve` does for a question; absent, it finds out what `learned` says, or rejects nothing. */
  onResolve: (scope: Scope, verb: ReadVerb, signal: AbortSignal) => Promise<void> = async () => {};
  readonly #answers = new Map<string, Answer>();

  constructor(id = "somebody") {
    this.id = id;
  }

  /** Of a subresource, `pods/log` is what to say something about. */
  visibility({ cluster, resource: whole, subresource }: Question, verb: ReadVerb): Answer {
    const resource = subresource === undefined ? whole : `${whole}/${subresource}`;
    for (const key of [`${verb} ${cluster} ${resource}`, `* ${cluster} ${resource}`, `* ${cluster} *`]) {
      const answer = this.#answers.get(key);
      if (answer) return answer;
    }
    return seesAll;
  }

  async resolve(scope: Scope, verb: ReadVerb, signal: AbortSignal): Promise<void> {
    this.asked.push(`${verb} ${scope.cluster} ${scope.resource}`);
    await this.onResolve(scope, verb, signal);
  }

  /** Sets an answer and tells everybody. */
  sees(answer: Answer, cluster: string, resource = "*", verb: ReadVerb | "*" = "*"): void {
    this.#answers.set(`${verb} ${cluster} ${resource}`, answer);
    this.changed.touch();
  }
}
