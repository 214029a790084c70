/** The clusters of a sandbox, one cloud each; more than there are here begin again, with a number. */
export interface Cloud {
  readonly cluster: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly instanceType: string;
  readonly osImage: string;
  readonly kubeletVersion: string;
  readonly nodeName: (index: number, hex: (length: number) => string) => string;
  readonly providerId: (node: string, zone: string, hex: (length: number) => string) => string;
  /** What node-problem-detector found, where it runs: the node of this index has trouble with its container runtime. */
  readonly troubled?: number;
}

export const clouds: readonly Cloud[] = [
  {
    cluster: "eu-prod",
    region: "eu-central-1",
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    instanceType: "m7i.2xlarge",
    osImage: "Bottlerocket OS 1.44.0",
    kubeletVersion: "v1.36.3",
    nodeName: (index) => `ip-10-20-${16 + index}-${37 + 41 * index}.eu-central-1.compute.internal`,
    providerId: (_node, zone, hex) => `aws:///${zone}/i-0${hex(16)}`,
  },
  {
    cluster: "us-prod",
    region: "eastus2",
    zones: ["eastus2-1", "eastus2-2", "eastus2-3"],
    instanceType: "Standard_D8s_v5",
    osImage: "Ubuntu 24.04.3 LTS",
    kubeletVersion: "v1.36.3",
    nodeName: (index) => `aks-apps-31487520-vmss00000${index}`,
    providerId: (node) => {
      const group = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/mc_apps_eastus2";
      const [set, instance] = [node.slice(0, -6), Number(node.slice(-6))];
      return `azure://${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${set}/virtualMachines/${instance}`;
    },
  },
  {
    cluster: "dc-berlin",
    region: "berlin",
    zones: ["hall-1", "hall-2"],
    instanceType: "r2.large",
    osImage: "Flatcar Container Linux 4459.2.0",
    kubeletVersion: "v1.35.6",
    nodeName: (index) => `worker-${index + 1}.k8s.berlin.example.com`,
    troubled: 0,
    providerId: (_node, _zone, hex) => `openstack:///${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  },
];
