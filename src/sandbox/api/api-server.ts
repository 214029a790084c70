import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { User } from "../data/users.ts";
import type { Kind } from "../storage/kind.ts";
import type { Registry } from "../storage/registry.ts";
import { ApiError, forbidden } from "../storage/status.ts";
import { type ApiRequest, readApiRequest } from "./api-request.ts";
import { type Controlled, control } from "./control.ts";
import { discoveryDocument, reviews } from "./discovery.ts";
import type { Action } from "./faults.ts";
import { identify } from "./identity.ts";
import { listPage } from "./list.ts";
import { readListOptions } from "./list-options.ts";
import { type Accepted, readAccept, shapeList, shapeObject } from "./negotiation.ts";
import { sendError, sendJson, sendText } from "./reply.ts";
import { review } from "./reviews.ts";
import { scaleOf } from "./scale.ts";
import { Watch } from "./watch.ts";
import { readBodyObject, readDeleteOptions, write } from "./write.ts";

/** The cluster behind a server. What it holds may be replaced as a whole, by a reset. */
export interface Served extends Controlled {
  readonly registry: Registry;
  readonly kinds: readonly Kind[];
  readonly version: object;
}

const longestBody = 3 * 1024 * 1024;
const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const open = new Set(["/livez", "/readyz", "/healthz", "/version"]);

/** One cluster's API on a port of its own, on loopback alone. */
export class ApiServer {
  readonly #cluster: Served;
  readonly #server: Server;
  readonly #watches = new Set<Watch>();

  constructor(cluster: Served) {
    this.#cluster = cluster;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => sendError(response, error));
    });
    // Longer than clients keep an idle connection, so that none sends a request into one that is just being closed.
    this.#server.keepAliveTimeout = 120_000;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve());
    });
  }

  dropWatches(): void {
    for (const watch of this.#watches) watch.drop();
  }

  expireWatches(): void {
    for (const watch of this.#watches) watch.expire();
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", headers } = request;
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    // A name that somebody points at loopback must not make a browser's pages readers of this.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? "")) {
      throw new ApiError(403, "Forbidden", "a sandbox is asked under 127.0.0.1 or localhost");
    }
    const body = await readBody(request);
    const path = url.pathname.replace(/(.)\/+$/, "$1");
    if (path === "/sandbox" || path.startsWith("/sandbox/")) {
      control(request, response, path, body, this.#cluster);
      return;
    }
    checkContentType(request);
    const user = identify(headers);
    const target = this.#target(method, path, url);
    const { faults } = this.#cluster;
    if (!(await faults.apply(path, user, target && actionOf(target)))) {
      request.socket.destroy();
      return;
    }
    if (target && "verb" in target) await this.#serve(target, user, request, response, body);
    else if (target) this.#review(target, user, response, body);
    else this.#serveOther(path, request, response);
  }

  /** What of the API is asked for; undefined: one of the documents about it. */
  #target(method: string, path: string, url: URL): ApiRequest | ReviewRequest | undefined {
    if (!/^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)\/./.test(path)) return undefined;
    const parts = path.split("/");
    const kind = reviews.find(({ group, resource }) => parts[2] === group && parts.at(-1) === resource)?.kind;
    if (kind && method === "POST") return { review: kind };
    return readApiRequest(method, url, this.#cluster.kinds);
  }

  #serveOther(path: string, request: IncomingMessage, response: ServerResponse): void {
    const { kinds, version } = this.#cluster;
    if (path === "/version") sendJson(response, 200, version);
    else if (open.has(path)) sendText(response, 200, "ok");
    else {
      const { aggregated } = readAccept(request.headers.accept);
      const document = discoveryDocument(path, kinds, aggregated, request.headers.host ?? "");
      if (document === undefined) sendText(response, 404, "404 page not found\n");
      else sendJson(response, 200, document, aggregated && path.length < 6 ? aggregatedType : undefined);
    }
  }

  #review({ review: kind }: ReviewRequest, user: User, response: ServerResponse, body: string): void {
    const { faults, clock } = this.#cluster;
    sendJson(response, 201, review(kind, readBodyObject(kind, body), user, faults, clock.timestamp));
  }

  async #serve(
    request: ApiRequest,
    user: User,
    incoming: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): Promise<void> {
    const { registry, faults, clock } = this.#cluster;
    const { verb, kind, namespace, name } = request;
    const action = actionOf(request);
    if (action && !faults.allows(user, action)) throw refusal(request, user);
    const accepted = readAccept(incoming.headers.accept);
    const now = clock.now;
    switch (verb) {
      case "watch":
        this.#watch(request, accepted, response);
        return;
      case "list": {
        const { items, meta } = listPage(registry.store, kind, readListOptions(request));
        sendJson(response, 200, shapeList(kind, items, meta, accepted.form, now));
        return;
      }
      case "deletecollection": {
        const { items, meta } = listPage(registry.store, kind, readListOptions(request));
        const options = readDeleteOptions(request.query, body);
        for (const { metadata } of items) registry.delete(kind, metadata.namespace ?? "", metadata.name, options);
        sendJson(response, 200, shapeList(kind, items, meta, accepted.form, now));
        return;
      }
      case "get": {
        const object = registry.get(kind, namespace, name ?? "");
        const shown = request.subresource === "scale" ? scaleOf(object) : object;
        sendJson(response, 200, shapeObject(kind, shown, accepted.form, now));
        return;
      }
      default: {
        const contentType = incoming.headers["content-type"] ?? "application/json";
        const answer = await write(registry, request, { contentType, body });
        sendJson(response, answer.code, answer.body);
      }
    }
  }

  #watch(request: ApiRequest, { form }: Accepted, response: ServerResponse): void {
    const { registry, clock } = this.#cluster;
    const { kind } = request;
    const shape = (object: Parameters<typeof shapeObject>[1]) => shapeObject(kind, object, form, clock.now);
    const watch = new Watch(response, registry.store, kind, readListOptions(request), shape);
    this.#watches.add(watch);
    response.on("close", () => this.#watches.delete(watch));
    watch.start();
  }
}

interface ReviewRequest {
  readonly review: string;
}

function actionOf(target: ApiRequest | ReviewRequest): Action | undefined {
  if (!("verb" in target)) return undefined;
  const { verb, kind, namespace, name, subresource } = target;
  return { verb, group: kind.group, resource: kind.resource, namespace: namespace || undefined, name, subresource };
}

function refusal({ verb, kind, namespace, name, subresource }: ApiRequest, user: User): ApiError {
  const resource = subresource === undefined ? kind.resource : `${kind.resource}/${subresource}`;
  const place = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const group = `in API group "${kind.group}"`;
  return forbidden(kind, name, `User "${user.username}" cannot ${verb} resource "${resource}" ${group} ${place}`);
}

/** Refuses what a page in a browser may send anywhere without asking first: such forms are never JSON. */
function checkContentType({ method, headers }: IncomingMessage): void {
  const type = headers["content-type"]?.split(";")[0]?.trim();
  if (method === "GET" || (type === undefined && method === "DELETE")) return;
  if (type !== undefined && /^application\/(.*\+)?(json|yaml)$/.test(type)) return;
  throw new ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new ApiError(413, "RequestEntityTooLarge", "limit is 3145728");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
