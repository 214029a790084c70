import type { Fields, KubeObject, OwnerReference } from "../storage/object.ts";

/** The parts of objects that the controllers read and write. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime: string;
  readonly lastUpdateTime?: string;
  readonly lastHeartbeatTime?: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
}

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Fields & { readonly containers: readonly Container[] };
}

export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly paused?: boolean;
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template: PodTemplate;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
    readonly revisionHistoryLimit?: number;
    readonly progressDeadlineSeconds?: number;
  };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly [field: string]: unknown };
}

export interface ReplicaSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template: PodTemplate;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: Fields;
  readonly lastState: Fields;
  readonly containerID?: string;
}

export interface PodStatus {
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly qosClass?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly podIP?: string;
  readonly [field: string]: unknown;
}

export interface Pod extends KubeObject {
  readonly spec: Fields & { readonly nodeName?: string; readonly containers: readonly Container[] };
  readonly status: PodStatus;
}

export interface Node extends KubeObject {
  readonly spec: Fields & { readonly unschedulable?: boolean; readonly taints?: readonly Fields[] };
  readonly status: Fields & { readonly conditions?: readonly Condition[]; readonly addresses?: readonly Fields[] };
}

export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function ownedBy(owner: KubeObject): OwnerReference {
  const { apiVersion, kind } = owner;
  const { name, uid } = owner.metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}

export function isReady(object: Pod | Node): boolean {
  return isTrue(object.status.conditions, "Ready");
}

/** Neither ended nor told to end. */
export function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== "Succeeded" && status.phase !== "Failed";
}

/** The list with this condition in place of the one of its type; its transition is noted only where the status changes. */
export function withCondition(list: readonly Condition[] | undefined, condition: Condition): readonly Condition[] {
  const held = list?.find(({ type }) => type === condition.type);
  const same = held?.status === condition.status;
  const next = same ? { ...condition, lastTransitionTime: held.lastTransitionTime } : condition;
  return held ? (list ?? []).map((each) => (each === held ? next : each)) : [...(list ?? []), next];
}
