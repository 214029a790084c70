import { createHash } from "node:crypto";
import type { ClusterConnection } from "./connection.ts";
import { UpstreamError } from "./upstream-errors.ts";

/**
 * Who a cluster is, beyond its name here: the UID of its namespace kube-system, which no rebuilt cluster shares. It is
 * the epoch of positions, so that versions of one cluster are never taken for versions of another at the same address.
 */
export class ClusterIdentity {
  readonly #connection: ClusterConnection;
  #uid: string | null = null;
  #asking: Promise<string> | null = null;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  /** As last seen; null before that. */
  get known(): string | null {
    return this.#uid;
  }

  /** It has to be asked again: the cluster is somewhere else now, and may be another. */
  forget(): void {
    this.#uid = null;
    this.#asking = null;
  }

  /** Throws when the cluster cannot be asked. */
  async uid(): Promise<string> {
    return this.#uid ?? (await this.refresh());
  }

  /** Asks again: after an outage another cluster may stand in the place. */
  refresh(): Promise<string> {
    if (this.#asking !== null) return this.#asking;
    const asking: Promise<string> = this.#ask().then((uid) => {
      // Unless it was forgotten meanwhile: then the answer is that of the former place.
      if (this.#asking === asking) this.#uid = uid;
      return uid;
    });
    this.#asking = asking;
    const done = () => {
      if (this.#asking === asking) this.#asking = null;
    };
    asking.then(done, done);
    return asking;
  }

  async #ask(): Promise<string> {
    try {
      const { body } = await this.#connection.request<{ metadata?: { uid?: string } } | null>({
        path: "/api/v1/namespaces/kube-system",
        accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json",
      });
      return body?.metadata?.uid ?? this.#substitute();
    } catch (error) {
      const refused = error instanceof UpstreamError && (error.httpStatus === 403 || error.httpStatus === 404);
      if (!refused) throw error;
      return this.#substitute();
    }
  }

  /** Where the gateway may not look: address and CA, which are equal on all replicas and new with most new clusters. */
  #substitute(): string {
    const { server, credentials } = this.#connection.config;
    const { caData, caFile } = credentials().tls;
    const hash = createHash("sha256").update(server).update("\0");
    return `server-${hash
      .update(caData ?? caFile ?? "")
      .digest("hex")
      .slice(0, 32)}`;
  }
}
