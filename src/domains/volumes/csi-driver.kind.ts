import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, ObjectFilter } from "../resources/index.ts";
import { CSI_DRIVERS, CsiDriver, CsiVolumeLifecycle } from "./csi-driver.type.ts";
import type { VolumeManifest } from "./volume.manifest.ts";
import { VOLUMES } from "./volume.type.ts";
import { csiDriverOf, volumeSourceOf } from "./volume-source.mapping.ts";

/** Persistent volumes by the driver that they are of. */
export const volumesByDriver: IndexDefinition = {
  name: "driver",
  resource: VOLUMES,
  values: ({ object }) => {
    const driver = csiDriverOf(volumeSourceOf((object as VolumeManifest).spec));
    return driver === null ? [] : [driver];
  },
};

@InputType({ description: "Which storage drivers; each condition that is given must hold." })
export class CsiDriverFilter extends ObjectFilter {
  @Field(() => CsiVolumeLifecycle, { nullable: true, description: "Whose volumes can live so long." })
  volumeLifecycle?: CsiVolumeLifecycle | null;
}

export const csiDrivers = defineKind({
  resource: CSI_DRIVERS,
  name: "CsiDriver",
  words: ["storage driver", "storage drivers"],
  type: CsiDriver,
  filter: CsiDriverFilter,
  clusterScoped: true,
  predicates: ({ volumeLifecycle }) =>
    volumeLifecycle == null ? [] : [matching((row) => new CsiDriver(row).volumeLifecycles.includes(volumeLifecycle))],
});
