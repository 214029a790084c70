import { type ClassType, Costs, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import type { KubernetesObject } from "../resources/index.ts";
import { CLAIMS } from "./claim.type.ts";
import { DataVolume } from "./data-volume.type.ts";
import { DataPlacement } from "./placement.mapping.ts";
import { dataPlacementOf, dataVolumesOf } from "./placement.service.ts";
import { VOLUMES } from "./volume.type.ts";

/** Where the data is of a kind that makes pods, or is one. */
export function placementEdges(type: ClassType | object): ClassType {
  @Resolver(() => type as ClassType)
  class PlacementResolver {
    @FieldResolver(() => DataPlacement, {
      nullable: true,
      description:
        "Where the data of its pods is: of its volumes, the one that ties them most. Null when a claim that does not exist or may not be seen could tie them more.",
    })
    @Reads(CLAIMS, VOLUMES)
    dataPlacement(@Root() { row }: KubernetesObject, @Ctx() ctx: DomainContext): DataPlacement | null {
      return dataPlacementOf(ctx, row);
    }

    @FieldResolver(() => [DataVolume], {
      nullable: true,
      description:
        "The volumes of its pods, with what decides `dataPlacement`; of a StatefulSet's claims one for each pod.",
    })
    @Reads(CLAIMS, VOLUMES)
    @Costs({ items: 4 })
    dataVolumes(@Root() { row }: KubernetesObject, @Ctx() ctx: DomainContext): readonly DataVolume[] {
      return dataVolumesOf(ctx, row).map((parts) => new DataVolume(parts));
    }
  }
  return PlacementResolver;
}
