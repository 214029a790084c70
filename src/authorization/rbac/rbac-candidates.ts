import { FairwayError } from "../../errors/index.ts";
import type { Principal } from "../../identity/index.ts";
import { ANY_NAMESPACE, deadline, type Question, type ReadVerb, type Stores } from "../../state/index.ts";
import { attributesOf, type Candidate, type CandidateSource, type Candidates, NAMESPACES } from "../candidates.ts";
import type { ReviewAttributes } from "../review-port.ts";
import { type Bound, ClusterRbac } from "./cluster-rbac.ts";
import { covers, type Rule, subjectKeysOf } from "./rbac-objects.ts";

/** How long the RBAC objects are waited for before every namespace is asked about instead. */
const PATIENCE_MS = 2_000;

/** What the authorizers of a cluster are is asked again after this: it changes with a restart of its API server. */
const AUTHORIZERS_MS = 60_000;

export interface RbacCandidatesOptions {
  /** The gateway's own memory. It needs `rbacIndexes`. */
  readonly stores: Stores;
  /** Whether RBAC says all that is granted: false where another authorizer cannot be asked for its rules. */
  readonly saysAll: (cluster: string, signal: AbortSignal) => Promise<boolean>;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

interface Known {
  readonly rbac: ClusterRbac;
  readonly followers: Set<() => void>;
  readonly ended: AbortController;
  saysAll: boolean | undefined;
  askedAt: number;
}

/**
 * Suggests what the bindings of a cluster seem to give somebody. Where RBAC is not all there is, or cannot be read, each
 * namespace of the cluster is a candidate.
 */
export class RbacCandidates implements CandidateSource, Disposable {
  readonly #options: RbacCandidatesOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: RbacCandidatesOptions) {
    this.#options = options;
  }

  watches(cluster: string): boolean {
    const known = this.#known.get(cluster);
    if (!known) return false;
    // Brought up to date for the next time.
    void this.#saysAll(cluster, known, known.ended.signal);
    return known.saysAll === true && known.rbac.live;
  }

