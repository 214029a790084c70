import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts, whole } from "./plugin.ts";

export const iscsi = definePlugin({
  source: VolumeSourceType.ISCSI,
  name: "Iscsi",
  description: "An iSCSI device.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    targetPortal: text("Address of the target."),
    portals: texts("Further addresses of it."),
    iqn: text("Name of the target."),
    lun: whole("Number of the logical unit."),
    iscsiInterface: text("The interface by which it is reached."),
    initiatorName: text("Name of the initiator; null: that of the node."),
    chapAuthDiscovery: flag("The discovery is authenticated by CHAP."),
    chapAuthSession: flag("The session is authenticated by CHAP."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
