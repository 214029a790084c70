import type { EventCase } from "./event-case.ts";

const resources = { requests: { storage: "1Gi" } };

export const volumeCases: Readonly<Record<string, EventCase>> = {
  persistentVolumeClaimEvents: {
    args: "",
    filter: "PersistentVolumeClaimFilter",
    on: "PersistentVolumeClaim",
    path: (namespace) => `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
    body: (name) => ({ metadata: { name }, spec: { accessModes: ["ReadWriteOnce"], resources } }),
  },
  persistentVolumeEvents: {
    args: "",
    filter: "PersistentVolumeFilter",
    on: "PersistentVolume",
    clusterScoped: true,
    path: () => "/api/v1/persistentvolumes",
    body: (name) => ({
      metadata: { name },
      spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, nfs: { server: "nfs.test", path: "/" } },
    }),
  },
  storageClassEvents: {
    args: "",
    filter: "StorageClassFilter",
    on: "StorageClass",
    clusterScoped: true,
    path: () => "/apis/storage.k8s.io/v1/storageclasses",
    body: (name) => ({ metadata: { name }, provisioner: "kubernetes.io/no-provisioner" }),
  },
  csiDriverEvents: {
    args: "",
    filter: "CsiDriverFilter",
    on: "CsiDriver",
    clusterScoped: true,
    path: () => "/apis/storage.k8s.io/v1/csidrivers",
    body: (name) => ({ metadata: { name }, spec: {} }),
  },
  csiNodeEvents: {
    args: "",
    filter: "CsiNodeFilter",
    on: "CsiNode",
    clusterScoped: true,
    path: () => "/apis/storage.k8s.io/v1/csinodes",
    body: (name) => ({ metadata: { name }, spec: { drivers: [] } }),
  },
};
