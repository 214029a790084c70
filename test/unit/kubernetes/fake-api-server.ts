import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ClusterConfig } from "../../../src/kubernetes/index.ts";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

interface FakeObject {
  readonly metadata: Record<string, unknown> & {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
  };
  readonly [field: string]: unknown;
}

interface FakeEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly rv: number;
  readonly object: FakeObject;
}

interface Watch {
  readonly response: ServerResponse;
  readonly namespace: string | undefined;
}

type Handler = (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

/**
 * An API server that serves pods, over real HTTP, and does on request what real ones do on bad days: it loses events,
 * cuts connections in the middle of a line, forgets its history, talks nonsense, freezes, or is restored from a backup.
 */
export class FakeApiServer implements AsyncDisposable {
  readonly requests: SeenRequest[] = [];
  uid = "11111111-2222-3333-4444-555555555555";
  version = "v1.36.3";
  /** What /apis and /api say: aggregated documents, or the older ones. */
  discovery: "aggregated" | "legacy" = "aggregated";
  /** Whether a watch may stream a list; a number is the status that it is refused with. */
  watchList: true | number = true;
  /** Asked first; returns true when it has answered. */
  intercept: Handler | null = null;
  maxConnections = 0;

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<Watch>();
  readonly #objects = new Map<string, FakeObject>();
  readonly #waiting = new Set<() => void>();
  readonly #frozen: (() => void)[] = [];
  #history: FakeEvent[] = [];
  #rv = 100;
  #compactedTo = 0;
  #isFrozen = false;
  #uids = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      this.maxConnections = Math.max(this.maxConnections, this.#sockets.size);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        this.#poke();
      });
    });
  }

  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    await fake.listen(0);
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get rv(): string {
    return String(this.#rv);
  }

  get watches(): number {
    return this.#watches.size;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  config(name = "fake"): ClusterConfig {
    return configFor(`http://127.0.0.1:${this.port}`, name);
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve());
    });
  }

  /** As a killed process: every connection is reset, and nobody listens. Returns the port, to come back on. */
  async kill(): Promise<number> {
    const { port } = this;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#watches.clear();
    await closed;
    return port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.thaw();
    if (this.#server.listening) await this.kill();
  }

  /** Creates or changes a pod, and tells the watches. */
  put(name: string, fields: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): FakeObject {
    const key = `default/${name}`;
    const held = this.#objects.get(key);
    const rv = ++this.#rv;
    const uid = held?.metadata.uid ?? `uid-${++this.#uids}`;
    const object: FakeObject = {
      ...fields,
      metadata: { name, namespace: "default", uid, resourceVersion: String(rv), ...metadata },
    };
    this.#objects.set(key, object);
    this.#record({ type: held ? "MODIFIED" : "ADDED", rv, object });
    return object;
  }

  delete(name: string): void {
    const key = `default/${name}`;
    const held = this.#objects.get(key);
    if (!held) throw new Error(`no pod ${name}`);
    const rv = ++this.#rv;
    this.#objects.delete(key);
    const object = { ...held, metadata: { ...held.metadata, resourceVersion: String(rv) } };
    this.#record({ type: "DELETED", rv, object });
  }

  /** Time goes by in other resources, and the watches are told how far. */
  bookmark(): void {
    this.#rv += 5;
    const object = { kind: "Pod", apiVersion: "v1", metadata: { resourceVersion: String(this.#rv) } };
    this.send(`${JSON.stringify({ type: "BOOKMARK", object })}\n`);
  }

  /** To all watches, as it is. */
  send(text: string | Buffer): void {
    for (const { response } of this.#watches) response.write(text);
  }

  /** Ends all watches in an orderly way. */
  endWatches(): void {
    for (const { response } of this.#watches) response.end();
    this.#watches.clear();
  }

  /** Breaks the connections of all watches; what `lastWords` says is sent before. */
  cutWatches(lastWords = ""): void {
    for (const { response } of this.#watches) {
      if (lastWords) response.write(lastWords);
      // After the words have left, which a reset would overtake.
      response.socket?.destroySoon();
    }
    this.#watches.clear();
  }

  /** Forgets the history up to now: watches from older versions get 410. */
  compact(): void {
    this.#compactedTo = this.#rv;
    this.#history = [];
  }

  /** Goes back to an older version, as after a restore of etcd; versions will be given out again. */
  restore(rv: number, names: readonly string[]): void {
    this.#rv = rv;
    this.#history = [];
    this.#compactedTo = 0;
    for (const [key, object] of this.#objects) if (!names.includes(object.metadata.name)) this.#objects.delete(key);
  }

  /** Takes connections and requests as a stopped process does, and says nothing. */
  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const go of this.#frozen.splice(0)) go();
  }

  /** Resolves when the condition holds; looked at when a request comes or ends, and when a connection does. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Full lists and streamed lists; what asks for one object only does not count. */
  get lists(): readonly SeenRequest[] {
    return this.requests.filter(
      ({ path, query }) =>
        path.endsWith("/pods") &&
        query.get("limit") !== "1" &&
        !query.has("continue") &&
        (!query.has("watch") || query.has("sendInitialEvents")),
    );
  }

  /** Watches that were resumed from a version. */
  get resumes(): readonly SeenRequest[] {
    return this.requests.filter(({ query }) => query.has("watch") && query.has("resourceVersion"));
  }

  #record(event: FakeEvent): void {
    this.#history.push(event);
    for (const watch of this.#watches) this.#write(watch, event);
  }

  #write({ response, namespace }: Watch, { type, object }: FakeEvent): void {
    if (this.#isFrozen || (namespace !== undefined && object.metadata.namespace !== namespace)) return;
    response.write(`${JSON.stringify({ type, object: { kind: "Pod", apiVersion: "v1", ...object } })}\n`);
  }

  #poke(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    let body = "";
    for await (const chunk of request) body += chunk;
    const seen: SeenRequest = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      body,
    };
    this.requests.push(seen);
    this.#poke();
    response.on("close", () => this.#poke());
    if (this.#isFrozen) await new Promise<void>((resolve) => this.#frozen.push(resolve));
    if (!(this.intercept && (await this.intercept(seen, response)))) this.#answer(seen, response);
    this.#poke();
  }

  #answer({ path, query, headers }: SeenRequest, response: ServerResponse): unknown {
    if (path === "/livez") return response.end("ok");
    if (path === "/version") return json(response, 200, { gitVersion: this.version });
    if (path === "/api" || path === "/apis") return json(response, 200, this.#root(path, headers.accept ?? ""));
    if (path === "/api/v1") {
      return json(response, 200, {
        kind: "APIResourceList",
        resources: [legacyPods, { ...legacyPods, name: "pods/log" }],
      });
    }
    if (path === "/apis/apps/v1") {
      const resource = { name: "deployments", kind: "Deployment", singularName: "deployment", namespaced: true };
      return json(response, 200, { kind: "APIResourceList", resources: [{ ...resource, verbs: ["list", "watch"] }] });
    }
    if (path === "/api/v1/namespaces/kube-system") {
      return json(response, 200, { metadata: { name: "kube-system", uid: this.uid } });
    }
    const pods = path.match(/^\/api\/v1\/(?:namespaces\/([^/]+)\/)?pods$/);
    if (!pods) return status(response, 404, "NotFound", "the server could not find the requested resource");
    if (query.has("watch")) return this.#watch(response, query, pods[1]);
    return this.#list(response, query, pods[1]);
  }

  #root(path: string, accept: string): unknown {
    if (this.discovery === "legacy" || !accept.includes("APIGroupDiscoveryList")) {
      if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
      const v1 = { groupVersion: "apps/v1", version: "v1" };
      return { kind: "APIGroupList", groups: [{ name: "apps", versions: [v1], preferredVersion: v1 }] };
    }
    const verbs = ["create", "delete", "get", "list", "patch", "watch"];
    const resource = (resource: string, kind: string, shortNames: string[]) => {
      return {
        resource,
        responseKind: { kind },
        scope: "Namespaced",
        singularResource: kind.toLowerCase(),
        verbs,
        shortNames,
      };
    };
    const items =
      path === "/api"
        ? [{ metadata: {}, versions: [{ version: "v1", resources: [resource("pods", "Pod", ["po"])] }] }]
        : [
            {
              metadata: { name: "apps" },
              versions: [{ version: "v1", resources: [resource("deployments", "Deployment", ["deploy"])] }],
            },
          ];
    return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", items };
  }

  #in(namespace: string | undefined): FakeObject[] {
    return [...this.#objects.values()].filter((o) => namespace === undefined || o.metadata.namespace === namespace);
  }

  #list(response: ServerResponse, query: URLSearchParams, namespace: string | undefined): unknown {
    const token = query.get("continue");
    const [rv, start] = token ? token.split(":").map(Number) : [this.#rv, 0];
    if (rv === undefined || start === undefined || rv < this.#compactedTo) return expired(response);
    const all = this.#in(namespace);
    const limit = Number(query.get("limit") ?? 0) || all.length;
    const end = start + limit;
    const metadata = { resourceVersion: String(rv), ...(end < all.length && { continue: `${rv}:${end}` }) };
    return json(response, 200, { kind: "PodList", apiVersion: "v1", metadata, items: all.slice(start, end) });
  }

  #watch(response: ServerResponse, query: URLSearchParams, namespace: string | undefined): unknown {
    const initial = query.get("sendInitialEvents") === "true";
    if (initial && this.watchList !== true) {
      const message =
        "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the feature is enabled";
      return status(response, this.watchList, "Invalid", message);
    }
    const from = Number(query.get("resourceVersion") ?? 0);
    if (!initial && from < this.#compactedTo) return expired(response);
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const watch = { response, namespace };
    if (initial) {
      for (const object of this.#in(namespace)) this.#write(watch, { type: "ADDED", rv: 0, object });
      response.write(`${JSON.stringify(endOfInitialEvents(this.rv))}\n`);
    } else for (const event of this.#history) if (event.rv > from) this.#write(watch, event);
    this.#watches.add(watch);
    return response.on("close", () => this.#watches.delete(watch));
  }
}

const legacyPods = {
  name: "pods",
  kind: "Pod",
  singularName: "pod",
  namespaced: true,
  verbs: ["list", "watch"],
  shortNames: ["po"],
};

export function endOfInitialEvents(rv: string) {
  const annotations = { "k8s.io/initial-events-end": "true" };
  return {
    type: "BOOKMARK",
    object: { kind: "Pod", apiVersion: "v1", metadata: { resourceVersion: rv, annotations } },
  };
}

export function json(response: ServerResponse, code: number, body: unknown): ServerResponse {
  return response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export function status(response: ServerResponse, code: number, reason: string, message: string): ServerResponse {
  return json(response, code, { kind: "Status", apiVersion: "v1", status: "Failure", reason, message, code });
}

export function expired(response: ServerResponse): ServerResponse {
  return status(response, 410, "Expired", "too old resource version");
}

export function configFor(server: string, name = "fake"): ClusterConfig {
  const sources = { tls: { insecure: false }, user: { name: `${name}/user`, token: "canary-token" } };
  return { name, server, credentials: () => sources };
}
