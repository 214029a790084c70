import type { ReviewAttributes } from "../authorization/index.ts";
import {
  type Clusters,
  healthChecks,
  type PodExec,
  type PodLogs,
  reviewSelf,
  type Writer,
} from "../kubernetes/index.ts";
import type { Caller } from "../state/index.ts";
import { isProtected, type ProtectionRules } from "./cluster-protection.ts";
import type { Person } from "./person.ts";
import { Session } from "./session.ts";

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** The headers by which a cluster knows who somebody is. Throws FORBIDDEN where he is nobody there. */
export type UpstreamHeaders = (session: Session, cluster: string) => Headers;

/** The clusters as one caller reaches them: how they are is the same for all, what is done there is done as the caller. */
export class CallersClusters {
  readonly #clusters: Clusters;
  readonly #headers: UpstreamHeaders;
  readonly #rulesOf: (cluster: string) => ProtectionRules;

  constructor(clusters: Clusters, headers: UpstreamHeaders, rulesOf: (cluster: string) => ProtectionRules) {
    this.#clusters = clusters;
    this.#headers = headers;
    this.#rulesOf = rulesOf;
  }

  /** Callers are made by `People`. */
  of(caller: Caller) {
    return {
      has: (name: string) => this.#clusters.has(name),
      get: (name: string) => {
        const cluster = this.#clusters.get(name);
        const { health, discovery, credential, writer, logs, exec } = cluster;
        const isPerson = caller instanceof Session;
        return {
          health,
          discovery,
          credential,
          // The gateway's own person is nobody else there.
          writer: isPerson ? writerAs(writer, () => this.#headers(caller, name)) : writer,
          logs: isPerson ? logsAs(logs, () => this.#headers(caller, name)) : logs,
          exec: isPerson ? execAs(exec, () => this.#headers(caller, name)) : exec,
          isProtected: (namespace: string, signal: AbortSignal) =>
            isProtected(cluster, this.#rulesOf(name), namespace, signal),
          allows: (attributes: ReviewAttributes, signal: AbortSignal) =>
            (caller as Person).allows(name, attributes, signal),
          healthChecks: async (signal: AbortSignal) =>
            healthChecks(cluster.connection, { signal, ...(isPerson && { headers: this.#headers(caller, name) }) }),
          whoAmI: async (signal: AbortSignal) =>
            reviewSelf(cluster.connection, { signal, ...(isPerson && { headers: this.#headers(caller, name) }) }),
        };
      },
    };
  }
}

// Asked for at each call, so that a refusal is the outcome of what was tried, and looking alone is never refused.
function writerAs(
  writer: Writer,
  headers: () => Headers,
): Pick<Writer, "get" | "secretValues" | "post" | "create" | "patch" | "update" | "evict" | "delete"> {
  return {
    secretValues: async (ref, options) => writer.secretValues(ref, { ...options, headers: headers() }),
    post: async (ref, subresource, body, options) =>
      writer.post(ref, subresource, body, { ...options, headers: headers() }),
    get: async (ref, options) => writer.get(ref, { ...options, headers: headers() }),
    create: async (ref, body, options) => writer.create(ref, body, { ...options, headers: headers() }),
    patch: async (ref, body, options) => writer.patch(ref, body, { ...options, headers: headers() }),
    update: async (ref, fields, options) => writer.update(ref, fields, { ...options, headers: headers() }),
    evict: async (ref, options) => writer.evict(ref, { ...options, headers: headers() }),
    delete: async (ref, options) => writer.delete(ref, { ...options, headers: headers() }),
  };
}

function logsAs(logs: PodLogs, headers: () => Headers): Pick<PodLogs, "read"> {
  return {
    async *read(request, options) {
      yield* logs.read(request, { ...options, headers: headers() });
    },
  };
}

function execAs(exec: PodExec, headers: () => Headers): Pick<PodExec, "run"> {
  return { run: async (request, options) => exec.run(request, { ...options, headers: headers() }) };
}
