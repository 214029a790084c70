import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { archiveOf, type LayerFiles } from "./archive.ts";
import { endServer } from "./end-server.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Kept {
  readonly type: string;
  readonly body: Buffer;
}

const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

/** A registry in this process, that can be told to answer anything. The contract suite holds it to what a real one does. */
export class ScriptedRegistry implements AsyncDisposable {
  /** By path below `/v2/`. */
  readonly kept = new Map<string, Kept>();
  readonly requests: { readonly path: string; readonly headers: IncomingMessage["headers"] }[] = [];
  /** Takes a request before anything is looked up; true: it has been answered. */
  before: (...args: Parameters<Handler>) => boolean = () => false;
  readonly #layers = new Map<string, readonly object[]>();
  readonly #server = createServer((request, response) => this.#answer(request, response));

  static async start(): Promise<ScriptedRegistry> {
    const registry = new ScriptedRegistry();
    registry.#server.listen(0, "127.0.0.1");
    await once(registry.#server, "listening");
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async push(name: string, layers: readonly LayerFiles[], base?: string): Promise<string> {
    const archives = await Promise.all(layers.map(async (layer) => gzipSync(await archiveOf(layer))));
    const repository = name.slice(0, name.lastIndexOf(":"));
    const own = archives.map((body) => this.keepBlob(repository, body, types.layer));
    const below = base === undefined ? [] : (this.#layers.get(base) ?? []);
    // A registry mounts what it has in another repository.
    for (const { digest } of below as readonly { digest: string }[]) this.#mount(repository, digest);
    return this.pushManifest(name, [...below, ...own]);
  }

  pushManifest(name: string, layers: readonly object[], more: object = {}): string {
    const repository = name.slice(0, name.lastIndexOf(":"));
    this.#layers.set(name, layers);
    const config = this.keepBlob(repository, Buffer.from("{}"), types.config);
    const manifest = { schemaVersion: 2, mediaType: types.manifest, config, layers, ...more };
    return this.keepManifest(name, Buffer.from(JSON.stringify(manifest)), types.manifest);
  }

  keepManifest(name: string, body: Buffer, type: string): string {
    const colon = name.lastIndexOf(":");
    const digest = digestOf(body);
    for (const key of [name.slice(colon + 1), digest]) {
      this.kept.set(`${name.slice(0, colon)}/manifests/${key}`, { type, body });
    }
    return digest;
  }

  keepBlob(repository: string, body: Buffer, mediaType: string) {
    const digest = digestOf(body);
    this.kept.set(`${repository}/blobs/${digest}`, { type: "application/octet-stream", body });
    return { mediaType, digest, size: body.length };
  }

  #mount(repository: string, digest: string): void {
    const found = [...this.kept].find(([path]) => path.endsWith(`/blobs/${digest}`));
    if (found) this.kept.set(`${repository}/blobs/${digest}`, found[1]);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? "").replace(/^\/v2\//, "");
    this.requests.push({ path, headers: request.headers });
    if (this.before(request, response)) return;
    const found = this.kept.get(path);
    if (!found) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      return;
    }
    response.writeHead(200, { "content-type": found.type, "docker-content-digest": digestOf(found.body) });
    response.end(found.body);
  }

  kill(): Promise<void> {
    return endServer(this.#server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

export function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