  async candidates(principal: Principal, question: Question, verb: ReadVerb, signal: AbortSignal): Promise<Candidates> {
    const { cluster } = question;
    const known = this.#open(cluster);
    const patience = deadline(PATIENCE_MS, signal);
    const [saysAll] = await Promise.all([this.#saysAll(cluster, known, patience), known.rbac.settled(patience)]);
    const wanted = attributesOf(question, verb);
    const subjects = subjectKeysOf(principal);
    const suggested = () => fromRules(known.rbac.boundTo(subjects), wanted);
    if (saysAll && known.rbac.live) return { all: unique(suggested()), complete: true };
    const namespaces = await this.#namespaces(cluster, deadline(PATIENCE_MS, signal));
    const everywhere = namespaces.map((namespace) => inNamespace(wanted, namespace));
    return { all: unique([...everywhere, ...suggested()]), complete: false };
  }

  follow(principal: Principal, cluster: string, run: () => void): Disposable {
    const known = this.#open(cluster);
    const subjects = subjectKeysOf(principal);
    // Decisions from before the objects are there are asked again soon anyway.
    let wasLive = known.rbac.live;
    let print = wasLive ? known.rbac.print(subjects) : undefined;
    const follower = () => {
      const before = print;
      const isLive = known.rbac.live;
      if (isLive) print = known.rbac.print(subjects);
      // What was decided while they were watched was to last longer than it may without.
      const isLost = wasLive && !isLive;
      wasLive = isLive;
      if (isLost || (before !== undefined && before !== print)) run();
    };
    known.followers.add(follower);
    return {
      [Symbol.dispose]: () => {
        known.followers.delete(follower);
      },
    };
  }

  /** The cluster has left. */
  forget(cluster: string): void {
    const known = this.#known.get(cluster);
    known?.ended.abort();
    known?.rbac[Symbol.dispose]();
    this.#known.delete(cluster);
  }

  [Symbol.dispose](): void {
    for (const cluster of [...this.#known.keys()]) this.forget(cluster);
  }

  #open(cluster: string): Known {
    let known = this.#known.get(cluster);
    if (!known) {
      const followers = new Set<() => void>();
      const rbac = new ClusterRbac(this.#options.stores, cluster);
      rbac.changed.onChange(() => {
        for (const each of [...followers]) each();
      });
      const ended = new AbortController();
      known = { rbac, followers, ended, saysAll: undefined, askedAt: Number.NEGATIVE_INFINITY };
      this.#known.set(cluster, known);
      void this.#saysAll(cluster, known, ended.signal);
    }
    return known;
  }

  /** Never rejects: where it is not known, every namespace is asked about, which is dear and not wrong. */
  async #saysAll(cluster: string, known: Known, signal: AbortSignal): Promise<boolean> {
    const { saysAll, monotonic } = this.#options;
    if (known.saysAll !== undefined && monotonic() - known.askedAt < AUTHORIZERS_MS) return known.saysAll;
    try {
      known.askedAt = monotonic();
      known.saysAll = await saysAll(cluster, signal);
    } catch {
      known.saysAll = undefined;
    }
    return known.saysAll ?? false;
  }

  async #namespaces(cluster: string, signal: AbortSignal): Promise<string[]> {
    const store = this.#options.stores.open({ cluster, resource: NAMESPACES });
    using _lease = store.lease();
    await store.settled(signal);
    if (store.at) return [...store.scan("all")].map(({ name }) => name);
    const { health } = store;
    // Who is not allowed to know them can only go by the rules. Otherwise "none" would be taken for an answer.
    if (health?.state === "stale" && health.error.code === "FORBIDDEN") return [];
    if (health?.state === "stale") throw health.error;
    throw new FairwayError("CLUSTER_SYNCING", "The namespaces are still being loaded", { cluster });
  }
}

/** All of a namespace. A namespace itself is one object, and where it may not be listed it is a candidate by a rule. */
function inNamespace(wanted: ReviewAttributes, namespace: string): Candidate {
  if (!isOfNamespaces(wanted)) return { shows: { namespace }, review: { ...wanted, namespace } };
  // A namespace is listed for those who may do something in it; looking at its pods is the least that anybody does.
  const look = { verb: "list", group: "", resource: "pods", namespace };
  return { shows: { namespace: "", name: namespace }, review: wanted.verb === "get" ? itself(namespace) : look };
}

function* fromRules(bound: Iterable<Bound>, wanted: ReviewAttributes): Iterable<Candidate> {
  for (const { namespace, rules } of bound) {
    if (namespace !== "" && isOfNamespaces(wanted)) {
      const review = wanted.verb === "get" ? itself(namespace) : firstOf(rules, namespace);
      if (review) yield { shows: { namespace: "", name: namespace }, review };
    }
    for (const rule of rules) {
      if (!covers(rule, wanted)) continue;
      const names = rule.resourceNames ?? [];
      // Without names the whole cluster was asked about first.
      if (names.length === 0 && namespace !== "") yield inNamespace(wanted, namespace);
      for (const name of names) {
        const where = namespace === "" ? ANY_NAMESPACE : namespace;
        yield {
          shows: { namespace: where, name },
          review: { ...wanted, name, ...(namespace !== "" && { namespace }) },
        };
      }
    }
  }
}

function isOfNamespaces({ group, resource }: ReviewAttributes): boolean {
  return group === "" && resource === NAMESPACES;
}

function itself(namespace: string): ReviewAttributes {
  return { verb: "get", group: "", resource: NAMESPACES, namespace, name: namespace };
}

/** One thing that these rules let somebody do in the namespace, to be confirmed. */
function firstOf(rules: readonly Rule[], namespace: string): ReviewAttributes | undefined {
  for (const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } of rules) {
    const [verb, group, path] = [verbs[0], apiGroups[0], resources[0]];
    if (verb === undefined || group === undefined || path === undefined) continue;
    const [resource = "", subresource] = path.split("/");
    const [name] = resourceNames;
    return {
      verb: verb === "*" ? "get" : verb,
      group: group === "*" ? "" : group,
      resource: resource === "*" ? "pods" : resource,
      ...(subresource !== undefined && { subresource }),
      namespace,
      ...(name !== undefined && { name }),
    };
  }
  return undefined;
}

function unique(candidates: Iterable<Candidate>): Candidate[] {
  return [...new Map([...candidates].map((each) => [JSON.stringify(each), each])).values()];
}
