import type { FairwayError } from "../errors/index.ts";
import type { Cluster } from "../kubernetes/index.ts";
import type { Condition, ConnectionManifest, ConnectionStatus } from "./cluster-connection.ts";

/** What became of a ClusterConnection. */
export type Verdict =
  | { readonly registered: true }
  | { readonly registered: false; readonly reason: Refusal; readonly message: string };

export type Refusal = "NameTaken" | "SecretNotFound" | "SecretNotReadable" | "SpecInvalid" | "CredentialInvalid";

type Observed = Pick<Condition, "status" | "reason" | "message">;

/**
 * What is to be written into the status; undefined where it says so already. A condition's time is that of its last change,
 * so two replicas that see the same write nothing over each other.
 */
export function statusOf(
  { metadata, status = {} }: ConnectionManifest,
  verdict: Verdict,
  health: Pick<Cluster["health"], "error" | "version"> | undefined,
  now: number,
): ConnectionStatus | undefined {
  const observed: Readonly<Record<Condition["type"], Observed>> = {
    Registered: registered(verdict),
    Reachable: reachable(health),
  };
  const before = new Map((status.conditions ?? []).map((each) => [each.type, each]));
  const conditions = (["Registered", "Reachable"] as const).map((type) => {
    const former = before.get(type);
    const isSame = former?.status === observed[type].status;
    const lastTransitionTime = isSame ? former.lastTransitionTime : new Date(now).toISOString();
    return { type, ...observed[type], lastTransitionTime };
  });
  const version = health?.version ?? status.version;
  const next: ConnectionStatus = {
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
    ...(version !== undefined && { version }),
    conditions,
  };
  return print(next) === print(status) ? undefined : next;
}

function registered(verdict: Verdict): Observed {
  if (verdict.registered) return { status: "True", reason: "Registered", message: "The cluster is registered." };
  return { status: "False", reason: verdict.reason, message: verdict.message };
}

function reachable(health: { error: FairwayError | null; version: string | null } | undefined): Observed {
  if (!health)
    return { status: "Unknown", reason: "NotRegistered", message: "A cluster that is not registered is not asked." };
  const { error, version } = health;
  if (error) return { status: "False", reason: pascal(error.code), message: error.message };
  if (version === null) return { status: "Unknown", reason: "NotAskedYet", message: "It has not answered yet." };
  return { status: "True", reason: "Answers", message: "Its API server answers the heartbeat." };
}

/** As reasons are written in conditions: ClusterUnavailable. */
function pascal(code: string): string {
  return code.toLowerCase().replace(/(^|_)([a-z])/g, (_all, _before, letter: string) => letter.toUpperCase());
}

/** In one order of fields, whoever wrote it. */
function print({ observedGeneration, version, conditions = [] }: ConnectionStatus): string {
  const shown = conditions.map(({ type, status, reason, message }) => [type, status, reason, message]);
  return JSON.stringify([observedGeneration ?? null, version ?? null, shown.sort()]);
}
