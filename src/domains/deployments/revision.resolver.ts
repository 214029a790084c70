import { Arg, type ClassType, Costs, Ctx, FieldResolver, Int, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { CONTROLLER_REVISIONS } from "./controller-revision.type.ts";
import { DaemonSet } from "./daemon-set.type.ts";
import { Deployment } from "./deployment.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import { RevisionChange, WorkloadRevision } from "./revision.type.ts";
import { revisionsOf } from "./revisions.service.ts";
import { StatefulSet } from "./stateful-set.type.ts";

function revisionsEdge(type: () => ClassType<Deployment | StatefulSet | DaemonSet>, kept: GroupResource): ClassType {
  @Resolver(type)
  class RevisionsResolver {
    @FieldResolver(() => [WorkloadRevision], {
      nullable: true,
      description: "The templates that it has and had, as far as they are kept; the newest first.",
    })
    @Reads(kept)
    @Costs({ items: 10 })
    revisions(
      @Root() { row }: Deployment | StatefulSet | DaemonSet,
      @Ctx() ctx: DomainContext,
    ): readonly WorkloadRevision[] {
      const all = revisionsOf(ctx, row);
      return all.map((revision) => new WorkloadRevision(revision, all));
    }
  }
  return RevisionsResolver;
}

@Resolver(() => WorkloadRevision)
class RevisionDiffResolver {
  @FieldResolver(() => [RevisionChange], {
    nullable: true,
    description: "What is not the same in another revision; null where there is none of that number.",
  })
  diff(
    @Root() revision: WorkloadRevision,
    @Arg("to", () => Int, { nullable: true, description: "Number of the other one; the newest when absent." })
    to?: number | null,
  ): readonly RevisionChange[] | null {
    return revision.changesTo(to);
  }
}

export const revisionResolvers = [
  RevisionDiffResolver,
  revisionsEdge(() => Deployment, REPLICA_SETS),
  revisionsEdge(() => StatefulSet, CONTROLLER_REVISIONS),
  revisionsEdge(() => DaemonSet, CONTROLLER_REVISIONS),
];
