import { type Caller, Cell, type ReadVerb, type Scope, type Visibility } from "../../src/state/index.ts";

const none: ReadonlySet<string> = new Set();

export const seesAll: Visibility = {
  all: true,
  namespaces: none,
  nothing: false,
  admits: () => true,
  fingerprint: "*",
};

export const seesNothing: Visibility = {
  all: false,
  namespaces: none,
  nothing: true,
  admits: () => false,
  fingerprint: "-",
};

const interned = new Map<string, Visibility>();

export function seesNamespaces(...names: readonly string[]): Visibility {
  const fingerprint = [...new Set(names)].sort().join(",");
  if (fingerprint === "") return seesNothing;
  let known = interned.get(fingerprint);
  if (!known) {
    const namespaces = new Set(names);
    const admits = (namespace: string) => namespaces.has(namespace);
    known = { all: false, namespaces, nothing: false, admits, fingerprint };
    interned.set(fingerprint, known);
  }
  return known;
}

type Answer = Visibility | "unknown";

/** Sees everything, until a test says something else about a cluster, a resource or a verb. */
export class SwitchableCaller implements Caller {
  readonly id: string;
  readonly changed = new Cell();
  /** How often each question was put to `resolve`, as `list alpha toys`. */
  readonly asked: string[] = [];
  /** What `resolve` does for a question; absent, it finds out what `learned` says, or rejects nothing. */
  onResolve: (scope: Scope, verb: ReadVerb, signal: AbortSignal) => Promise<void> = async () => {};
  readonly #answers = new Map<string, Answer>();

  constructor(id = "somebody") {
    this.id = id;
  }

  visibility(scope: Scope, verb: ReadVerb): Answer {
    const { cluster, resource } = scope;
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
