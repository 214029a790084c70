import {
  AGE,
  boolean,
  integer,
  type Loose,
  NAME,
  NONE,
  or,
  type Printer,
  printer,
  text,
  UNSET,
  wide,
} from "./columns.mapping.ts";

const MODES = { ReadWriteOnce: "RWO", ReadOnlyMany: "ROX", ReadWriteMany: "RWX", ReadWriteOncePod: "RWOP" } as const;
const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
const defaults = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

function modesText(modes: readonly string[] | undefined): string {
  return Object.entries(MODES)
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

const phaseOf = ({ metadata, status }: Loose) => (metadata.deletionTimestamp ? "Terminating" : status?.phase);
const classOf = ({ metadata, spec }: Loose) => metadata.annotations?.[BETA_CLASS] ?? spec?.storageClassName;
const attributesOf = ({ spec }: Loose) => spec?.volumeAttributesClassName ?? UNSET;
const modeOf = ({ spec }: Loose) => spec?.volumeMode ?? UNSET;
const isDefault = ({ metadata }: Loose) => defaults.some((each) => metadata.annotations?.[each] === "true");

export const volumePrinters: Readonly<Record<string, Printer>> = {
  persistentvolumes: printer(
    NAME,
    text("Capacity", ({ spec }) => spec?.capacity?.storage ?? "0"),
    text("Access Modes", ({ spec }) => modesText(spec?.accessModes)),
    text("Reclaim Policy", ({ spec }) => spec?.persistentVolumeReclaimPolicy),
    text("Status", phaseOf),
    text("Claim", ({ spec }) => spec?.claimRef && `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}`),
    text("StorageClass", classOf),
    text("VolumeAttributesClass", attributesOf),
    text("Reason", ({ status }) => status?.reason),
    AGE,
    wide("VolumeMode", modeOf),
  ),
  persistentvolumeclaims: printer(
    NAME,
    text("Status", phaseOf),
    text("Volume", ({ spec }) => spec?.volumeName),
    text("Capacity", ({ spec, status }) => spec?.volumeName && (status?.capacity?.storage ?? "0")),
    text("Access Modes", ({ spec, status }) => spec?.volumeName && modesText(status?.accessModes)),
    text("StorageClass", classOf),
    text("VolumeAttributesClass", attributesOf),
    AGE,
    wide("VolumeMode", modeOf),
  ),
  "storage.k8s.io/storageclasses": printer(
    { ...NAME, cell: (each) => (isDefault(each) ? `${each.metadata.name} (default)` : each.metadata.name) },
    text("Provisioner", ({ provisioner }) => provisioner),
    text("ReclaimPolicy", ({ reclaimPolicy }) => reclaimPolicy ?? "Delete"),
    text("VolumeBindingMode", ({ volumeBindingMode }) => volumeBindingMode ?? "Immediate"),
    text("AllowVolumeExpansion", ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false),
    AGE,
  ),
  "storage.k8s.io/volumeattributesclasses": printer(
    NAME,
    text("DriverName", ({ driverName }) => driverName),
    AGE,
  ),
  "storage.k8s.io/volumeattachments": printer(
    NAME,
    { ...text("Attacher", ({ spec }) => spec?.attacher), format: "name" },
    text("PV", ({ spec }) => spec?.source?.persistentVolumeName),
    text("Node", ({ spec }) => spec?.nodeName),
    boolean("Attached", ({ status }) => status?.attached ?? false),
    AGE,
  ),
  "storage.k8s.io/csinodes": printer(
    NAME,
    integer("Drivers", ({ spec }) => (spec?.drivers ?? []).length),
    AGE,
  ),
  "storage.k8s.io/csidrivers": printer(
    NAME,
    boolean("AttachRequired", ({ spec }) => spec?.attachRequired ?? true),
    boolean("PodInfoOnMount", ({ spec }) => spec?.podInfoOnMount ?? false),
    boolean("StorageCapacity", ({ spec }) => spec?.storageCapacity ?? false),
    text("TokenRequests", ({ spec }) =>
      spec?.tokenRequests ? spec.tokenRequests.map(({ audience = "" }: Loose) => audience).join(",") : UNSET,
    ),
    boolean("RequiresRepublish", ({ spec }) => spec?.requiresRepublish ?? false),
    text("Modes", ({ spec }) => or((spec?.volumeLifecycleModes ?? []).join(","), NONE)),
    AGE,
  ),
};
