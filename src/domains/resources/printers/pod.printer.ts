import { AGE, type Loose, NAME, NONE, or, type Printer, printer, text, wide } from "./columns.mapping.ts";

interface Shown {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  readonly restartedAt: string | undefined;
}

/** As kubectl's own printer goes through the containers, step by step: the words depend on the order. */
function shownOf({ metadata, spec = {}, status = {} }: Loose): Shown {
  const { phase = "", conditions = [] } = status;
  let reason: string = status.reason || phase;
  if (conditions.some((each: Loose) => each.type === "PodScheduled" && each.reason === "SchedulingGated")) {
    reason = "SchedulingGated";
  }
  const sidecars = new Set(
    (spec.initContainers ?? [])
      .filter((each: Loose) => each.restartPolicy === "Always")
      .map((each: Loose) => each.name),
  );
  const init = new Restarts();
  const ofSidecars = new Restarts();
  let ready = 0;
  let initializing: string | undefined;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    const isSidecar = sidecars.has(container.name);
    init.add(container);
    if (isSidecar) ofSidecars.add(container);
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (isSidecar && container.started) {
      if (container.ready) ready += 1;
      continue;
    }
    if (terminated) initializing = `Init:${endOf(terminated)}`;
    else if (waiting?.reason && waiting.reason !== "PodInitializing") initializing = `Init:${waiting.reason}`;
    else initializing = `Init:${index}/${(spec.initContainers ?? []).length}`;
    break;
  }
  if (initializing !== undefined) reason = initializing;
  let restarts = init;
  const isInitialized = conditions.some((each: Loose) => each.type === "Initialized" && each.status === "True");
  if (initializing === undefined || isInitialized) {
    restarts = ofSidecars;
    const running = runningOf(status.containerStatuses ?? [], conditions, reason, restarts);
    reason = running.reason;
    ready += running.ready;
  }
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === "NodeLost") reason = "Unknown";
    else if (phase !== "Succeeded" && phase !== "Failed") reason = "Terminating";
  }
  const total = (spec.containers ?? []).length + sidecars.size;
  return { ready, total, reason, restarts: restarts.count, restartedAt: restarts.last };
}

class Restarts {
  count = 0;
  last: string | undefined = undefined;

  add({ restartCount = 0, lastState }: Loose): void {
    this.count += restartCount;
    const ended = lastState?.terminated?.finishedAt;
    if (ended != null && (this.last === undefined || ended > this.last)) this.last = ended;
  }
}

function runningOf(
  containers: readonly Loose[],
  conditions: readonly Loose[],
  before: string,
  restarts: Restarts,
): { readonly reason: string; readonly ready: number } {
  let reason = before;
  let ready = 0;
  let failed = "";
  for (const container of [...containers].reverse()) {
    restarts.add(container);
    const { terminated, waiting, running } = container.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) {
      reason = endOf(terminated);
      if (terminated.exitCode !== 0) failed = reason;
    } else if (container.ready && running) ready += 1;
  }
  if (reason === "Completed") {
    const isReady = conditions.some((each) => each.type === "Ready" && each.status === "True");
    if (ready > 0 && isReady) reason = "Running";
    else if (failed !== "") reason = failed;
    else if (ready > 0) reason = "NotReady";
  }
  return { reason, ready };
}

function endOf({ reason, signal, exitCode }: Loose): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function gatesOf({ spec = {}, status = {} }: Loose): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }: Loose) => {
    return (status.conditions ?? []).find(({ type }: Loose) => type === conditionType)?.status === "True";
  });
  return `${open.length}/${gates.length}`;
}

export const pods: Printer = printer(
  NAME,
  text("Ready", (pod) => {
    const { ready, total } = shownOf(pod);
    return `${ready}/${total}`;
  }),
  text("Status", (pod) => shownOf(pod).reason),
  // How long ago the last one was depends on the clock; when it was does not.
  text("Restarts", (pod) => {
    const { restarts, restartedAt } = shownOf(pod);
    return restarts !== 0 && restartedAt !== undefined ? `${restarts} (${restartedAt})` : String(restarts);
  }),
  AGE,
  wide("IP", ({ status }) => or(status?.podIPs?.[0]?.ip, NONE)),
  wide("Node", ({ spec }) => or(spec?.nodeName, NONE)),
  wide("Nominated Node", ({ status }) => or(status?.nominatedNodeName, NONE)),
  wide("Readiness Gates", gatesOf),
);
