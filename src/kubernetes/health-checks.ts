import type { ClusterConnection } from "./connection.ts";
import { fromStatus, UpstreamError } from "./upstream-errors.ts";
import type { CallOptions } from "./writer.ts";

/** One of the checks by which an API server tells whether it is ready, such as `etcd`. */
export interface HealthCheck {
  readonly name: string;
  readonly healthy: boolean;
  /** Why it is not, as far as the API server tells. */
  readonly message: string | null;
}

const LINE = /^\[([+-])\]([A-Za-z0-9][\w./-]*)(?: (.*))?$/;

/** What an API server answers to `/readyz?verbose`: a line for each check, and the verdict. */
export function readHealthChecks(text: string): readonly HealthCheck[] {
  return text.split("\n").flatMap((line): HealthCheck[] => {
    const [, sign, name = "", words = ""] = LINE.exec(line.trim()) ?? [];
    if (sign === undefined) return [];
    const healthy = sign === "+";
    return [{ name, healthy, message: healthy ? null : words.replace(/^failed: /, "") || null }];
  });
}

/**
 * Asks an API server how its parts are. Empty where it answers without naming any, as lesser ones do. Throws where it does not answer, and
 * FORBIDDEN where whoever asks may not know.
 */
export async function healthChecks(
  connection: ClusterConnection,
  { signal, headers, deadlineMs }: CallOptions = {},
): Promise<readonly HealthCheck[]> {
  const { status, body } = await connection.request({
    path: "/readyz",
    query: { verbose: true },
    accept: "*/*",
    // A check that fails makes it an error, with the same lines.
    answers: [500],
    ...(signal && { signal }),
    ...(headers && { headers }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  });
  const checks = typeof body === "string" ? readHealthChecks(body) : [];
  if (checks.length > 0) return checks;
  const { name: cluster } = connection;
  if (status >= 500) throw fromStatus(cluster, status, body);
  if (typeof body === "string" && body.trim() === "ok") return [];
  throw new UpstreamError("UPSTREAM_REJECTED", `Cluster "${cluster}" does not say how its parts are.`, { cluster });
}
