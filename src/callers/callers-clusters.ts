import type { Clusters, Writer } from "../kubernetes/index.ts";
import type { Caller } from "../state/index.ts";
import { Session } from "./session.ts";

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** The headers by which a cluster knows who somebody is. Throws FORBIDDEN where he is nobody there. */
export type UpstreamHeaders = (session: Session, cluster: string) => Headers;

/** The clusters as one caller reaches them: how they are is the same for all, what is done there is done as the caller. */
export class CallersClusters {
  readonly #clusters: Clusters;
  readonly #headers: UpstreamHeaders;

  constructor(clusters: Clusters, headers: UpstreamHeaders) {
    this.#clusters = clusters;
    this.#headers = headers;
  }

  /** For the gateway's own person they are as they are. */
  of(caller: Caller) {
    const clusters = this.#clusters;
    if (!(caller instanceof Session)) return clusters;
    const headers = this.#headers;
    return {
      has: (name: string) => clusters.has(name),
      get: (name: string) => {
        const { health, discovery, writer } = clusters.get(name);
        return { health, discovery, writer: writerAs(writer, () => headers(caller, name)) };
      },
    };
  }
}

// Asked for at each call, so that a refusal is the outcome of what was tried, and looking alone is never refused.
function writerAs(writer: Writer, headers: () => Headers): Pick<Writer, "get" | "patch" | "delete"> {
  return {
    get: async (ref, options) => writer.get(ref, { ...options, headers: headers() }),
    patch: async (ref, body, options) => writer.patch(ref, body, { ...options, headers: headers() }),
    delete: async (ref, options) => writer.delete(ref, { ...options, headers: headers() }),
  };
}
