import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { type ExecResult as Executed, UpstreamError } from "../../kubernetes/index.ts";
import type { ClusterAccess, DomainContext } from "../context.ts";
import {
  type Attempt,
  attempt,
  isReachable,
  missingConfirmation,
  notFound,
  resultOfErrors,
  type Target,
  targetOf,
  userErrorsOf,
} from "../resources/index.ts";
import type { ExecResult, PodExecInput, PodExecPayload } from "./exec.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS } from "./pod.type.ts";

const execution = {
  verb: "create",
  resource: { group: "", resource: PODS, namespaced: true },
  subresource: "exec",
} as const;

const MAX_WORDS = 100;
const MAX_COMMAND_BYTES = 16 * 1024;
const MAX_INPUT_BYTES = 64 * 1024;
const MAX_OUTPUT_BYTES = 1024 * 1024;
const MAX_SECONDS = 300;
const MAX_TERMINAL = 1_000;

/**
 * Runs a command in a container as the caller, once, however many passes the mutation takes; null in a pass before it is done. The
 * audit record has no word of it: commands and their output hold passwords.
 */
export function execInPod(ctx: DomainContext, info: GraphQLResolveInfo, input: PodExecInput): PodExecPayload | null {
  return attempt(ctx, info, { action: "exec", verb: "create", dryRun: input.dryRun }, (tried) =>
    exec(ctx, tried, input),
  );
}

function exec(ctx: DomainContext, tried: Attempt, input: PodExecInput): PodExecPayload | null {
  const target = targetOf(ctx, PODS, input.by, "input.by");
  tried.at({ ...target, resource: `${PODS}/exec` });
  if (!ctx.gateway.allowExec) {
    throw new FairwayError("READ_ONLY", "This gateway runs no commands in containers", { cluster: target.cluster });
  }
  const invalid = invalidOf(input);
  if (invalid.length > 0) return refused(...invalid);
  if (!isReachable(ctx, target)) return refused(notFound(target));
  const access = ctx.clusters.get(target.cluster);
  const outcome = tried.effect(
    async (signal) => {
      const refusal = await refusalOf(access, target, input, signal);
      if (refusal) return { refusals: [refusal] };
      if (input.dryRun) return { executed: null };
      try {
        return { executed: await run(access, target, input, signal) };
      } catch (error) {
        if (!(error instanceof FairwayError)) throw error;
        return { refusals: refusalsOf(error, target), cause: error };
      }
    },
    (sent) => ("refusals" in sent ? resultOfErrors(sent.refusals, sent.cause) : { outcome: "ok" }),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
  const { executed } = outcome.value;
  if (executed?.end && "failure" in executed.end) {
    return refused(new UserError("UPSTREAM_REJECTED", executed.end.failure, "input.command"));
  }
  return { result: executed && resultOf(executed), userErrors: [], revision: null };
}

/** Of several containers the API server wants one to be named; which it is where the caller names none is known as kubectl knows it. */
async function run(access: ClusterAccess, target: Target, input: PodExecInput, signal: AbortSignal): Promise<Executed> {
  try {
    return await access.exec.run(requestOf(target, input), { signal });
  } catch (error) {
    const isUnnamed = error instanceof UpstreamError && /^a container name must be specified/.test(error.message);
    // Nothing was run by then.
    const container = isUnnamed ? await defaultContainer(access, target, signal) : null;
    if (container === null) throw error;
    return await access.exec.run(requestOf(target, { ...input, container }), { signal });
  }
}

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

/** Null where the caller may not read the pod, or it is gone or another one. */
async function defaultContainer(
  { writer }: ClusterAccess,
  { cluster, namespace, name, uid }: Target,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { object } = await writer.get({ cluster, resource: PODS, namespace, name }, { signal });
    const { metadata, spec } = object as PodManifest;
    if (uid !== undefined && metadata.uid !== uid) return null;
    const names = (spec?.containers ?? []).map((each) => each.name);
    const wanted = metadata.annotations?.[DEFAULT_CONTAINER];
    return (wanted !== undefined && names.includes(wanted) ? wanted : names[0]) ?? null;
  } catch (error) {
    if (error instanceof FairwayError) return null;
    throw error;
  }
}

