import { registerEnumType } from "../../graphql/index.ts";
import { ClusterProvider } from "./provider.mapping.ts";

registerEnumType(ClusterProvider, {
  name: "ClusterProvider",
  description: "Where the machines of a cluster stand. Source: `spec.providerID` of its nodes.",
  valuesConfig: {
    AWS: { description: "Amazon Web Services." },
    AZURE: { description: "Microsoft Azure." },
    GCP: { description: "Google Cloud." },
    OPENSTACK: { description: "A cloud of OpenStack." },
    VSPHERE: { description: "VMware vSphere." },
    ALIBABA: { description: "Alibaba Cloud." },
    DIGITAL_OCEAN: { description: "DigitalOcean." },
    HETZNER: { description: "Hetzner." },
    IBM: { description: "IBM Cloud." },
    ORACLE: { description: "Oracle Cloud." },
    ON_PREMISES: { description: "Machines of one's own: Metal3, Nutanix, Proxmox, KubeVirt, K3s." },
    LOCAL: { description: "A trial on one machine: kind, minikube, kwok." },
    SEVERAL: { description: "Nodes of several providers." },
    UNKNOWN: {
      description: "No node says, or none that is known here; `providerID` of the nodes has their word for it.",
    },
  },
});

export { ClusterProvider };
