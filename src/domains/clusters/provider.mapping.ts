/** Where the machines of a cluster stand. */
export const ClusterProvider = {
  AWS: "AWS",
  AZURE: "AZURE",
  GCP: "GCP",
  OPENSTACK: "OPENSTACK",
  VSPHERE: "VSPHERE",
  ALIBABA: "ALIBABA",
  DIGITAL_OCEAN: "DIGITAL_OCEAN",
  HETZNER: "HETZNER",
  IBM: "IBM",
  ORACLE: "ORACLE",
  ON_PREMISES: "ON_PREMISES",
  LOCAL: "LOCAL",
  SEVERAL: "SEVERAL",
  UNKNOWN: "UNKNOWN",
} as const;
export type ClusterProvider = (typeof ClusterProvider)[keyof typeof ClusterProvider];

/** By what stands before `://` in a node's `spec.providerID`. */
const bySchemes: ReadonlyMap<string, ClusterProvider> = new Map([
  ["aws", "AWS"],
  ["azure", "AZURE"],
  ["gce", "GCP"],
  ["openstack", "OPENSTACK"],
  ["vsphere", "VSPHERE"],
  ["alicloud", "ALIBABA"],
  ["digitalocean", "DIGITAL_OCEAN"],
  ["hcloud", "HETZNER"],
  ["hrobot", "HETZNER"],
  ["ibm", "IBM"],
  ["ibmpowervs", "IBM"],
  ["oci", "ORACLE"],
  ["baremetal", "ON_PREMISES"],
  ["metal3", "ON_PREMISES"],
  ["nutanix", "ON_PREMISES"],
  ["proxmox", "ON_PREMISES"],
  ["harvester", "ON_PREMISES"],
  ["kubevirt", "ON_PREMISES"],
  ["k3s", "ON_PREMISES"],
  ["docker", "LOCAL"],
  ["kind", "LOCAL"],
  ["kwok", "LOCAL"],
  ["minikube", "LOCAL"],
]);

/** Who provides one machine; null where it says nothing of it. */
function providerOf(providerID: string | undefined): ClusterProvider | null {
  if (!providerID) return null;
  // Oracle names its instances without a scheme, and Alibaba `REGION.INSTANCE`.
  if (providerID.startsWith("ocid1.")) return "ORACLE";
  if (/^[a-z]+-[a-z0-9-]+\.i-[a-z0-9]+$/.test(providerID)) return "ALIBABA";
  const end = providerID.indexOf("://");
  return (end > 0 && bySchemes.get(providerID.slice(0, end).toLowerCase())) || "UNKNOWN";
}

/** Who provides the machines of a cluster, by their `spec.providerID`. Machines that say nothing do not count. */
export function clusterProvider(providerIDs: Iterable<string | undefined>): ClusterProvider {
  const found = new Set<ClusterProvider>();
  for (const each of providerIDs) {
    const provider = providerOf(each);
    if (provider) found.add(provider);
  }
  const [only = ClusterProvider.UNKNOWN, ...others] = found;
  return others.length > 0 ? ClusterProvider.SEVERAL : only;
}
