/** A source of volumes as it stands in manifests, and what the gateway makes of it. */
export interface SourceFixture {
  /** The field of the manifest, and what stands under it. */
  readonly manifest: Readonly<Record<string, object>>;
  readonly type: string;
  /** The GraphQL field with its settings, and what is in it; each of them is there. */
  readonly field: string;
  readonly settings: object;
  readonly accessModes: readonly string[] | null;
  readonly shareable: boolean | null;
}

const ONCE = ["READ_WRITE_ONCE"];
const ONCE_OR_READ = ["READ_WRITE_ONCE", "READ_ONLY_MANY"];
const MANY = ["READ_WRITE_ONCE", "READ_ONLY_MANY", "READ_WRITE_MANY"];
const READ = ["READ_ONLY_MANY"];

type Given = readonly [
  type: string,
  field: string,
  name: string,
  manifest: object,
  settings: object,
  accessModes: readonly string[] | null,
  shareable: boolean | null,
];

const fixtureOf = ([type, field, name, manifest, settings, accessModes, shareable]: Given): SourceFixture => {
  return { manifest: { [name]: manifest }, type, field, settings, accessModes, shareable };
};

const disk = { fsType: "ext4", readOnly: true };
const secretRef = { name: "credentials" };
const secretName = "credentials";

/** Those that mean the same in a pod and in a persistent volume. */
const both: readonly Given[] = [
  [
    "AWS_ELASTIC_BLOCK_STORE",
    "awsElasticBlockStore",
    "awsElasticBlockStore",
    { volumeID: "vol-1", partition: 2, ...disk },
    { volumeId: "vol-1", partition: 2, ...disk },
    ONCE,
    false,
  ],
  [
    "AZURE_DISK",
    "azureDisk",
    "azureDisk",
    { diskName: "d", diskURI: "/subscriptions/s/d", kind: "Managed", cachingMode: "ReadOnly", ...disk },
    { diskName: "d", diskUri: "/subscriptions/s/d", kind: "Managed", cachingMode: "ReadOnly", ...disk },
    ONCE,
    false,
  ],
  [
    "CINDER",
    "cinder",
    "cinder",
    { volumeID: "c-1", secretRef, ...disk },
    { volumeId: "c-1", secretName, ...disk },
    ONCE,
    false,
  ],
  [
    "CEPHFS",
    "cephfs",
    "cephfs",
    { monitors: ["m:6789"], path: "/shop", user: "web", secretFile: "/etc/ceph/key", secretRef, readOnly: true },
    { monitors: ["m:6789"], path: "/shop", user: "web", secretFile: "/etc/ceph/key", secretName, readOnly: true },
    MANY,
    true,
  ],
  [
    "FC",
    "fc",
    "fc",
    { targetWWNs: ["500a0982991b8dc5"], lun: 2, ...disk },
    { targetWwns: ["500a0982991b8dc5"], wwids: null, lun: 2, ...disk },
    ONCE_OR_READ,
    false,
  ],
  [
    "FLEX_VOLUME",
    "flexVolume",
    "flexVolume",
    { driver: "example.com/lvm", options: { size: "1000m" }, secretRef, ...disk },
    { driver: "example.com/lvm", options: { size: "1000m" }, secretName, ...disk },
    null,
    null,
  ],
  ["FLOCKER", "flocker", "flocker", { datasetName: "shop" }, { datasetName: "shop", datasetUuid: null }, ONCE, false],
  [
    "GCE_PERSISTENT_DISK",
    "gcePersistentDisk",
    "gcePersistentDisk",
    { pdName: "shop", partition: 1, ...disk },
    { pdName: "shop", partition: 1, ...disk },
    ONCE_OR_READ,
    false,
  ],
  [
    "ISCSI",
    "iscsi",
    "iscsi",
    {
      targetPortal: "10.0.2.15:3260",
      portals: ["10.0.2.16:3260"],
      iqn: "iqn.2001-04.com.example:storage.kube",
      lun: 0,
      iscsiInterface: "default",
      initiatorName: "iqn.1996-04.com.example:node",
      chapAuthDiscovery: true,
      chapAuthSession: true,
      secretRef,
      ...disk,
    },
    {
      targetPortal: "10.0.2.15:3260",
      portals: ["10.0.2.16:3260"],
      iqn: "iqn.2001-04.com.example:storage.kube",
      lun: 0,
      iscsiInterface: "default",
      initiatorName: "iqn.1996-04.com.example:node",
      chapAuthDiscovery: true,
      chapAuthSession: true,
      secretName,
      ...disk,
    },
    ONCE_OR_READ,
    false,
  ],
  [
    "NFS",
    "nfs",
    "nfs",
    { server: "nfs.test", path: "/share", readOnly: true },
    { server: "nfs.test", path: "/share", readOnly: true },
    MANY,
    true,
  ],
  [
    "PHOTON_PERSISTENT_DISK",
    "photonPersistentDisk",
    "photonPersistentDisk",
    { pdID: "p-1", fsType: "ext4" },
    { pdId: "p-1", fsType: "ext4" },
    ONCE,
    false,
  ],
  [
    "PORTWORX_VOLUME",
    "portworxVolume",
    "portworxVolume",
    { volumeID: "px-1", ...disk },
    { volumeId: "px-1", ...disk },
    ["READ_WRITE_ONCE", "READ_WRITE_MANY"],
    true,
  ],
  [
    "QUOBYTE",
    "quobyte",
    "quobyte",
    { registry: "registry:7861", volume: "shop", user: "web", group: "web", tenant: "t", readOnly: true },
    { registry: "registry:7861", volume: "shop", user: "web", group: "web", tenant: "t", readOnly: true },
    MANY,
    true,
  ],
  [
    "RBD",
    "rbd",
    "rbd",
    {
      monitors: ["m:6789"],
      pool: "kube",
      image: "shop",
      user: "web",
      keyring: "/etc/ceph/keyring",
      secretRef,
      ...disk,
    },
    {
      monitors: ["m:6789"],
      pool: "kube",
      image: "shop",
      user: "web",
      keyring: "/etc/ceph/keyring",
      secretName,
      ...disk,
    },
    ONCE_OR_READ,
    false,
  ],
  [
    "SCALE_IO",
    "scaleIo",
    "scaleIO",
    {
      gateway: "https://gateway/api",
      system: "scaleio",
      protectionDomain: "pd0",
      storagePool: "sp1",
      storageMode: "ThickProvisioned",
      volumeName: "shop",
      sslEnabled: true,
      secretRef,
      ...disk,
    },
    {
      gateway: "https://gateway/api",
      system: "scaleio",
      protectionDomain: "pd0",
      storagePool: "sp1",
      storageMode: "ThickProvisioned",
      volumeName: "shop",
      sslEnabled: true,
      secretName,
      ...disk,
    },
    ONCE_OR_READ,
    false,
  ],
  [
    "STORAGEOS",
    "storageos",
    "storageos",
    { volumeName: "shop", volumeNamespace: "prod", secretRef, ...disk },
    { volumeName: "shop", volumeNamespace: "prod", secretName, ...disk },
    ONCE,
    false,
  ],
  [
    "VSPHERE_VOLUME",
    "vsphereVolume",
    "vsphereVolume",
    { volumePath: "[datastore1] shop.vmdk", fsType: "ext4", storagePolicyName: "gold", storagePolicyID: "g-1" },
    { volumePath: "[datastore1] shop.vmdk", fsType: "ext4", storagePolicyName: "gold", storagePolicyId: "g-1" },
    ONCE,
    false,
  ],
  [
    "HOST_PATH",
    "hostPath",
    "hostPath",
    { path: "/var/data", type: "DirectoryOrCreate" },
    { path: "/var/data", type: "DirectoryOrCreate" },
    ONCE,
    false,
  ],
];

