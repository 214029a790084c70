import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import {
  type NewSilence,
  NotReached,
  type Read,
  SILENCES,
  type SilenceObject,
  type Silencer,
} from "../../integrations/alertmanager/index.ts";
import type { ClusterName, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import {
  type Attempt,
  attempt,
  isPathSegment,
  notFound,
  refused,
  resultOfErrors,
  rowOf,
  targetOf,
  unknownCluster,
  type WriteResult,
} from "../resources/index.ts";
import type { SilenceManifest } from "./alert.manifest.ts";
import type { SilenceCreateInput, SilenceExpireInput } from "./silence.input.ts";

const mostMatchers = 50;
const longestComment = 1_000;
const longestValue = 1_000;
const labelForm = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

type Result = WriteResult<SilenceManifest>;
type Sent =
  | { readonly silence: Read<SilenceObject> }
  | { readonly refusals: readonly UserError[]; readonly cause?: FairwayError };

/** Makes a silence for the alerts of one cluster, once; null in a pass before it is done. Alertmanager knows no persons, so the cluster is asked. */
export function createSilence(ctx: DomainContext, info: GraphQLResolveInfo, input: SilenceCreateInput): Result | null {
  const { cluster, dryRun } = input;
  return attempt<Result>(ctx, info, { verb: "create", dryRun }, (tried) => {
    const namespace = input.matchers.find(
      ({ name, isRegex, isEqual }) => name === "namespace" && isEqual && !isRegex,
    )?.value;
    tried.at({ cluster, resource: SILENCES, ...(namespace && { namespace }) });
    const silencers = silencersOf(ctx, cluster);
    const [first] = silencers;
    if (!first) return refused(new UserError("INVALID", "No Alertmanager speaks for this cluster", "input.cluster"));
    const startsAt = input.startsAt ?? new Date(ctx.now()).toISOString();
    const faults = faultsOf(ctx, input, first, startsAt);
    if (faults.length > 0) return refused(...faults);
    const silenceAt = ({ clusterLabel }: Silencer): NewSilence => {
      const own = clusterLabel === null ? [] : [{ name: clusterLabel, value: cluster, isRegex: false, isEqual: true }];
      const given = input.matchers.filter(({ name }) => name !== clusterLabel);
      return {
        matchers: [...own, ...given].map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
        startsAt,
        endsAt: input.endsAt,
        createdBy: ctx.viewer.principal.username,
        comment: input.comment,
      };
    };
    return done(tried, cluster, async (signal) => {
      if (!(await mayIn(ctx, cluster, { verb: "create", namespace }, signal)))
        return { refusals: [forbidden("create", namespace)] };
      if (dryRun) return { silence: shown(silenceAt(first), namespace) };
      const { id, silencer } = await makeAtOne(silencers, silenceAt, signal);
      // It is made: who is told otherwise makes it again.
      const made = await silencer.alertmanager.silenceOf(id, signal).catch(() => null);
      return { silence: made ?? shown(silenceAt(silencer), namespace, id) };
    });
  });
}

/**
 * Ends a silence, once; null in a pass before it is done. It takes the right in each cluster that it concerns. Alertmanager is asked for it, as
 * memory knows of one that was just made only with the next poll.
 */
export function expireSilence(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, dryRun }: SilenceExpireInput,
): Result | null {
  return attempt<Result>(ctx, info, { verb: "delete", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, SILENCES, by, "input.by"));
    const { cluster, name } = target;
    // Elsewhere in the path of Alertmanager's API is no silence.
    if (!isPathSegment(name)) return refused(notFound(target));
    const silencers = silencersOf(ctx, cluster);
    return done(tried, cluster, async (signal) => {
      let away: FairwayError | null = null;
      for (const { alertmanager, clusters, concerns } of silencers) {
        // Of several that are one cluster of Alertmanagers each has it, and does for the others.
        const silence = await alertmanager.silenceOf(name, signal).catch((error: FairwayError) => {
          away ??= error;
          return null;
        });
        const namespace = silence?.metadata.namespace;
        if (!silence || !concerns(silence, cluster) || target.namespace !== (namespace ?? "")) continue;
        const concerned = ctx.reader
          .clusters()
          .filter((each) => (clusters?.includes(each) ?? true) && concerns(silence, each));
        for (const each of concerned) assertWritable(ctx, each);
        const may = await Promise.all(concerned.map((each) => mayIn(ctx, each, { verb: "delete", namespace }, signal)));
        if (may.includes(false)) return { refusals: [forbidden("delete", namespace)] };
        if (silence.status.state === "expired") {
          return { refusals: [new UserError("INVALID", "It has ended already", "input.by")] };
        }
        if (dryRun) return { silence };
        if (await alertmanager.expire(name, signal)) {
          const ended = await alertmanager.silenceOf(name, signal).catch(() => null);
          return { silence: ended ?? { ...silence, status: { state: "expired" } } };
        }
      }
      if (away) throw away;
      return { refusals: [notFound(target)] };
    });
  });
}

