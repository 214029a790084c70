import {
  Args,
  awaitRevision,
  type Connection,
  Ctx,
  FieldResolver,
  MinRevision,
  Query,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { type ApiResource, groupResourceOf } from "../../kubernetes/index.ts";
import { NODES } from "../clusters/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import {
  EVENTS,
  findGroupKind,
  findKind,
  isPathSegment,
  isReadableKind,
  KubernetesObject,
  objectFor,
  readTarget,
} from "../resources/index.ts";
import { ProblemArgs } from "./problem.input.ts";
import type { ProblemFacts } from "./problem.mapping.ts";
import { listProblems } from "./problem.service.ts";
import { Problem, ProblemConnection } from "./problem.type.ts";

@Resolver(() => Problem)
export class ProblemResolver {
  @Query(() => ProblemConnection, {
    nullable: true,
    description:
      "What is wrong in all clusters: Warning events and conditions of nodes, grouped by object and reason, and counted.",
  })
  @Reads(EVENTS, NODES)
  problems(
    @Ctx() ctx: DomainContext,
    @Args(() => ProblemArgs) args: ProblemArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<Problem, Problem> {
    awaitRevision(ctx, minRevision);
    return listProblems(ctx, args);
  }

  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description:
      "The object; null when it does not exist any more, may not be seen, or is of a kind that the cluster does not serve.",
  })
  @Reads("*")
  object(@Root() { facts }: Problem, @Ctx() ctx: DomainContext): KubernetesObject | null {
    const { cluster, kind, namespace, name, uid } = facts;
    // Whoever reports an event writes what he likes.
    if (!isPathSegment(name) || (namespace !== "" && !isPathSegment(namespace)) || kind === "") return null;
    const found = kindOf(ctx, facts);
    if (!found) return null;
    const resource = groupResourceOf(found);
    if (!ctx.shows(resource)) return null;
    const row = readTarget<Manifest>(ctx, { cluster, resource, namespace, name, ...(uid !== null && { uid }) });
    return row && objectFor(row);
  }
}

/** Null for what cannot be read, and in a pass that has to ask first. */
function kindOf(ctx: DomainContext, { cluster, group, kind }: ProblemFacts): ApiResource | null {
  const found = findKind(ctx, cluster, kind);
  if (found === "pending") return null;
  // Several groups may have a kind of this name, of which this one is meant.
  const meant = group === null ? undefined : findGroupKind(ctx.clusters.get(cluster).discovery.resources, group, kind);
  const known = meant ?? found;
  return isReadableKind(known) ? known : null;
}
