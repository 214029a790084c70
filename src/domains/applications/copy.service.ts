import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { applyTo, attempt, isPathSegment } from "../resources/index.ts";
import type { ApplicationCopyInput, ApplicationCopyPayload } from "./copy.input.ts";
import { type Judged, judgeMove } from "./portability.service.ts";
import { portableManifest } from "./portable-manifest.mapping.ts";

/** As many documents as one apply takes. */
const MAX_PARTS = 100;

interface Planned {
  readonly kind: string;
  readonly name: string;
  readonly manifest: object;
  readonly before: Manifest | null;
}

interface Plan extends Pick<Judged, "blockers" | "unchecked"> {
  readonly planned: readonly Planned[];
}

/** What each operation has planned: the passes after the write tell of that, whatever has changed since. */
const plans = new WeakMap<DomainContext["misses"], Map<string, Plan>>();

/**
 * Server-side apply of an application's parts in another place, as the caller; null in a pass before it is done. They are copied as
 * memory holds them. Secrets are not: their values never come this far.
 */
export function copyApplication(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ApplicationCopyInput,
): ApplicationCopyPayload | null {
  const { application, from, to, force, takeOver, dryRun } = input;
  return attempt<ApplicationCopyPayload>(ctx, info, { verb: "patch", dryRun }, (tried) => {
    tried.at({ cluster: to.cluster, namespace: to.namespace });
    const made = plans.get(ctx.misses) ?? new Map<string, Plan>();
    plans.set(ctx.misses, made);
    let plan = made.get(tried.key);
    if (!plan) {
      for (const [name, { namespace }] of Object.entries({ from, to })) {
        if (isPathSegment(namespace)) continue;
        throw new FairwayError("BAD_USER_INPUT", "It cannot be the name of a namespace", {
          field: `input.${name}.namespace`,
        });
      }
      if (from.cluster === to.cluster && from.namespace === to.namespace) {
        return refused(new UserError("INVALID", "It is there already", "input.to"));
      }
      const judged = judgeMove(ctx, { application, from, to }, (place) => `input.${place}.cluster`);
      plan = planOf(ctx, judged, to.namespace);
      if (ctx.misses.any) return null;
      const fault = faultOf(plan, application);
      if (fault) return { ...refused(fault), ...told(plan) };
      if (plan.blockers.length > 0 && !force) {
        const errors = plan.blockers.map(
          ({ kind, name, message }) => new UserError("INVALID", `${kind} "${name}": ${message}`, "input.to"),
        );
        return { ...refused(...errors), ...told(plan) };
      }
      made.set(tried.key, plan);
    }
    const { planned } = plan;
    const options = { cluster: to.cluster, namespace: to.namespace, force: takeOver, dryRun };
    const payload = applyTo(ctx, tried, options, async () => planned.map(({ manifest }) => ({ content: manifest })));
    if (!payload) return null;
    const results = payload.results.map((result, index) => ({ ...result, ...(planned[index] as Planned) }));
    return { ...payload, results, ...told(plan) };
  });
}

function planOf(ctx: DomainContext, { moving, blockers, unchecked, cluster }: Judged, namespace: string): Plan {
  const planned = moving.rows.map(({ scope, name, object }): Planned => {
    const before = ctx.reader.get<Manifest>({ cluster, resource: scope.resource, namespace, name });
    return { kind: object.kind, name, manifest: portableManifest(object, namespace), before: before?.object ?? null };
  });
  return { planned, blockers, unchecked };
}

function faultOf({ planned }: Plan, application: string): UserError | null {
  if (planned.length === 0) {
    const message = `Nothing that may be seen there is a part of ${JSON.stringify(application)}`;
    return new UserError("NOT_FOUND", message, "input.from");
  }
  if (planned.length <= MAX_PARTS) return null;
  return new UserError(
    "INVALID",
    `It has ${planned.length} parts: ${MAX_PARTS} at most can be copied at once`,
    "input.from",
  );
}

function told({ blockers, unchecked }: Plan): Pick<Plan, "blockers" | "unchecked"> {
  return { blockers, unchecked };
}

function refused(...userErrors: readonly UserError[]): ApplicationCopyPayload {
  return { results: [], blockers: [], unchecked: [], userErrors, revision: null };
}
