import { type Connection, Costs, Ctx, FieldResolver, JSONValue, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { DEFINITIONS, printerIn, printerOf } from "./column.service.ts";
import { PrinterColumn } from "./column.type.ts";
import type { Cell } from "./printers/index.ts";
import { Resource, ResourceConnection } from "./resource.type.ts";

@Resolver(() => Resource)
export class ResourceCellsResolver {
  @FieldResolver(() => [PrinterColumn], {
    nullable: true,
    description: "The columns of the table that `kubectl get` prints of its kind, in its version.",
  })
  @Reads(DEFINITIONS)
  @Costs({ items: 10 })
  columns(@Root() { row }: Resource, @Ctx() ctx: DomainContext): readonly PrinterColumn[] {
    return printerOf(ctx, row).columns;
  }

  @FieldResolver(() => [JSONValue], {
    nullable: "itemsAndList",
    description:
      "What `kubectl get` prints of it: one text, number, boolean or null for each of the `columns`. Where kubectl prints how long ago something was, it is the point in time.",
  })
  @Costs({ weight: 2 })
  cells(@Root() { row }: Resource, @Ctx() ctx: DomainContext): readonly Cell[] {
    return printerOf(ctx, row).cells(row.object);
  }
}

@Resolver(() => ResourceConnection)
export class ResourceColumnsResolver {
  @FieldResolver(() => [PrinterColumn], {
    nullable: true,
    description:
      "The columns of the table that `kubectl get` prints of the kind, as the first of the clusters defines it.",
  })
  @Reads(DEFINITIONS)
  @Costs({ items: 10 })
  columns(@Root() connection: Connection<Manifest, Resource>, @Ctx() ctx: DomainContext): readonly PrinterColumn[] {
    const { resource, clusters } = connection.source ?? { resource: "" };
    const [cluster] = clusters ?? ctx.reader.clusters();
    return cluster === undefined ? [] : printerIn(ctx, { cluster, resource }).columns;
  }
}
