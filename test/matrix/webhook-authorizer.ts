import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createCertificateAuthority } from "../control-plane/certificates.ts";

/** What an API server tells its authorizers of a request. */
export interface Attributes {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly user?: string;
    readonly resourceAttributes?: Partial<Omit<Attributes, "user">>;
  };
}

/** An authorizer of our own beside RBAC: it grants what `grants` says at the moment, and has no opinion on the rest. */
export class WebhookAuthorizer implements AsyncDisposable {
  grants: (attributes: Attributes) => boolean = () => false;
  asked = 0;
  readonly #server: Server;
  readonly #ca: string;

  static async start(): Promise<WebhookAuthorizer> {
    const authorizer = new WebhookAuthorizer();
    await new Promise<void>((resolve, reject) => {
      authorizer.#server.once("error", reject);
      authorizer.#server.listen(0, "127.0.0.1", resolve);
    });
    return authorizer;
  }

  private constructor() {
    const ca = createCertificateAuthority("authorizer CA");
    const { certificate, key } = ca.issue({ commonName: "authorizer", ipAddresses: ["127.0.0.1"] });
    this.#ca = ca.certificate;
    this.#server = createServer({ cert: certificate, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { apiVersion, kind, spec } = JSON.parse(Buffer.concat(chunks).toString()) as Review;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ apiVersion, kind, status: { allowed: this.#allows(spec) } }));
      });
    });
  }

  /** The API server's flags that make it ask here, after RBAC; it keeps an answer for a moment only. */
  argsFor(dir: string): string[] {
    const { port } = this.#server.address() as AddressInfo;
    const file = join(dir, "webhook-authorizer.kubeconfig");
    const data = Buffer.from(this.#ca).toString("base64");
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "a", cluster: { server: `https://127.0.0.1:${port}/`, "certificate-authority-data": data } }],
      users: [{ name: "a", user: {} }],
      contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
      "current-context": "a",
    };
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return [
      "--authorization-mode=Webhook", // comes after the RBAC that stands there already
      "--authorization-webhook-version=v1",
      `--authorization-webhook-config-file=${file}`,
      "--authorization-webhook-cache-authorized-ttl=1s",
      "--authorization-webhook-cache-unauthorized-ttl=1s",
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #allows({ user = "", resourceAttributes }: Review["spec"]): boolean {
    this.asked += 1;
    if (!resourceAttributes) return false;
    const { verb = "", resource = "", namespace = "", name = "" } = resourceAttributes;
    return this.grants({ user, verb, resource, namespace, name });
  }
}
