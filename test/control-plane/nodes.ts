import { randomUUID } from "node:crypto";

const zones = ["zone-a", "zone-b", "zone-c"];

/** A node as a kubelet would register it; kwok adds the conditions and keeps it Ready. */
export function nodeOf(cluster: string, index: number, options: { pods: number; kubelet: string; port: number }) {
  const name = `${cluster}-node-${String(index + 1).padStart(3, "0")}`;
  const zone = zones[index % zones.length] ?? "";
  const capacity = {
    cpu: "32",
    memory: "256Gi",
    pods: String(options.pods),
    "ephemeral-storage": "500Gi",
    "hugepages-2Mi": "0",
  };
  // A /22 for every node: kwok gives pods their addresses out of it, so no two pods of a cluster share one
  const subnet = index * 4;
  const podCIDR = `10.${128 + Math.floor(subnet / 256)}.${subnet % 256}.0/22`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "m7.8xlarge",
        "topology.kubernetes.io/region": "region-1",
        "topology.kubernetes.io/zone": zone,
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR], providerID: `kwok://${cluster}/${name}` },
    status: {
      capacity,
      allocatable: { ...capacity, cpu: "31500m", memory: "250Gi" },
      // Where the API server finds the kubelet that kwok simulates for all nodes
      addresses: [
        { type: "InternalIP", address: "127.0.0.1" },
        { type: "Hostname", address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: options.port } },
      nodeInfo: {
        architecture: "amd64",
        bootID: randomUUID(),
        containerRuntimeVersion: "containerd://2.1.4",
        kernelVersion: "6.1.0-40-amd64",
        kubeProxyVersion: "",
        kubeletVersion: options.kubelet,
        machineID: randomUUID().replaceAll("-", ""),
        operatingSystem: "linux",
        osImage: "Debian GNU/Linux 12 (bookworm)",
        systemUUID: randomUUID(),
      },
    },
  };
}
