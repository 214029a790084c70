import type { DomainContext } from "../context.ts";
import { unknownCluster } from "../resources/index.ts";
import { type Place, type ReadMoving, readMoving } from "./moving.reading.ts";
import { type Blocker, portabilityOf } from "./portability.mapping.ts";
import type { Portability } from "./portability.type.ts";
import { hasNamespace, readTarget } from "./target.reading.ts";

export interface Move {
  readonly application: string;
  readonly from: Place;
  readonly to: Place;
}

export interface Judged extends Portability {
  readonly moving: ReadMoving;
}

/** What is in the way of an application's parts from one place to another. `field` is where the input has the places. */
export function judgeMove(
  ctx: DomainContext,
  { application, from, to }: Move,
  field: (place: "from" | "to") => string,
): Judged {
  const registered = ctx.reader.clusters();
  for (const [name, { cluster }] of [
    ["from", from],
    ["to", to],
  ] as const) {
    if (!registered.includes(cluster)) throw unknownCluster(cluster, field(name));
  }
  const moving = readMoving(ctx, application, from);
  const { blockers, unchecked } = portabilityOf(moving, readTarget(ctx, to));
  const namespace = hasNamespace(ctx, to);
  const missing: readonly Blocker[] =
    namespace === false
      ? [
          {
            reason: "NAMESPACE_MISSING",
            kind: "Namespace",
            name: to.namespace,
            needs: to.namespace,
            message: `The cluster has no namespace "${to.namespace}", or it may not be seen.`,
          },
        ]
      : [];
  const all = [...missing, ...blockers];
  const unsure = [
    ...unchecked,
    ...(namespace === null ? ["The namespace"] : []),
    ...moving.unseen.map((resource) => `Its ${resource} in ${from.cluster}`),
  ];
  return {
    ...to,
    portable: all.length > 0 ? false : unsure.length > 0 ? null : true,
    blockers: all,
    unchecked: unsure,
    moving,
  };
}
