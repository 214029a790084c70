import type { Fields } from "../storage/object.ts";
import type { Random } from "../world/random.ts";
import type { Cloud } from "./clouds.ts";

/** A node as its kubelet and its cloud would have registered it. */
export function nodeOf(cloud: Cloud, index: number, random: Random, now: string): Fields {
  const hex = (length: number) => random.hex(length);
  const name = cloud.nodeName(index, hex);
  const zone = cloud.zones[index % cloud.zones.length] ?? "";
  const capacity = { cpu: "8", memory: "32Gi", pods: "110", "ephemeral-storage": "100Gi" };
  const condition = (type: string, status: string, reason: string, message: string) => {
    return { type, status, reason, message, lastTransitionTime: now, lastHeartbeatTime: now };
  };
  const detected = cloud.troubled === undefined ? [] : detectedBy(cloud.troubled === index);
  return {
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": cloud.instanceType,
        "topology.kubernetes.io/region": cloud.region,
        "topology.kubernetes.io/zone": zone,
      },
    },
    spec: { providerID: cloud.providerId(name, zone, hex), podCIDR: `10.${64 + index}.0.0/16` },
    status: {
      capacity,
      allocatable: { ...capacity, cpu: "7910m", memory: "29Gi" },
      addresses: [
        { type: "InternalIP", address: `10.20.${16 + index}.${37 + index}` },
        { type: "Hostname", address: name },
      ],
      conditions: [
        condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ...detected.map((each) => condition(...each)),
        condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
      ],
      nodeInfo: {
        architecture: "amd64",
        bootID: random.uid(),
        containerRuntimeVersion: "containerd://2.1.4",
        kernelVersion: "6.12.52",
        kubeProxyVersion: "",
        kubeletVersion: cloud.kubeletVersion,
        machineID: random.hex(32),
        operatingSystem: "linux",
        osImage: cloud.osImage,
        systemUUID: random.uid(),
      },
    },
  };
}

/** The conditions of node-problem-detector. */
function detectedBy(
  troubled: boolean,
): readonly (readonly [type: string, status: string, reason: string, message: string])[] {
  return [
    ["KernelDeadlock", "False", "KernelHasNoDeadlock", "kernel has no deadlock"],
    troubled
      ? [
          "FrequentContainerdRestart",
          "True",
          "FrequentContainerdRestart",
          "Found 7 matching logs, which meets the threshold of 5",
        ]
      : ["FrequentContainerdRestart", "False", "NoFrequentContainerdRestart", "containerd is functioning properly"],
  ];
}