function refused(...userErrors: readonly UserError[]): PodExecPayload {
  return { result: null, userErrors, revision: null };
}

/**
 * Why it is not to be run, before anything is. Older API servers take a WebSocket for a reading of `pods/exec`, which many a
 * role for lookers-on grants: so they are asked whether the caller may create one.
 */
async function refusalOf(
  access: ClusterAccess,
  target: Target,
  { confirm, dryRun }: PodExecInput,
  signal: AbortSignal,
): Promise<UserError | null> {
  const { cluster, namespace, name, uid } = target;
  const { verb, resource, subresource } = execution;
  const { group, resource: plural } = resource;
  if (!(await access.allows({ verb, group, resource: plural, subresource, namespace, name }, signal))) {
    throw new FairwayError("FORBIDDEN", `pods "${name}" is forbidden: this caller cannot create pods/exec`, {
      cluster,
    });
  }
  const missing = dryRun ? null : await missingConfirmation(access, { ...execution, target }, confirm, signal);
  if (missing || uid === undefined) return missing;
  // The API takes a name alone, and another pod may have it by now.
  const { object } = await access.writer.get({ cluster, resource: PODS, namespace, name }, { signal });
  return object.metadata.uid === uid ? null : notFound(target);
}

function requestOf({ namespace, name }: Target, input: PodExecInput): Parameters<ClusterAccess["exec"]["run"]>[0] {
  const { container, command, stdin, terminal, timeoutSeconds } = input;
  return {
    namespace,
    pod: name,
    command,
    outputBytes: MAX_OUTPUT_BYTES,
    timeoutMs: timeoutSeconds * 1_000,
    ...(container != null && { container }),
    ...(stdin != null && { stdin: Buffer.from(stdin) }),
    ...(terminal && { terminal }),
  };
}

function resultOf({ stdout, stderr, truncated, end }: Executed): ExecResult {
  const exitCode = end && "exitCode" in end ? end.exitCode : null;
  return { exitCode, stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8"), truncated };
}

function invalidOf({ command, stdin, terminal, timeoutSeconds }: PodExecInput): readonly UserError[] {
  const errors: UserError[] = [];
  const check = (isFine: boolean, message: string, field: string) => {
    if (!isFine) errors.push(new UserError("INVALID", message, `input.${field}`));
  };
  const bytes = command.reduce((sum, word) => sum + Buffer.byteLength(word), 0);
  const isSize = (size: number) => size >= 1 && size <= MAX_TERMINAL;
  check(command.length > 0 && command[0] !== "", "command must name a program", "command");
  check(command.length <= MAX_WORDS, `command must not have more than ${MAX_WORDS} words`, "command");
  check(bytes <= MAX_COMMAND_BYTES, `command must not exceed ${MAX_COMMAND_BYTES} bytes`, "command");
  check(Buffer.byteLength(stdin ?? "") <= MAX_INPUT_BYTES, `stdin must not exceed ${MAX_INPUT_BYTES} bytes`, "stdin");
  check(!terminal || isSize(terminal.columns), `columns must be 1 to ${MAX_TERMINAL}`, "terminal.columns");
  check(!terminal || isSize(terminal.rows), `rows must be 1 to ${MAX_TERMINAL}`, "terminal.rows");
  const isTime = timeoutSeconds >= 1 && timeoutSeconds <= MAX_SECONDS;
  check(isTime, `timeoutSeconds must be 1 to ${MAX_SECONDS}`, "timeoutSeconds");
  return errors;
}

/** A container that there is not, or that does not run, is for the caller to mend. */
function refusalsOf(error: FairwayError, target: Target): readonly UserError[] {
  if (error instanceof UpstreamError && error.httpStatus === 400) {
    return [new UserError("INVALID", error.message, "input.container")];
  }
  return userErrorsOf(error, target, {}, false);
}
