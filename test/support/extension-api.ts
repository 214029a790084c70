import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { createCertificateAuthority } from "../control-plane/certificates.ts";
import type { Cluster } from "../control-plane/cluster.ts";

export const USAGES = "usage.fairway.test/usages";

const group = "usage.fairway.test";
const version = "v1";

interface Usage {
  readonly namespace: string;
  readonly name: string;
  readonly cpu: string;
}

/**
 * An extension of a real API server, behind an APIService, as metrics-server is one: its objects are computed, so they
 * can be listed and not watched, and have neither uid nor version. Its content is what a test says.
 */
export class ExtensionApi implements AsyncDisposable {
  readonly #usages = new Map<string, Usage>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  /** A version that all objects bear, as some extensions give one; undefined: none. */
  resourceVersion: string | undefined;
  /** How often its objects were listed. */
  lists = 0;
  #port = 0;

  /** Resolves when the API server has taken it in. */
  static async start(cluster: Cluster): Promise<ExtensionApi> {
    const extension = new ExtensionApi();
    await extension.listen();
    await extension.#register(cluster);
    return extension;
  }

  private constructor() {
    const { key, certificate } = createCertificateAuthority("extension").issue({
      commonName: "localhost",
      dnsNames: ["localhost"],
    });
    this.#server = createServer({ key, cert: certificate }, (request, response) => {
      const body = this.#answer(new URL(request.url ?? "/", "https://localhost").pathname);
      response.writeHead(body ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { kind: "Status", apiVersion: "v1", status: "Failure", code: 404 }));
    });
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  set(name: string, cpu: string, namespace = "default"): void {
    this.#usages.set(`${namespace}/${name}`, { namespace, name, cpu });
  }

  delete(name: string, namespace = "default"): void {
    this.#usages.delete(`${namespace}/${name}`);
  }

  /** Again after `close`, at the same port. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address && typeof address === "object") this.#port = address.port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.close();
  }

  #answer(path: string): object | undefined {
    const groupVersion = `${group}/${version}`;
    const versions = [{ groupVersion, version }];
    const itself = { name: group, versions, preferredVersion: versions[0] };
    if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: [itself] };
    if (path === `/apis/${group}`) return { kind: "APIGroup", apiVersion: "v1", ...itself };
    if (path === `/apis/${groupVersion}`) {
      const usages = { name: "usages", singularName: "usage", namespaced: true, kind: "Usage", verbs: ["get", "list"] };
      return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: [usages] };
    }
    const [, namespace] = path.match(/^\/apis\/[^/]+\/v1\/(?:namespaces\/([^/]+)\/)?usages$/) ?? [undefined, ""];
    if (namespace === "") return undefined;
    this.lists += 1;
    const items = [...this.#usages.values()]
      .filter((usage) => namespace === undefined || usage.namespace === namespace)
      .map(({ name, namespace, cpu }) => {
        const { resourceVersion } = this;
        return { metadata: { name, namespace, ...(resourceVersion && { resourceVersion }) }, usage: { cpu } };
      });
    return { kind: "UsageList", apiVersion: groupVersion, metadata: {}, items };
  }

  async #register({ api }: Cluster): Promise<void> {
    await api.request("POST", "/api/v1/namespaces/default/services", {
      metadata: { name: "extension" },
      spec: { type: "ExternalName", externalName: "localhost", ports: [{ port: this.#port }] },
    });
    await api.request("POST", "/apis/apiregistration.k8s.io/v1/apiservices", {
      metadata: { name: `${version}.${group}` },
      spec: {
        group,
        version,
        service: { namespace: "default", name: "extension", port: this.#port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    });
  }
}
