import type { Manifest } from "../context.ts";

/** What is read of a pod's manifest. Everything may be missing: API servers of any version, and their webhooks, write it. */
export interface PodManifest extends Manifest {
  readonly spec?: {
    readonly nodeName?: string;
    readonly serviceAccountName?: string;
    readonly containers?: readonly ContainerManifest[];
    readonly initContainers?: readonly ContainerManifest[];
    readonly ephemeralContainers?: readonly ContainerManifest[];
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly startTime?: string;
    readonly conditions?: readonly ConditionManifest[];
    readonly containerStatuses?: readonly ContainerStatusManifest[];
    readonly initContainerStatuses?: readonly ContainerStatusManifest[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatusManifest[];
  };
}

export interface ContainerManifest {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
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

export interface ConditionManifest {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly lastUpdateTime?: string | null;
}