const requested = { resources: { requests: { storage: "1Gi" } } };

/** Of a persistent volume, which has no namespace, the Secret's is named as well. */
function withSecretIn(namespace: string | null): (given: Given) => Given {
  return (given) => {
    const [type, field, name, manifest, settings, ...rest] = given;
    if (!("secretRef" in manifest)) return given;
    const named = namespace === null ? manifest : { ...manifest, secretRef: { ...secretRef, namespace } };
    return [type, field, name, named, { ...settings, secretNamespace: namespace }, ...rest];
  };
}

/** As a pod has them in its `volumes`. */
export const podSources: readonly SourceFixture[] = [
  ...both.map(withSecretIn(null)),
  [
    "AZURE_FILE",
    "azureFile",
    "azureFile",
    { secretName, shareName: "share", readOnly: true },
    { secretName, shareName: "share", secretNamespace: null, readOnly: true },
    MANY,
    true,
  ],
  [
    "CONFIG_MAP",
    "configMap",
    "configMap",
    { name: "settings", items: [{ key: "a", path: "a.conf" }], optional: true, defaultMode: 0o400 },
    { name: "settings", keys: ["a"], optional: true, defaultMode: 0o400 },
    READ,
    true,
  ],
  [
    "CSI",
    "csi",
    "csi",
    { driver: "inline.test", fsType: "ext4", readOnly: true, volumeAttributes: { size: "1Gi" } },
    { driver: "inline.test", volumeHandle: null, fsType: "ext4", readOnly: true, volumeAttributes: { size: "1Gi" } },
    ONCE,
    false,
  ],
  [
    "DOWNWARD_API",
    "downwardApi",
    "downwardAPI",
    { items: [{ path: "labels", fieldRef: { apiVersion: "v1", fieldPath: "metadata.labels" } }], defaultMode: 0o644 },
    { paths: ["labels"], defaultMode: 0o644 },
    ONCE,
    false,
  ],
  [
    "EMPTY_DIR",
    "emptyDir",
    "emptyDir",
    { medium: "Memory", sizeLimit: "64Mi" },
    { medium: "Memory", sizeLimit: "64Mi", sizeLimitBytes: 67_108_864 },
    ONCE,
    false,
  ],
  [
    "EPHEMERAL",
    "ephemeral",
    "ephemeral",
    { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", ...requested } } },
    { storageClassName: "fast", requested: "1Gi", requestedBytes: 1_073_741_824 },
    ONCE,
    false,
  ],
  [
    "GIT_REPO",
    "gitRepo",
    "gitRepo",
    { repository: "https://git.test/shop.git", revision: "22f1d8406d464b0c", directory: "src" },
    { repository: "https://git.test/shop.git", revision: "22f1d8406d464b0c", directory: "src" },
    ONCE,
    false,
  ],
  [
    "GLUSTERFS",
    "glusterfs",
    "glusterfs",
    { endpoints: "gluster", path: "shop", readOnly: true },
    { endpoints: "gluster", endpointsNamespace: null, path: "shop", readOnly: true },
    MANY,
    true,
  ],
  [
    "IMAGE",
    "image",
    "image",
    { reference: "registry.test/artifact:1", pullPolicy: "IfNotPresent" },
    { reference: "registry.test/artifact:1", pullPolicy: "IfNotPresent" },
    READ,
    true,
  ],
  [
    "PERSISTENT_VOLUME_CLAIM",
    "persistentVolumeClaim",
    "persistentVolumeClaim",
    { claimName: "files", readOnly: true },
    { claimName: "files", readOnly: true },
    null,
    null,
  ],
  [
    "PROJECTED",
    "projected",
    "projected",
    {
      defaultMode: 0o420,
      sources: [
        { configMap: { name: "settings" } },
        { secret: { name: "credentials" } },
        { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
        { downwardAPI: { items: [{ path: "name", fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } }] } },
      ],
    },
    {
      configMaps: ["settings"],
      secrets: ["credentials"],
      serviceAccountTokens: ["token"],
      downwardApiPaths: ["name"],
      defaultMode: 0o420,
    },
    ONCE,
    false,
  ],
  [
    "SECRET",
    "secret",
    "secret",
    { secretName, items: [{ key: "tls.crt", path: "crt" }], optional: true, defaultMode: 0o400 },
    { secretName, keys: ["tls.crt"], optional: true, defaultMode: 0o400 },
    READ,
    true,
  ],
].map((each) => fixtureOf(each as Given));

/** As a PersistentVolume has them in its spec; each is declared to be mounted by one node. */
export const volumeSources: readonly SourceFixture[] = [
  ...both.map(withSecretIn("prod")),
  [
    "AZURE_FILE",
    "azureFile",
    "azureFile",
    { secretName, secretNamespace: "prod", shareName: "share", readOnly: true },
    { secretName, secretNamespace: "prod", shareName: "share", readOnly: true },
    MANY,
    true,
  ],
  [
    "CSI",
    "csi",
    "csi",
    { driver: "ebs.csi.aws.com", volumeHandle: "vol-1", volumeAttributes: { zone: "a" }, ...disk },
    { driver: "ebs.csi.aws.com", volumeHandle: "vol-1", volumeAttributes: { zone: "a" }, ...disk },
    // By the word of the volume.
    ONCE,
    false,
  ],
  [
    "GLUSTERFS",
    "glusterfs",
    "glusterfs",
    { endpoints: "gluster", endpointsNamespace: "prod", path: "shop", readOnly: true },
    { endpoints: "gluster", endpointsNamespace: "prod", path: "shop", readOnly: true },
    MANY,
    true,
  ],
  [
    "LOCAL",
    "local",
    "local",
    { path: "/mnt/disk", fsType: "ext4" },
    { path: "/mnt/disk", fsType: "ext4" },
    ONCE,
    false,
  ],
]
  .map((each) => fixtureOf(each as Given))
  .map((each) => (each.type === "FLEX_VOLUME" ? { ...each, accessModes: ONCE, shareable: false } : each));

/** The selection of a source with all settings of each plugin. */
export function sourceSelection(fixtures: readonly SourceFixture[]): string {
  const fields = new Map(fixtures.map(({ field, settings }) => [field, Object.keys(settings).join(" ")]));
  const settings = [...fields].map(([field, names]) => `${field} { ${names} }`);
  return `source { type accessModes shareable ${settings.join(" ")} }`;
}

/** What is answered to it. */
export function sourceAnswer(fixture: SourceFixture, fixtures: readonly SourceFixture[]): object {
  const { type, field, settings, accessModes, shareable } = fixture;
  const others = Object.fromEntries(fixtures.map((each) => [each.field, null]));
  return { type, accessModes, shareable, ...others, [field]: settings };
}
