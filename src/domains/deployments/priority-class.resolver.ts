import { Args, type Connection, Ctx, FieldResolver, indexed, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { type ArgsOf, readTarget } from "../resources/index.ts";
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, Pod } from "./pod.type.ts";
import { podsByPriorityClass } from "./priority-class.kind.ts";
import { PRIORITY_CLASSES, PriorityClass, type PriorityClassManifest } from "./priority-class.type.ts";

@Resolver(() => PriorityClass)
export class PriorityClassResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods of this class." })
  @Reads(PODS)
  pods(
    @Root() { row }: PriorityClass,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const match = indexed<PodManifest>(podsByPriorityClass, [row.name]);
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => Pod)
export class PodPriorityClassResolver {
  @FieldResolver(() => PriorityClass, {
    nullable: true,
    description: "Its priority class; null where it has none, and when that does not exist or may not be seen.",
  })
  @Reads(PRIORITY_CLASSES)
  priorityClass(@Root() { row, object }: Pod, @Ctx() ctx: DomainContext): PriorityClass | null {
    const name = object.spec?.priorityClassName;
    if (!name) return null;
    const ref = { cluster: row.scope.cluster, resource: PRIORITY_CLASSES, namespace: "", name };
    const found = readTarget<PriorityClassManifest>(ctx, ref);
    return found && new PriorityClass(found);
  }
}
