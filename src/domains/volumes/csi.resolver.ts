import {
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  matching,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { ClusterNode, NODES, type NodeManifest } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import type { ArgsOf } from "../resources/index.ts";
import type { CsiDriverManifest, CsiNodeManifest } from "./csi.manifest.ts";
import { volumesByDriver } from "./csi-driver.kind.ts";
import { CSI_DRIVERS, CsiDriver } from "./csi-driver.type.ts";
import { csiNodes, csiNodesByDriver } from "./csi-node.kind.ts";
import { CSI_NODES, CsiNode } from "./csi-node.type.ts";
import { storageClasses } from "./storage-class.kind.ts";
import { STORAGE_CLASSES, StorageClass } from "./storage-class.type.ts";
import { volumes } from "./volume.kind.ts";
import type { StorageClassManifest, VolumeManifest } from "./volume.manifest.ts";
import { PersistentVolume, VOLUMES } from "./volume.type.ts";
import { csiDriverOf, volumeSourceOf } from "./volume-source.mapping.ts";

function readDriver(ctx: DomainContext, cluster: string, name: string | null | undefined): CsiDriver | null {
  if (!name) return null;
  const row = ctx.reader.get<CsiDriverManifest>({ cluster, resource: CSI_DRIVERS, namespace: "", name });
  return row && new CsiDriver(row);
}

@Resolver(() => CsiDriver)
export class CsiDriverResolver {
  @FieldResolver(() => storageClasses.Connection, {
    nullable: true,
    description: "The storage classes whose provisioner it is.",
  })
  @Reads(STORAGE_CLASSES)
  @Costs({ exclusive: true })
  storageClasses(
    @Root() { row }: CsiDriver,
    @Ctx() ctx: DomainContext,
    @Args(() => storageClasses.Args) args: ArgsOf<typeof storageClasses>,
  ): Connection<StorageClassManifest, StorageClass> {
    const match = matching<StorageClassManifest>(({ object }) => object.provisioner === row.name);
    return storageClasses.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => volumes.Connection, { nullable: true, description: "The persistent volumes of it." })
  @Reads(VOLUMES)
  @Costs({ exclusive: true })
  volumes(
    @Root() { row }: CsiDriver,
    @Ctx() ctx: DomainContext,
    @Args(() => volumes.Args) args: ArgsOf<typeof volumes>,
  ): Connection<VolumeManifest, PersistentVolume> {
    return volumes.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(volumesByDriver, [row.name]) });
  }

  @FieldResolver(() => csiNodes.Connection, { nullable: true, description: "The nodes on which it runs." })
  @Reads(CSI_NODES)
  nodes(
    @Root() { row }: CsiDriver,
    @Ctx() ctx: DomainContext,
    @Args(() => csiNodes.Args) args: ArgsOf<typeof csiNodes>,
  ): Connection<CsiNodeManifest, CsiNode> {
    return csiNodes.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(csiNodesByDriver, [row.name]) });
  }
}

@Resolver(() => StorageClass)
export class StorageClassDriverResolver {
  @FieldResolver(() => CsiDriver, {
    nullable: true,
    description: "Its driver; null where its provisioner is none that is installed, or it may not be seen.",
  })
  @Reads(CSI_DRIVERS)
  csiDriver(@Root() { row }: StorageClass, @Ctx() ctx: DomainContext): CsiDriver | null {
    return readDriver(ctx, row.scope.cluster, row.object.provisioner);
  }
}

@Resolver(() => PersistentVolume)
export class VolumeDriverResolver {
  @FieldResolver(() => CsiDriver, {
    nullable: true,
    description: "Its driver; null where it has none, none is installed of that name, or it may not be seen.",
  })
  @Reads(CSI_DRIVERS)
  csiDriver(@Root() { row }: PersistentVolume, @Ctx() ctx: DomainContext): CsiDriver | null {
    return readDriver(ctx, row.scope.cluster, csiDriverOf(volumeSourceOf(row.object.spec)));
  }
}

@Resolver(() => CsiNode)
export class CsiNodeResolver {
  @FieldResolver(() => ClusterNode, { nullable: true, description: "The node itself; null where it may not be seen." })
  @Reads(NODES)
  node(@Root() { row }: CsiNode, @Ctx() ctx: DomainContext): ClusterNode | null {
    const { scope, name } = row;
    const found = ctx.reader.get<NodeManifest>({ cluster: scope.cluster, resource: NODES, namespace: "", name });
    return found && new ClusterNode(found);
  }
}

@Resolver(() => ClusterNode)
export class NodeDriversResolver {
  @FieldResolver(() => CsiNode, {
    nullable: true,
    description: "The storage drivers that run on it; null where none has been there yet, or it may not be seen.",
  })
  @Reads(CSI_NODES)
  csiNode(@Root() { row }: ClusterNode, @Ctx() ctx: DomainContext): CsiNode | null {
    const { scope, name } = row;
    const found = ctx.reader.get<CsiNodeManifest>({ cluster: scope.cluster, resource: CSI_NODES, namespace: "", name });
    return found && new CsiNode(found);
  }
}
