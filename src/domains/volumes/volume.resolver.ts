import {
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import {
  listWorkloads,
  PODS,
  type Pod,
  type PodManifest,
  pods,
  type Workload,
  WorkloadArgs,
  WorkloadConnection,
  workloadKinds,
} from "../deployments/index.ts";
import type { ArgsOf } from "../resources/index.ts";
import { claims, claimsByClass } from "./claim.kind.ts";
import { CLAIMS, PersistentVolumeClaim } from "./claim.type.ts";
import { classNameOf } from "./class-name.mapping.ts";
import { STORAGE_CLASSES, StorageClass } from "./storage-class.type.ts";
import { podsByClaim, workloadsByClaim } from "./users-by-claim.ts";
import { volumes, volumesByClass } from "./volume.kind.ts";
import type { ClaimManifest, StorageClassManifest, VolumeManifest } from "./volume.manifest.ts";
import { PersistentVolume, VOLUMES } from "./volume.type.ts";

function readClass(ctx: DomainContext, cluster: string, name: string | null): StorageClass | null {
  if (!name) return null;
  const row = ctx.reader.get<StorageClassManifest>({ cluster, resource: STORAGE_CLASSES, namespace: "", name });
  return row && new StorageClass(row);
}

@Resolver(() => PersistentVolumeClaim)
export class ClaimResolver {
  @FieldResolver(() => PersistentVolume, {
    nullable: true,
    description: "Its volume; null before it has one, and where it may not be seen.",
  })
  @Reads(VOLUMES)
  volume(@Root() { row }: PersistentVolumeClaim, @Ctx() ctx: DomainContext): PersistentVolume | null {
    const name = row.object.spec?.volumeName;
    if (!name) return null;
    const volume = ctx.reader.get<VolumeManifest>({
      cluster: row.scope.cluster,
      resource: VOLUMES,
      namespace: "",
      name,
    });
    return volume && new PersistentVolume(volume);
  }

  @FieldResolver(() => StorageClass, {
    nullable: true,
    description: "Its storage class; null without one, and where it may not be seen.",
  })
  @Reads(STORAGE_CLASSES)
  storageClass(@Root() { row }: PersistentVolumeClaim, @Ctx() ctx: DomainContext): StorageClass | null {
    return readClass(ctx, row.scope.cluster, classNameOf(row.object));
  }

  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that use it." })
  @Reads(PODS)
  pods(
    @Root() { row }: PersistentVolumeClaim,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const match = indexed<PodManifest>(podsByClaim, [`${row.namespace}/${row.name}`]);
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => WorkloadConnection, {
    nullable: true,
    description: "The workloads whose pods use it; a StatefulSet uses the claims that it makes.",
  })
  @Reads(...workloadKinds)
  workloads(
    @Root() { row }: PersistentVolumeClaim,
    @Ctx() ctx: DomainContext,
    @Args(() => WorkloadArgs) args: WorkloadArgs,
  ): Connection<Manifest, Workload> {
    const match = indexed<Manifest>(workloadsByClaim, [`${row.namespace}/${row.name}`]);
    return listWorkloads(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => PersistentVolume)
export class VolumeResolver {
  @FieldResolver(() => PersistentVolumeClaim, {
    nullable: true,
    description: "The claim that has it; null where none has, or it may not be seen.",
  })
  @Reads(CLAIMS)
  claim(@Root() { row }: PersistentVolume, @Ctx() ctx: DomainContext): PersistentVolumeClaim | null {
    const { namespace, name, uid } = row.object.spec?.claimRef ?? {};
    if (!namespace || !name) return null;
    const claim = ctx.reader.get<ClaimManifest>({ cluster: row.scope.cluster, resource: CLAIMS, namespace, name });
    // A namesake that was made since is another claim.
    return claim && (uid === undefined || claim.uid === uid) ? new PersistentVolumeClaim(claim) : null;
  }

  @FieldResolver(() => StorageClass, {
    nullable: true,
    description: "Its storage class; null without one, and where it may not be seen.",
  })
  @Reads(STORAGE_CLASSES)
  storageClass(@Root() { row }: PersistentVolume, @Ctx() ctx: DomainContext): StorageClass | null {
    return readClass(ctx, row.scope.cluster, classNameOf(row.object));
  }
}

@Resolver(() => StorageClass)
export class StorageClassResolver {
  @FieldResolver(() => claims.Connection, { nullable: true, description: "The claims that ask for it." })
  @Reads(CLAIMS)
  @Costs({ exclusive: true })
  claims(
    @Root() { row }: StorageClass,
    @Ctx() ctx: DomainContext,
    @Args(() => claims.Args) args: ArgsOf<typeof claims>,
  ): Connection<ClaimManifest, PersistentVolumeClaim> {
    return claims.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(claimsByClass, [row.name]) });
  }

  @FieldResolver(() => volumes.Connection, { nullable: true, description: "The persistent volumes of it." })
  @Reads(VOLUMES)
  @Costs({ exclusive: true })
  volumes(
    @Root() { row }: StorageClass,
    @Ctx() ctx: DomainContext,
    @Args(() => volumes.Args) args: ArgsOf<typeof volumes>,
  ): Connection<VolumeManifest, PersistentVolume> {
    return volumes.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(volumesByClass, [row.name]) });
  }
}
