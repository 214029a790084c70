import type { Manifest } from "../context.ts";
import type { AmountsManifest, ConditionManifest } from "../resources/index.ts";
import type { ResourcesManifest } from "./pod-requests.mapping.ts";

/** What is read of a pod's manifest. Everything may be missing: API servers of any version, and their webhooks, write it. */
export interface PodManifest extends Manifest {
  readonly spec?: PodSpecManifest;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly qosClass?: string;
    readonly startTime?: string;
    readonly conditions?: readonly ConditionManifest[];
    readonly containerStatuses?: readonly ContainerStatusManifest[];
    readonly initContainerStatuses?: readonly ContainerStatusManifest[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatusManifest[];
  };
}

export interface PodSpecManifest {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly restartPolicy?: string;
  readonly tolerations?: readonly TolerationManifest[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly containers?: readonly ContainerManifest[];
  readonly initContainers?: readonly ContainerManifest[];
  readonly ephemeralContainers?: readonly ContainerManifest[];
  readonly overhead?: AmountsManifest;
  readonly resources?: ResourcesManifest;
  readonly readinessGates?: readonly { readonly conditionType: string }[];
}

export interface ContainerManifest {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly ports?: readonly ContainerPortManifest[];
  readonly env?: readonly { readonly name: string }[];
  readonly resources?: ResourcesManifest;
}

export interface ContainerPortManifest {
  readonly name?: string;
  readonly containerPort?: number;
  readonly protocol?: string;
}

export interface TolerationManifest {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface ContainerStatusManifest {
  readonly name: string;
  readonly image?: string;
  readonly imageID?: string;
  readonly ready?: boolean;
  readonly started?: boolean | null;
  readonly restartCount?: number;
  readonly state?: ContainerStateManifest;
  readonly lastState?: ContainerStateManifest;
}

export interface ContainerStateManifest {
  readonly running?: { readonly startedAt?: string };
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: {
    readonly reason?: string;
    readonly message?: string;
    readonly exitCode?: number;
    readonly signal?: number;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
}
