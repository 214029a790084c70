import { type ClassType, Costs, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import type { KubernetesObject } from "../resources/index.ts";
import { CLAIMS, PersistentVolumeClaim } from "./claim.type.ts";
import { PodVolume } from "./pod-volume.type.ts";
import { claimNamesOf, declaredVolumesOf } from "./pod-volumes.mapping.ts";
import type { ClaimManifest } from "./volume.manifest.ts";

/** The volumes and claims of a kind that makes pods, or is one. */
export function volumeEdges(type: ClassType | object): ClassType {
  @Resolver(() => type as ClassType)
  class DeclaredVolumesResolver {
    @FieldResolver(() => [PodVolume], {
      description: "The volumes of its pods as they are declared; `dataVolumes` tells where their data is.",
    })
    @Costs({ items: 4 })
    volumes(@Root() { row }: KubernetesObject): readonly PodVolume[] {
      return declaredVolumesOf(row.object).map((declared) => new PodVolume(declared));
    }

    @FieldResolver(() => [PersistentVolumeClaim], {
      nullable: true,
      description: "The claims that its pods use, in the order of the volumes: those that exist and may be seen.",
    })
    @Reads(CLAIMS)
    @Costs({ items: 2 })
    claims(@Root() { row }: KubernetesObject, @Ctx() ctx: DomainContext): readonly PersistentVolumeClaim[] {
      const { scope, namespace } = row;
      return claimNamesOf(row.object).flatMap((name) => {
        const claim = ctx.reader.get<ClaimManifest>({ cluster: scope.cluster, resource: CLAIMS, namespace, name });
        return claim ? [new PersistentVolumeClaim(claim)] : [];
      });
    }
  }
  return DeclaredVolumesResolver;
}
