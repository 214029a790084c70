import { Args, type Connection, Costs, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ChildrenArgs } from "./children.input.ts";
import { childrenOf } from "./children.service.ts";
import { ObjectEventArgs } from "./event.input.ts";
import type { EventManifest } from "./event.manifest.ts";
import { listEventsOf } from "./event.service.ts";
import { EVENTS, EventConnection, type ObjectEvent } from "./event.type.ts";
import { objectFor } from "./kinds.ts";
import { KubernetesObject } from "./object.type.ts";
import { readOwner } from "./owner.service.ts";
import { Owner } from "./owner.type.ts";

/** The edges that objects of every kind have. */
@Resolver(() => KubernetesObject)
export class ObjectResolver {
  @FieldResolver(() => [Owner], { description: "What it belongs to." })
  @Costs({ items: 1 })
  owners(@Root() { row }: KubernetesObject): readonly Owner[] {
    return (row.object.metadata.ownerReferences ?? []).map((reference) => new Owner(row, reference));
  }

  @FieldResolver(() => [KubernetesObject], {
    nullable: true,
    description:
      "The objects that belong to it (they name it in `metadata.ownerReferences`) and that the caller may see, by kind and name.",
  })
  @Reads("*")
  @Costs({ items: 50, weight: 10 })
  children(
    @Root() { row }: KubernetesObject,
    @Ctx() ctx: DomainContext,
    @Args(() => ChildrenArgs) args: ChildrenArgs,
  ): readonly KubernetesObject[] | null {
    return childrenOf(ctx, row, args)?.map(objectFor) ?? null;
  }

  @FieldResolver(() => EventConnection, { nullable: true, description: "The events that tell of it." })
  @Reads(EVENTS)
  @Costs({ exclusive: true })
  events(
    @Root() { row }: KubernetesObject,
    @Ctx() ctx: DomainContext,
    @Args(() => ObjectEventArgs) args: ObjectEventArgs,
  ): Connection<EventManifest, ObjectEvent> {
    return listEventsOf(ctx, row, args);
  }
}

@Resolver(() => Owner)
export class OwnerResolver {
  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description: "The owner itself; null when it does not exist or may not be seen.",
  })
  @Reads("*")
  object(@Root() owner: Owner, @Ctx() ctx: DomainContext): KubernetesObject | null {
    const row = readOwner(ctx, owner);
    return row && objectFor(row);
  }
}
