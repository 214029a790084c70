import { inParallel } from "../support/in-parallel.ts";
import type { DirectApi } from "./direct.ts";
import { type Kind, namespaceKind, objectPathOf, pathOf } from "./kinds.ts";
import { keyOf, type World } from "./world.ts";

type Keys = ReadonlySet<string>;

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace?: string } }[];
}

/**
 * What one API server shows to the owner of one token, found out by real requests: for lists and watches those of the
 * whole cluster, else of each namespace, else on each name; for gets one of each object. Objects are `namespace/name`.
 */
export class DirectAnswers {
  readonly #api: DirectApi;
  readonly #token: string;
  readonly #world: World;
  readonly #known = new Map<string, Promise<Keys>>();
  #authenticated: Promise<boolean> | undefined;
  /** How often a list was granted, by how far it went. */
  readonly granted = { cluster: 0, namespace: 0, name: 0 };

  constructor(api: DirectApi, token: string, world: World) {
    this.#api = api;
    this.#token = token;
    this.#world = world;
  }

  list(kind: Kind): Promise<Keys> {
    return this.#once(`list ${kind.resource}`, () =>
      this.#widest(kind, async (path, level) => {
        const { status, body } = await this.#api.ask(this.#token, "GET", path);
        if (!this.#granted(status, path)) return undefined;
        this.granted[level] += 1;
        return (body as Listed).items.map(({ metadata }) => keyOf(metadata));
      }),
    );
  }

  /** What a watch covers. The streams are real ones, and closed before anything comes. */
  watch(kind: Kind): Promise<Keys> {
    return this.#once(`watch ${kind.resource}`, () =>
      this.#widest(kind, async (path, _level, covered) => {
        const watch = `${path}${path.includes("?") ? "&" : "?"}watch=1`;
        const status = await this.#api.opens(this.#token, watch);
        return this.#granted(status, path) ? covered : undefined;
      }),
    );
  }

  /** What a subscription may show: deltas need both. */
  async streamed(kind: Kind): Promise<Keys> {
    const [list, watch] = await Promise.all([this.list(kind), this.watch(kind)]);
    return new Set([...list].filter((key) => watch.has(key)));
  }

  /**
   * The namespaces that a list, or a stream, shows: beside those that he may list or watch, those in which something is
   * bound to him (docs/decisions/0023).
   */
  async namespaces(verb: "list" | "streamed"): Promise<Keys> {
    const [list, watch, bound] = await Promise.all([
      this.list(namespaceKind),
      this.watch(namespaceKind),
      this.#once("bound", () => this.#boundNamespaces()),
    ]);
    const listed = new Set([...list, ...bound]);
    if (verb === "list") return listed;
    return new Set([...listed].filter((key) => watch.has(key) || bound.has(key)));
  }

  get(kind: Kind): Promise<Keys> {
    return this.#once(`get ${kind.resource}`, async () => {
      const keys = await inParallel(this.#objectsOf(kind), async ({ namespace, name }) => {
        const path = objectPathOf(kind, namespace, name);
        const { status } = await this.#api.ask(this.#token, "GET", path);
        return this.#granted(status, path) ? [keyOf({ namespace, name })] : [];
      });
      return new Set(keys.flat());
    });
  }

  /** "allowed", "forbidden", or what else the API server says to a request of his. */
  async write(method: string, path: string, body?: unknown, contentType?: string): Promise<string> {
    if (!(await this.authenticated())) return "forbidden";
    const { status } = await this.#api.ask(this.#token, method, path, body, contentType);
    if (status < 300) return "allowed";
    return status === 403 ? "forbidden" : String(status);
  }

  /** False: to this cluster the token is nobody's. */
  async authenticated(): Promise<boolean> {
    this.#authenticated ??= this.#api.knows(this.#token);
    return this.#authenticated;
  }

  /** Where the API server counts more rules for him than it does where there is nothing. */
  async #boundNamespaces(): Promise<Keys> {
    const rules = async (namespace: string) => {
      const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } };
      const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
      const { body } = await this.#api.ask(this.#token, "POST", path, review);
      return (body as { status: { resourceRules: unknown[] } }).status.resourceRules.length;
    };
    const nowhere = await rules("there-is-no-such-namespace");
    const bound = await inParallel(this.#objectsOf(namespaceKind), async ({ name }) =>
      (await rules(name)) > nowhere ? [keyOf({ name })] : [],
    );
    return new Set(bound.flat());
  }

  async #once(what: string, find: () => Promise<Keys>): Promise<Keys> {
    if (!(await this.authenticated())) return new Set();
    let known = this.#known.get(what);
    if (!known) {
      known = find();
      this.#known.set(what, known);
    }
    return known;
  }

  async #widest(
    kind: Kind,
    ask: (
      path: string,
      level: "cluster" | "namespace" | "name",
      covered: readonly string[],
    ) => Promise<readonly string[] | undefined>,
  ): Promise<Keys> {
    const objects = this.#objectsOf(kind);
    const all = await ask(pathOf(kind), "cluster", objects.map(keyOf));
    if (all) return new Set(all);
    const named = async (namespace: string, names: readonly string[]) => {
      const found = await inParallel(names, (name) => {
        const path = `${pathOf(kind, namespace)}?fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
        return ask(path, "name", [keyOf({ namespace, name })]);
      });
      return found.flatMap((each) => each ?? []);
    };
    const byNamespace = Map.groupBy(objects, ({ namespace }) => namespace);
    const parts = await inParallel([...byNamespace], async ([namespace, inside]) => {
      const names = inside.map(({ name }) => name);
      if (!kind.namespaced) return named("", names);
      return (await ask(pathOf(kind, namespace), "namespace", inside.map(keyOf))) ?? named(namespace, names);
    });
    return new Set(parts.flat());
  }

  #objectsOf(kind: Kind) {
    return this.#world.objects.filter((object) => object.kind === kind);
  }

  #granted(status: number, path: string): boolean {
    if (status === 200) return true;
    if (status === 403) return false;
    throw new Error(`${this.#api.cluster} answered ${status} to GET ${path}`);
  }
}