function silencersOf(ctx: DomainContext, cluster: ClusterName): readonly Silencer[] {
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "input");
  return ctx.alertmanagers.of(cluster);
}

/** At the first that is there: several that are one cluster of Alertmanagers tell each other. Where one may have been told, no other is. */
async function makeAtOne(
  silencers: readonly Silencer[],
  silenceAt: (silencer: Silencer) => NewSilence,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly silencer: Silencer }> {
  let away: unknown;
  for (const silencer of silencers) {
    try {
      return { id: await silencer.alertmanager.silence(silenceAt(silencer), signal), silencer };
    } catch (error) {
      if (!((error as FairwayError).cause instanceof NotReached)) throw error;
      away ??= error;
    }
  }
  throw away;
}

/** The one that the input names is not the only one whose alerts change. Throws READ_ONLY. */
function assertWritable(ctx: DomainContext, cluster: ClusterName): void {
  const why = ctx.readOnly(cluster);
  if (why !== null) throw new FairwayError("READ_ONLY", why, { cluster });
}

function done(tried: Attempt, cluster: ClusterName, send: (signal: AbortSignal) => Promise<Sent>): Result | null {
  const outcome = tried.effect(
    async (signal): Promise<Sent> => {
      try {
        return await send(signal);
      } catch (error) {
        if (!(error instanceof FairwayError) || error.code !== "INVALID") throw error;
        return { refusals: [new UserError("INVALID", error.message, "input.matchers")], cause: error };
      }
    },
    (sent) => ("refusals" in sent ? resultOfErrors(sent.refusals, sent.cause) : { outcome: "ok" }),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
  // No read can be as new: when it is polled the next time, nobody knows.
  return { row: silenceRow(cluster, outcome.value.silence), userErrors: [], revision: null };
}

function silenceRow(cluster: ClusterName, silence: Read<SilenceObject>): Row<SilenceManifest> {
  const object = { ...silence, metadata: { ...silence.metadata, resourceVersion: "" } } as SilenceManifest;
  return rowOf({ cluster, resource: SILENCES }, object);
}

/** As it would be; its id is Alertmanager's to give. */
function shown(
  { matchers, startsAt, endsAt, createdBy, comment }: NewSilence,
  namespace: string | undefined,
  id = "",
): Read<SilenceObject> {
  return {
    apiVersion: "alerts.fairway.dev/v1",
    kind: "Silence",
    metadata: { name: id, ...(namespace && { namespace }), uid: id, creationTimestamp: startsAt },
    spec: { matchers, startsAt, endsAt, createdBy, comment },
    status: { state: "pending" },
  };
}

interface Right {
  readonly verb: "create" | "delete";
  readonly namespace: string | undefined;
}

function mayIn(
  ctx: DomainContext,
  cluster: ClusterName,
  { verb, namespace }: Right,
  signal: AbortSignal,
): Promise<boolean> {
  const attributes = { verb, group: "alerts.fairway.dev", resource: "silences", ...(namespace && { namespace }) };
  return ctx.clusters.get(cluster).allows(attributes, signal);
}

function forbidden(verb: string, namespace: string | undefined): UserError {
  const where = namespace ? `in namespace ${JSON.stringify(namespace)}` : "in all namespaces";
  return new UserError("FORBIDDEN", `silences.alerts.fairway.dev is forbidden: this caller cannot ${verb} it ${where}`);
}

function faultsOf(
  ctx: DomainContext,
  { cluster, matchers, endsAt, comment }: SilenceCreateInput,
  { clusterLabel }: Silencer,
  startsAt: string,
): readonly UserError[] {
  const faults: UserError[] = [];
  const invalid = (message: string, field: string) => faults.push(new UserError("INVALID", message, `input.${field}`));
  const own = matchers.filter(({ name }) => name !== clusterLabel);
  if (own.length === 0 || matchers.length > mostMatchers) {
    invalid(
      `There must be between 1 and ${mostMatchers}, one at least about something else than the cluster`,
      "matchers",
    );
  }
  for (const [index, { name, value, isRegex, isEqual }] of matchers.entries()) {
    const at = `matchers[${index}]`;
    if (!labelForm.test(name)) invalid("It is no name of a label", `${at}.name`);
    if (value.length > longestValue) invalid(`It must not have more than ${longestValue} characters`, `${at}.value`);
    if (name === clusterLabel && (value !== cluster || isRegex || !isEqual)) {
      invalid("Only alerts of the cluster of the input are silenced", at);
    }
  }
  if (
    own.length > 0 &&
    own.every(({ value, isRegex, isEqual }) => (isRegex ? isEqual && /^\.?\*?$/.test(value) : value === "" && isEqual))
  ) {
    invalid("One at least must not match what has no such label", "matchers");
  }
  if (Date.parse(endsAt) <= Math.max(Date.parse(startsAt), ctx.now()))
    invalid("It must end after it begins, and not in the past", "endsAt");
  if (comment.trim() === "" || comment.length > longestComment)
    invalid(`It must have 1 to ${longestComment} characters`, "comment");
  return faults;
}
