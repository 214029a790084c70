import { FairwayError, toFairwayError } from "../errors/index.ts";
import type { Cluster } from "../kubernetes/index.ts";

export interface OperationKeyOptions {
  readonly home: { readonly cluster: string; readonly namespace: string };
  /** Throws UNKNOWN_CLUSTER. */
  readonly connection: () => Pick<Cluster["connection"], "request">;
  readonly newKey: () => Buffer;
}

interface SecretManifest {
  readonly data?: Readonly<Record<string, string>>;
}

export const KEY_SECRET = "fairway-operations";

/**
 * The key that Operations are sealed with. All replicas share it by a Secret of the home namespace, which the first one
 * makes: who may read the Secrets there has the credentials of the clusters anyway. Read past the stores, whose decoder
 * drops values.
 */
export class OperationKey {
  readonly #options: OperationKeyOptions;
  #known: Promise<Buffer> | null = null;

  constructor(options: OperationKeyOptions) {
    this.#options = options;
  }

  get(): Promise<Buffer> {
    this.#known ??= this.#readOrMake().catch((error: unknown) => {
      this.#known = null;
      throw error;
    });
    return this.#known;
  }

  async #readOrMake(): Promise<Buffer> {
    const held = await this.#read();
    if (held) return held;
    const key = this.#options.newKey();
    const body = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: KEY_SECRET },
      type: "Opaque",
      data: { key: key.toString("base64") },
    };
    try {
      await this.#options.connection().request({ method: "POST", path: this.#path, body });
      return key;
    } catch (error) {
      if (toFairwayError(error).code !== "CONFLICT") throw error;
      // Another replica was faster: it is that one's key.
      const theirs = await this.#read();
      if (theirs) return theirs;
      throw error;
    }
  }

  async #read(): Promise<Buffer | null> {
    try {
      const path = `${this.#path}/${KEY_SECRET}`;
      const { body } = await this.#options.connection().request<SecretManifest | null>({ path });
      const key = Buffer.from(body?.data?.key ?? "", "base64");
      if (key.length >= 32) return key;
    } catch (error) {
      if (toFairwayError(error).code === "NOT_FOUND") return null;
      throw error;
    }
    const { cluster } = this.#options.home;
    throw new FairwayError("CONFIG_INVALID", `The Secret "${KEY_SECRET}" of the home namespace has no usable key.`, {
      cluster,
    });
  }

  get #path(): string {
    return `/api/v1/namespaces/${encodeURIComponent(this.#options.home.namespace)}/secrets`;
  }
}
