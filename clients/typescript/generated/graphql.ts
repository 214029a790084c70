/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which alerts; each condition that is given must hold. `labels` are those of the alert. */
export type AlertFilter = {
  /** Condition on the name of the rule, the label `alertname`. */
  alertName?: StringFilter | null | undefined;
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** About the node of this name, by the label `node`. */
  nodeName?: string | null | undefined;
  /** Condition on the label `severity`. */
  severity?: StringFilter | null | undefined;
  /** Condition on the state. */
  state?: AlertStateFilter | null | undefined;
};

/** Whether an alerting rule can be evaluated. */
export type AlertRuleHealth =
  /** It could not, the last time: see `error`. */
  | 'ERROR'
  /** It could, the last time. */
  | 'OK'
  /** It has not been tried yet. */
  | 'UNKNOWN';

/** How it stands with an alerting rule. */
export type AlertRuleState =
  /** It has been the case for `forSeconds`: Alertmanager is told. */
  | 'FIRING'
  /** What it watches for is not the case. */
  | 'INACTIVE'
  /** It is the case, and not for long enough yet. */
  | 'PENDING';

/** What Alertmanager does with an alert. One that is resolved is no alert any more. */
export type AlertState =
  /** Its receivers are told of it. */
  | 'FIRING'
  /** A silence, or another alert, keeps them from being told. */
  | 'SUPPRESSED'
  /** Alertmanager has only just been told of it. */
  | 'UNPROCESSED';

/** Condition on the state of an alert. */
export type AlertStateFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<AlertState> | null | undefined;
};

/** A deployment whose pods run a base image with an artifact of another image, so that N bases and M artifacts need N + M images, and not N × M. */
export type ApplicationComposeInput = {
  /** The application that it is a part of, as the label `app.kubernetes.io/part-of`. Absent: its own name stands for it. */
  application?: string | null | undefined;
  /** What it runs with. */
  artifact: ArtifactInput;
  /** The container that runs the base image. */
  base: ContainerInput;
  /** The cluster's registered name. */
  cluster: string;
  /** Shows what would be made, checked by the API server and the registries, and makes nothing. */
  dryRun?: boolean;
  /** Name of the deployment. Its pods are selected by the label `app.kubernetes.io/name` with it as value. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** How many pods; 0 and more. */
  replicas?: number;
  /** Takes over fields that another manager holds, where there would be a CONFLICT. */
  takeOver?: boolean;
};

/** Makes the parts of an application in another place, as they are in one. */
export type ApplicationCopyInput = {
  /** Name of the application. */
  application: string;
  /** Checks everything, permission and admission included, shows what would be made, and changes nothing. */
  dryRun?: boolean;
  /** Copies although something is in the way, which is then told all the same. */
  force?: boolean;
  /** Which of its places is copied. */
  from: ApplicationPlaceInput;
  /** Takes over fields that another manager holds there, where there would be a CONFLICT. */
  takeOver?: boolean;
  /** Where to; the namespace must be there. */
  to: ApplicationPlaceInput;
};

/** Which applications; each condition that is given must hold. One that passes is shown whole, wherever its parts are. */
export type ApplicationFilter = {
  /** With a part in one of these clusters, by registered name. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Condition on where the data is. Where that is not known, it is not met. */
  dataPlacement?: DataPlacementFilter | null | undefined;
  /** Condition on the health. */
  health?: ApplicationHealthFilter | null | undefined;
  /** Condition that one image at least must meet. */
  image?: StringFilter | null | undefined;
  /** Condition on the name. */
  name?: StringFilter | null | undefined;
  /** With a part in one of these namespaces. */
  namespaces?: Array<string> | null | undefined;
  /** Condition on the owner team. */
  ownerTeam?: StringFilter | null | undefined;
};

/** How workloads are, by their own status. */
export type ApplicationHealth =
  /** Something is missing or has failed, and nothing says that it is on its way. */
  | 'DEGRADED'
  /** Everything is as it is wanted. */
  | 'HEALTHY'
  /** It is on its way: a rollout, a job that runs, a deletion. */
  | 'PROGRESSING'
  /** It is wanted to rest: paused, suspended, or without pods. */
  | 'SUSPENDED'
  /** Nothing says how it is: there is no workload, or one of a kind that has no status. */
  | 'UNKNOWN';

/** Condition on the health of an application. */
export type ApplicationHealthFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<ApplicationHealth> | null | undefined;
};

/** One key of an order of applications. */
export type ApplicationOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: ApplicationOrderField;
};

/** What applications can be ordered by. */
export type ApplicationOrderField =
  /** By the number of clusters. */
  | 'CLUSTERS'
  /** By the health's name. */
  | 'HEALTH'
  /** By name. */
  | 'NAME'
  /** By the name of the owner team. */
  | 'OWNER_TEAM'
  /** By the number of workloads. */
  | 'WORKLOADS';

/** A namespace of a cluster. */
export type ApplicationPlaceInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** The namespace. */
  namespace: string;
};

/** Gives composed deployments another base, another artifact, or both: each apart from the other. */
export type ApplicationUpgradeInput = {
  /** The artifact image that each of them gets. Absent: each keeps its own. */
  artifactImage?: string | null | undefined;
  /** The base image that each of them gets. Absent: each keeps its own. */
  baseImage?: string | null | undefined;
  /** Which deployments, in this order: 1 to 500, of any clusters, each with a `composition`. `deployments(filter: {baseImage: …})` finds them. */
  deployments: Array<ObjectRefInput>;
  /** Checks what can be checked without beginning, and shows the steps that it would have. */
  dryRun?: boolean;
  /** Each wave but the first waits until somebody says `operationResume`. */
  heldBetween?: boolean;
  /** Any text of 256 characters at most. The same key of the same caller gives the same operation within an hour; with another input it is a CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** How many rollouts may fail, over all waves. With one more nothing further is begun, and the operation fails. */
  maxFailures?: number;
  /** How many workloads a wave has. */
  waveSize: WaveSizeInput;
};

/** How an artifact comes into the container of its base image. */
export type ArtifactCarrier =
  /** The artifact's image is mounted as a volume, read-only. Nothing is copied; the cluster has to serve image volumes. */
  | 'IMAGE_VOLUME'
  /** An init container of the artifact's image copies it into a volume. Works everywhere; the image needs a `cp`. */
  | 'INIT_CONTAINER';

/** What a base runs with: the content of a folder of another image. */
export type ArtifactInput = {
  /** How it comes there. */
  carrier: ArtifactCarrier;
  /** The image that has it, as in `registry.example.com/shop/web:1.4`. */
  image: string;
  /** Where its content is in the container, as in `/usr/local/tomcat/webapps`. What the base image has there is hidden. */
  mountPath: string;
  /** The folder of that image, as in `/artifact`. `/`, all of it, can be had by an image volume alone. */
  path: string;
};

/** Which request for a certificate is approved, and why. */
export type CertificateSigningRequestApproveInput = {
  /** Which request. */
  by: ClusterScopedByInput;
  /** The request's name, once more. Needed where the cluster is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Why, in a sentence, for the condition's `message`. */
  message?: string | null | undefined;
  /** Why, in one word, for the condition's `reason`. `FairwayApprove` or `FairwayDeny` when absent. */
  reason?: string | null | undefined;
};

/** Which request for a certificate is denied, and why. */
export type CertificateSigningRequestDenyInput = {
  /** Which request. */
  by: ClusterScopedByInput;
  /** The request's name, once more. Needed where the cluster is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Why, in a sentence, for the condition's `message`. */
  message?: string | null | undefined;
  /** Why, in one word, for the condition's `reason`. `FairwayApprove` or `FairwayDeny` when absent. */
  reason?: string | null | undefined;
};

/** Which requests for certificates; each condition that is given must hold. */
export type CertificateSigningRequestFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Condition on `signerName`. */
  signerName?: StringFilter | null | undefined;
  /** Condition on `state`. */
  state?: CertificateSigningRequestStateFilter | null | undefined;
  /** Of the user of this name, as in `system:node:NAME` for the kubelet of a node. */
  username?: string | null | undefined;
};

/** One key of an order of requests for certificates. */
export type CertificateSigningRequestOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: CertificateSigningRequestOrderField;
};

/** What requests for certificates can be ordered by. */
export type CertificateSigningRequestOrderField =
  /** By the cluster's registered name. */
  | 'CLUSTER'
  /** By time of creation. */
  | 'CREATED_AT'
  /** By the time when the certificate that was issued ends. */
  | 'EXPIRES_AT'
  /** By name. */
  | 'NAME'
  /** By the signer. */
  | 'SIGNER_NAME'
  /** By the state's name. */
  | 'STATE'
  /** By the name of who asks. */
  | 'USERNAME';

/** How far a request for a certificate is. Sources: `status.conditions`, `status.certificate`. */
export type CertificateSigningRequestState =
  /** It may be signed, and has not been yet. */
  | 'APPROVED'
  /** It will not be signed. */
  | 'DENIED'
  /** It was approved, and its signer could not issue a certificate. */
  | 'FAILED'
  /** Its signer has issued the certificate. */
  | 'ISSUED'
  /** Nobody has approved or denied it. */
  | 'PENDING';

/** Condition on how far a request for a certificate is. */
export type CertificateSigningRequestStateFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<CertificateSigningRequestState> | null | undefined;
};

/** What happened to an object, as far as the subscription's filter and the caller's permissions show it. */
export type ChangeType =
  /** It exists now, or entered the filter. */
  | 'ADDED'
  /** It is gone, or left the filter. */
  | 'DELETED'
  /** It changed. */
  | 'MODIFIED';

/** Which clusters; each condition that is given must hold. */
export type ClusterFilter = {
  /** Condition on the registered name. */
  name?: StringFilter | null | undefined;
  /** Only those that can be reached, or only those that cannot. */
  reachable?: boolean | null | undefined;
};

/** Which node. */
export type ClusterNodeCordonInput = {
  /** Which one. */
  by: ClusterScopedByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Which nodes; each condition that is given must hold. */
export type ClusterNodeFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Only those with `problems`, or only those without. */
  hasProblems?: boolean | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only ready ones, or only those that are not. */
  ready?: boolean | null | undefined;
  /** With this role, as in `control-plane`. */
  role?: string | null | undefined;
  /** With a taint of this key, whatever its value and effect. */
  taintKey?: string | null | undefined;
  /** Only cordoned ones, or only the others. */
  unschedulable?: boolean | null | undefined;
};

/** One key of an order of nodes. */
export type ClusterNodeOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: ClusterNodeOrderField;
};

/** What nodes can be ordered by. */
export type ClusterNodeOrderField =
  /** By the cores that pods can have. */
  | 'ALLOCATABLE_CPU'
  /** By the memory that pods can have. */
  | 'ALLOCATABLE_MEMORY'
  /** By the cluster's registered name. */
  | 'CLUSTER'
  /** By time of creation. */
  | 'CREATED_AT'
  /** By the kubelet's version, as a string. */
  | 'KUBELET_VERSION'
  /** By name. */
  | 'NAME';

/** Which node, and what of its taints is to be changed. */
export type ClusterNodeTaintInput = {
  /** Which one. */
  by: ClusterScopedByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** To be taken off. One that is not there is no error. */
  remove?: Array<TaintRemovalInput> | null | undefined;
  /** To be there. One of the same key and effect gets the value; all others stay. */
  set?: Array<TaintInput> | null | undefined;
};

/** Which node. */
export type ClusterNodeUncordonInput = {
  /** Which one. */
  by: ClusterScopedByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Where the machines of a cluster stand. Source: `spec.providerID` of its nodes. */
export type ClusterProvider =
  /** Alibaba Cloud. */
  | 'ALIBABA'
  /** Amazon Web Services. */
  | 'AWS'
  /** Microsoft Azure. */
  | 'AZURE'
  /** DigitalOcean. */
  | 'DIGITAL_OCEAN'
  /** Google Cloud. */
  | 'GCP'
  /** Hetzner. */
  | 'HETZNER'
  /** IBM Cloud. */
  | 'IBM'
  /** A trial on one machine: kind, minikube, kwok. */
  | 'LOCAL'
  /** Machines of one's own: Metal3, Nutanix, Proxmox, KubeVirt, K3s. */
  | 'ON_PREMISES'
  /** A cloud of OpenStack. */
  | 'OPENSTACK'
  /** Oracle Cloud. */
  | 'ORACLE'
  /** Nodes of several providers. */
  | 'SEVERAL'
  /** No node says, or none that is known here; `providerID` of the nodes has their word for it. */
  | 'UNKNOWN'
  /** VMware vSphere. */
  | 'VSPHERE';

/** Which object, of a kind that lives in no namespace: by id, or by where it is. */
export type ClusterScopedByInput =
  {   /** Its id. An object that was re-created under the same name has another. */
  id: string | number; ref?: never; }
  |  { id?: never;   /** Its place. Finds whatever has that name now. */
  ref: ClusterScopedRefInput; };

/** Where an object is that lives in no namespace. */
export type ClusterScopedRefInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** The name. */
  name: string;
};

/** How the values at a path are compared. */
export type CompareAs =
  /** As texts, character by character, whatever can be read in them. */
  | 'TEXT'
  /** As what they are: numbers and Kubernetes quantities by their amount (`500m` < `1`, `900Mi` < `1Gi`), RFC 3339 times as times, other texts by their characters. */
  | 'VALUE';

/** Whether a condition holds. */
export type ConditionStatus =
  /** It does not hold. */
  | 'FALSE'
  /** It holds. */
  | 'TRUE'
  /** Its controller cannot say. */
  | 'UNKNOWN';

/** What became of a config in one cluster. */
export type ConfigApplyOutcome =
  /** It said something else before. */
  | 'CHANGED'
  /** It was not there before. */
  | 'CREATED'
  /** It is as it was; `userErrors` say why. */
  | 'FAILED'
  /** It was as it should be. */
  | 'UNCHANGED';

/** What became of a key. */
export type ConfigChangeKind =
  /** It was not there before. */
  | 'ADDED'
  /** It has another value. */
  | 'CHANGED'
  /** It is not there any more. */
  | 'REMOVED';

/** A value under its key: a text, or bytes. */
export type ConfigEntryInput = {
  /** The bytes, as base64. */
  base64?: string | null | undefined;
  /** The key: letters, digits, `-`, `_` and `.`, 253 at most. */
  key: string;
  /** The text. Either this or `base64`. */
  value?: string | null | undefined;
};

/** Makes the same config in several clusters, or makes those that are there say the same. */
export type ConfigMapApplyInput = {
  /** The clusters, by registered name: one at least. */
  clusters: Array<string>;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** What it is to say. Keys that others set stay; those that were applied before and are not here go. */
  entries: Array<ConfigEntryInput>;
  /** Takes over keys that another field manager holds, instead of a CONFLICT. */
  force?: boolean;
  /** The name, in each of them. */
  name: string;
  /** The namespace, in each of them. */
  namespace: string;
};

/** Changes some keys of a config; the others stay. */
export type ConfigMapUpdateInput = {
  /** Which config. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Keys that go. */
  remove?: Array<string>;
  /** What is done for its consumers. */
  rollout?: ConfigRollout;
  /** Keys that get a value. */
  set?: Array<ConfigEntryInput>;
};

/** What became of a consumer of a config that was changed. */
export type ConfigRollOutcome =
  /** The API server refused it; `reason` says why. */
  | 'FAILED'
  /** It sees the change by itself, or does not use what changed. */
  | 'NOT_NEEDED'
  /** It should have new pods, and nobody gives it some; `reason` says why. */
  | 'NOT_POSSIBLE'
  /** Its pods are being replaced, or will be by the operation; in a dry run, they would be. */
  | 'ROLLED';

/** What is done for those that cannot see a change of a config in their running pods. */
export type ConfigRollout =
  /** Exactly those are given new pods, in the way of their strategy. */
  | 'AUTO'
  /** Nothing. */
  | 'NONE'
  /** Exactly those are given new pods by an operation: a quarter of them at a time, each wave when the one before has rolled out; it stops where one fails. Needs a home cluster. */
  | 'WAVES';

/** How a container uses a config or a secret. */
export type ConfigUseKind =
  /** Such a variable stands in the command or its arguments, as `$(NAME)`. */
  | 'ARGUMENT'
  /** A variable has the value of a key. */
  | 'ENV'
  /** Each key is a variable. */
  | 'ENV_FROM'
  /** Keys are files of a mounted volume that is put together of several sources. */
  | 'PROJECTED_VOLUME'
  /** A file or folder of such a volume is mounted by itself, by `subPath`. */
  | 'SUB_PATH'
  /** Keys are files of a mounted volume. */
  | 'VOLUME';

/** The image that a container of a template is to run. */
export type ContainerImageInput = {
  /** Name of the container; it may be an init container. */
  container: string;
  /** The image, as in `registry.example.com/shop/web:1.4`. */
  image: string;
};

/** A container of the pods of a new deployment. */
export type ContainerInput = {
  /** Variables of its environment. */
  environment?: Array<EnvironmentVariableInput> | null | undefined;
  /** The image, as in `registry.example.com/shop/web:1.4`. */
  image: string;
  /** What it may not exceed. */
  limits?: ResourceAmountsInput | null | undefined;
  /** Unique within the pod. */
  name: string;
  /** The TCP ports that it listens on. */
  ports?: Array<number> | null | undefined;
  /** What is to be set aside for it. */
  requests?: ResourceAmountsInput | null | undefined;
};

/** What a container is doing. */
export type ContainerPhase =
  /** It runs. */
  | 'RUNNING'
  /** It ran and has ended. */
  | 'TERMINATED'
  /** It has not started, or is about to start again. */
  | 'WAITING';

/** Resumes a cron job that was suspended. */
export type CronJobResumeInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Makes a job of a cron job now, whatever its schedule. */
export type CronJobRunInput = {
  /** Which cron job. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and makes nothing. */
  dryRun?: boolean;
  /** Any text that stands for this one run: sent again, it makes no other job while the first is kept. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Suspends a cron job: it starts no jobs until it is resumed. */
export type CronJobSuspendInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Replaces all pods of a daemon set, in the way of its strategy. */
export type DaemonSetRestartInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Sets images of a daemon set's containers. */
export type DaemonSetSetImageInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Which containers, and their images: one at least. The other containers keep theirs. */
  images: Array<ContainerImageInput>;
};

/** Takes a daemon set back to an earlier template. */
export type DaemonSetUndoInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Number of the revision to go back to; absent or 0: the one before the newest. */
  toRevision?: number | null | undefined;
};

/** Where the data of pods is, and so where the pods can go. */
export type DataPlacement =
  /** In storage that goes along with a pod, one node at a time. */
  | 'DETACHABLE'
  /** On a node: they cannot leave it without it. */
  | 'NODE_LOCAL'
  /** There is none that outlives a pod: they can go anywhere. */
  | 'NONE'
  /** In storage that many nodes can mount at once: they can go anywhere, several at a time. */
  | 'SHARED';

/** Condition on where data is. */
export type DataPlacementFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<DataPlacement> | null | undefined;
};

/** What becomes of the objects that a deleted one owns. */
export type DeletePropagation =
  /** The object is deleted at once, and they are after it. */
  | 'BACKGROUND'
  /** They are deleted first; the object stays until they are gone. */
  | 'FOREGROUND'
  /** They stay, and belong to nobody. */
  | 'ORPHAN';

/** What a delta means for the subscription as a whole. */
export type DeltaPhase =
  /** Changes as they happen. Without changes: nothing happened, and the cursor is newer. */
  | 'LIVE'
  /** Continuity was lost for `clusters`: forget what you hold of them, a snapshot follows. */
  | 'RESET'
  /** Part of the initial state; more of it follows. */
  | 'SNAPSHOT'
  /** The initial state is complete with this delta. */
  | 'SYNCED';

/** Has a deployment's number of pods set by what they use. */
export type DeploymentAutoscaleInput = {
  /** Which one. */
  by: ObjectByInput;
  /** How much CPU its pods are to use on the average, in percent of what they request; absent: the API server's default. */
  cpuPercent?: number | null | undefined;
  /** Checks everything, permission and admission included, and makes nothing. */
  dryRun?: boolean;
  /** How many pods at most; `minReplicas` and more. */
  maxReplicas: number;
  /** How many pods at least; 1 and more. */
  minReplicas?: number;
};

/** Creates a deployment. Whatever is not here is `resourceApply`'s, which takes any manifest. */
export type DeploymentCreateInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** The containers of its pods: one at least. */
  containers: Array<ContainerInput>;
  /** Checks everything, permission and admission included, and makes nothing. */
  dryRun?: boolean;
  /** The name. Its pods are selected by the label `app` with it as value. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** How many pods; 0 and more. */
  replicas?: number;
};

/** Which deployments; each condition that is given must hold. */
export type DeploymentFilter = {
  /** Condition on the artifact's image: only deployments that are composed of one. */
  artifactImage?: StringFilter | null | undefined;
  /** Condition on the base image: only deployments that are composed of one. */
  baseImage?: StringFilter | null | undefined;
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Condition on an image: one of its containers, init containers included, must have such a one. */
  image?: StringFilter | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Only paused ones, or only those that are not. */
  paused?: boolean | null | undefined;
  /** Only those that have as many ready pods as are wanted, or only those that have not. */
  ready?: boolean | null | undefined;
};

/** One key of an order of deployments. */
export type DeploymentOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: DeploymentOrderField;
};

/** What deployments can be ordered by. */
export type DeploymentOrderField =
  /** By the number of pods available. */
  | 'AVAILABLE_REPLICAS'
  /** By the cluster's registered name. */
  | 'CLUSTER'
  /** By time of creation. */
  | 'CREATED_AT'
  /** By name. */
  | 'NAME'
  /** By namespace. */
  | 'NAMESPACE'
  /** By the number of pods wanted. */
  | 'REPLICAS'
  /** By the number of pods missing. */
  | 'UNAVAILABLE_REPLICAS';

/** Pauses a deployment: changes of its template have no effect until it is resumed, as after `kubectl rollout pause`. */
export type DeploymentPauseInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Replaces all pods of a deployment, in the way of its strategy. */
export type DeploymentRestartInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Resumes a deployment: what has changed of its template is rolled out, as after `kubectl rollout resume`. */
export type DeploymentResumeInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Sets how many pods a deployment is to have. */
export type DeploymentScaleInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** How many pods; 0 and more. */
  replicas: number;
};

/** Sets images of a deployment's containers. */
export type DeploymentSetImageInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Which containers, and their images: one at least. The other containers keep theirs. */
  images: Array<ContainerImageInput>;
};

/** Takes a deployment back to an earlier template. */
export type DeploymentUndoInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Number of the revision to go back to; absent or 0: the one before the newest. */
  toRevision?: number | null | undefined;
};

/** A variable of a container's environment. Values that are secret belong in a Secret. */
export type EnvironmentVariableInput = {
  /** Its name. */
  name: string;
  /** Its value, as it is. */
  value: string;
};

/** What went wrong: the same words as in `extensions.code` of an error. */
export type ErrorCode =
  /** The HTTP request or the WebSocket message is malformed. */
  | 'BAD_REQUEST'
  /** A variable or an argument has a value that cannot be used. */
  | 'BAD_USER_INPUT'
  /** The cluster's objects are still being loaded; ask again shortly. */
  | 'CLUSTER_SYNCING'
  /** The cluster did not answer within its deadline. */
  | 'CLUSTER_TIMEOUT'
  /** The cluster rejects the gateway's own credential. */
  | 'CLUSTER_UNAUTHENTICATED'
  /** The cluster's API server cannot be reached. */
  | 'CLUSTER_UNAVAILABLE'
  /** The configuration cannot be used. */
  | 'CONFIG_INVALID'
  /** The object is protected: repeat its name in `confirm`. */
  | 'CONFIRMATION_REQUIRED'
  /** The object changed, or another manager holds the field. */
  | 'CONFLICT'
  /** The caller may not do this. */
  | 'FORBIDDEN'
  /** The document is not GraphQL. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit the schema. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** A system beside the clusters (a registry, a monitoring system) cannot be reached, or answers nonsense. */
  | 'INTEGRATION_UNAVAILABLE'
  /** A defect of the gateway; the log has the request id. */
  | 'INTERNAL'
  /** The API server rejected the object's content. */
  | 'INVALID'
  /** The page cursor is malformed or belongs to another order. */
  | 'INVALID_CURSOR'
  /** The id was not made by this gateway. */
  | 'INVALID_ID'
  /** The label selector cannot be parsed. */
  | 'INVALID_SELECTOR'
  /** Whoever could say whose the token is cannot be reached. */
  | 'ISSUER_UNAVAILABLE'
  /** The gateway is set up not to show objects of this kind as resources. */
  | 'KIND_NOT_SHOWN'
  /** The kubeconfig cannot be used. */
  | 'KUBECONFIG_INVALID'
  /** The operation is larger than a configured limit. */
  | 'LIMIT_EXCEEDED'
  /** The address cannot be listened on. */
  | 'LISTEN_FAILED'
  /** The object does not exist, or the caller may not see it. */
  | 'NOT_FOUND'
  /** This needs a home cluster, and none is configured. */
  | 'NO_HOME_CLUSTER'
  /** The document has no operation of that name, or several and none was named. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** Send the document along with its hash. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** The gateway, or the cluster, takes no writes, or none of this caller. */
  | 'READ_ONLY'
  /** The request body is larger than the configured limit. */
  | 'REQUEST_TOO_LARGE'
  /** The revision asked for was not reached within the deadline. */
  | 'REVISION_NOT_REACHED'
  /** The gateway is draining; connect to another replica. */
  | 'SHUTTING_DOWN'
  /** The credential has ended; renew it and connect again. */
  | 'TOKEN_EXPIRED'
  /** The caller, or the gateway upstream, is over its rate. */
  | 'TOO_MANY_REQUESTS'
  /** The caller is not known. */
  | 'UNAUTHENTICATED'
  /** No cluster of that name is registered. */
  | 'UNKNOWN_CLUSTER'
  /** The cluster serves no such kind. */
  | 'UNKNOWN_KIND'
  /** The API server answered in a way that has no own code. */
  | 'UPSTREAM_REJECTED';

/** How serious an event is. */
export type EventType =
  /** Something happened as it should. */
  | 'NORMAL'
  /** Something may need attention. */
  | 'WARNING';

/** A terminal for a command, which then writes both of its outputs to it. */
export type ExecTerminalInput = {
  /** Its width, in characters: 1 to 1,000. */
  columns: number;
  /** Its height, in lines: 1 to 1,000. */
  rows: number;
};

/** A port of a system outside. */
export type ExternalPortInput = {
  /** Its name; needed where there are several. */
  name?: string | null | undefined;
  /** The port, at the service and at the system: 1 to 65535. */
  port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  protocol?: string;
};

/** Gives a system outside of the cluster the name of a service. Either `dnsName`, or `addresses` with `ports`. */
export type ExternalServiceCreateInput = {
  /** Its addresses, all IPv4 or all IPv6, 100 at most: the service has an address of its own, and leads to these. */
  addresses?: Array<string> | null | undefined;
  /** The cluster's registered name. */
  cluster: string;
  /** Its name in the DNS, as in `db.example.com`: the service is another name for it (ExternalName). */
  dnsName?: string | null | undefined;
  /** Checks everything, permission and admission included, and makes nothing. */
  dryRun?: boolean;
  /** Name of the service. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** The ports at which it is reached by its addresses. */
  ports?: Array<ExternalPortInput>;
};

/** Deletes the service of a system outside, and what says where it is. */
export type ExternalServiceDeleteInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ObjectByInput;
  /** The object's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** What becomes of the objects that it owns; as the API server does by itself for its kind when absent. */
  propagation?: DeletePropagation | null | undefined;
};

/** Whether the addresses of a system outside take connections, as its endpoint slices say. */
export type ExternalServiceHealth =
  /** Some of them. */
  | 'DEGRADED'
  /** All of them. */
  | 'READY'
  /** Nobody says: it is a name of the DNS, or has no addresses. */
  | 'UNKNOWN'
  /** None of them. */
  | 'UNREADY';

/** Which image something is from. */
export type FileOrigin =
  /** The artifact's image, or made for it. */
  | 'ARTIFACT'
  /** The base image. */
  | 'BASE';

/** What stands at a path. */
export type FileType =
  /** A folder. */
  | 'DIRECTORY'
  /** A file. */
  | 'FILE'
  /** A device, or a pipe. */
  | 'OTHER'
  /** A symbolic link. */
  | 'SYMLINK';

/** What a subscription begins with. */
export type InitialState =
  /** Nothing: changes from now on. */
  | 'NONE'
  /** Everything that passes the filter now, as ADDED. */
  | 'SNAPSHOT';

/** One step of a JSON Patch (RFC 6902). */
export type JsonPatchStepInput = {
  /** For MOVE and COPY: from where, as a JSON pointer. */
  from?: string | null | undefined;
  /** What it does. */
  op: JsonPatchVerb;
  /** Where, as a JSON pointer: `/spec/replicas`, `/metadata/labels/example.com~1team`. */
  path: string;
  /** For ADD, REPLACE and TEST: the value; null when absent. */
  value?: unknown;
};

/** What a step of a JSON Patch (RFC 6902) does. */
export type JsonPatchVerb =
  /** Sets a field, or inserts into a list. */
  | 'ADD'
  /** Copies it from `from`. */
  | 'COPY'
  /** Takes it from `from`. */
  | 'MOVE'
  /** Takes away what must be there. */
  | 'REMOVE'
  /** Sets what must be there. */
  | 'REPLACE'
  /** Refuses the whole patch where the value is another. */
  | 'TEST';

/** What became of a container whose log is followed. */
export type LogChangeType =
  /** The container, or its pod, has ended: after the lines of this batch none follow. */
  | 'ENDED'
  /** Its log cannot be read for now; it is tried again. */
  | 'FAILED'
  /** It is followed from here on. */
  | 'JOINED';

/** A workload, of whatever kind, whose pods are meant. */
export type LogWorkloadInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Any name of the kind, as in `Deployment`, `statefulsets`, `jobs.batch`. */
  kind: string;
  /** The name. */
  name: string;
  /** The namespace. */
  namespace: string;
};

/** What is measured. docs/metrics.md has the query behind each. */
export type MetricName =
  /** CPU that is used, in cores. */
  | 'CPU'
  /** What is read from disks, in bytes per second. */
  | 'DISK_READ'
  /** What is written to disks, in bytes per second. */
  | 'DISK_WRITTEN'
  /** Which part of the requests is answered with a status of 500 or more: 0 to 1. */
  | 'ERROR_RATIO'
  /** How large the file systems are, in bytes. Of nodes. */
  | 'FILESYSTEM_SIZE'
  /** What is taken of the file systems, in bytes. Of nodes. */
  | 'FILESYSTEM_USED'
  /** Half of the requests are answered within this time, in seconds. */
  | 'LATENCY_P50'
  /** 99 of 100 requests are answered within this time, in seconds. */
  | 'LATENCY_P99'
  /** Memory that is used and cannot be taken away under pressure (the working set), in bytes. */
  | 'MEMORY'
  /** What comes in by the network, in bytes per second. */
  | 'NETWORK_RECEIVED'
  /** What goes out by the network, in bytes per second. */
  | 'NETWORK_SENT'
  /** Pods that wait for a node. Of the control plane. */
  | 'PENDING_PODS'
  /** Objects that wait for their controllers. Of the control plane. */
  | 'QUEUE_DEPTH'
  /** Requests that are answered, per second. */
  | 'REQUESTS'
  /** Requests that are being answered. Of the control plane. */
  | 'REQUESTS_IN_FLIGHT'
  /** 99 of 100 requests of the API server to etcd are answered within this time, in seconds. Of the control plane. */
  | 'STORAGE_LATENCY_P99';

/** Which time: from `start` to `end`, or the last `lastSeconds`. */
export type MetricRangeInput = {
  /** Until when. Needs `start`. */
  end?: string | null | undefined;
  /** So many seconds until now, in place of `start` and `end`: 34560000 (400 days) at most. */
  lastSeconds?: number | null | undefined;
  /** From when on. Needs `end`. */
  start?: string | null | undefined;
  /** Seconds from one point to the next. There are 1000 points at most; absent: such that there are about 60. */
  stepSeconds?: number | null | undefined;
};

/** Where figures are from. */
export type MetricSource =
  /** The cluster's own `metrics.k8s.io`: CPU and memory as they were measured last, one point. */
  | 'METRICS_API'
  /** The Prometheus that speaks for the cluster: the whole range. */
  | 'PROMETHEUS';

/** What the values of a series are. */
export type MetricUnit =
  /** Bytes. */
  | 'BYTES'
  /** Bytes per second. */
  | 'BYTES_PER_SECOND'
  /** CPU cores. */
  | 'CORES'
  /** A number of things. */
  | 'COUNT'
  /** So many per second. */
  | 'PER_SECOND'
  /** A part of the whole: 0 to 1. */
  | 'RATIO'
  /** Seconds. */
  | 'SECONDS';

/** Which namespace: by id, or by where it is. */
export type NamespaceByInput =
  {   /** Its id. A namespace that was re-created under the same name has another. */
  id: string | number; ref?: never; }
  |  { id?: never;   /** Its place. Finds whatever has that name now. */
  ref: NamespaceRefInput; };

/** Whether a namespace can be used. */
export type NamespacePhase =
  /** It can. */
  | 'ACTIVE'
  /** It is being deleted, with everything in it. */
  | 'TERMINATING';

/** Where a namespace is. */
export type NamespaceRefInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** The name. */
  name: string;
};

/** Which network policies; each condition that is given must hold. */
export type NetworkPolicyFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** That are about this direction. */
  policyType?: NetworkPolicyType | null | undefined;
};

/** A direction that a network policy is about. */
export type NetworkPolicyType =
  /** What goes from them. */
  | 'EGRESS'
  /** What comes to the pods. */
  | 'INGRESS';

/** Which object: by id, or by where it is. */
export type ObjectByInput =
  {   /** Its id. An object that was re-created under the same name has another. */
  id: string | number; ref?: never; }
  |  { id?: never;   /** Its place. Finds whatever has that name now. */
  ref: ObjectRefInput; };

/** Where an object is. */
export type ObjectRefInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** The name. */
  name: string;
  /** The namespace. */
  namespace: string;
};

/** Which operation. */
export type OperationCancelInput = {
  /** Which operation. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Which operations; each condition that is given must hold. */
export type OperationFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Condition on the phase. */
  phase?: OperationPhaseFilter | null | undefined;
  /** Condition on what sort of work it is. */
  type?: StringFilter | null | undefined;
  /** Condition on the user name of the one who began it. */
  username?: StringFilter | null | undefined;
};

/** One key of an order of operations. */
export type OperationOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: OperationOrderField;
};

/** What operations can be ordered by. */
export type OperationOrderField =
  /** By the cluster's registered name. */
  | 'CLUSTER'
  /** By time of creation. */
  | 'CREATED_AT'
  /** By name. */
  | 'NAME'
  /** By namespace. */
  | 'NAMESPACE'
  /** By the name of the phase. */
  | 'PHASE'
  /** By what sort of work it is. */
  | 'TYPE';

/** Which operation is to begin nothing more for now. */
export type OperationPauseInput = {
  /** Which operation. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** How it stands with an operation. */
export type OperationPhase =
  /** It was cancelled; steps that were not done were not begun, or left as they were. */
  | 'CANCELLED'
  /** A step has failed; those after it were not begun. */
  | 'FAILED'
  /** Nothing more is begun before it is resumed. */
  | 'PAUSED'
  /** No replica has taken it up yet. */
  | 'PENDING'
  /** A replica works on it. */
  | 'RUNNING'
  /** Every step is done. */
  | 'SUCCEEDED';

/** Condition on an operation's phase. */
export type OperationPhaseFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<OperationPhase> | null | undefined;
};

/** Which operation is to go on. */
export type OperationResumeInput = {
  /** Which operation. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** How it stands with a step of an operation. */
export type OperationStepState =
  /** The operation was cancelled before it was done. */
  | 'CANCELLED'
  /** It could not be done. */
  | 'FAILED'
  /** It was not begun. */
  | 'PENDING'
  /** It was begun. */
  | 'RUNNING'
  /** It is done. */
  | 'SUCCEEDED';

/** Which end of an order comes first. Objects without a value come last in both. */
export type OrderDirection =
  /** Smallest, or oldest, first. */
  | 'ASC'
  /** Largest, or newest, first. */
  | 'DESC';

/** Makes a claim of storage. */
export type PersistentVolumeClaimCreateInput = {
  /** How it wants to be mounted: one at least. */
  accessModes?: Array<VolumeAccessMode>;
  /** The cluster's registered name. */
  cluster: string;
  /** Checks everything, permission and admission included, and makes nothing. */
  dryRun?: boolean;
  /** Its labels. */
  labels?: Record<string, string> | null | undefined;
  /** The name. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** How much it asks for, as in `10Gi`. */
  storage: string;
  /** Its storage class. Absent: the cluster's default one. Empty: none, as for a volume that is there already. */
  storageClassName?: string | null | undefined;
  /** As what it wants to be mounted. */
  volumeMode?: VolumeMode;
  /** The persistent volume that it is to have; absent: whichever fits, or a new one. */
  volumeName?: string | null | undefined;
};

/** Deletes a claim of storage. */
export type PersistentVolumeClaimDeleteInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ObjectByInput;
  /** The object's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Also where something uses it. It is then there until the last pod that uses it has ended. */
  force?: boolean;
  /** What becomes of the objects that it owns; as the API server does by itself for its kind when absent. */
  propagation?: DeletePropagation | null | undefined;
};

/** Makes a claim of storage larger. */
export type PersistentVolumeClaimExpandInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** How much it is to ask for in all, as in `20Gi`: not less than before. The same again changes nothing. */
  storage: string;
};

/** Which claims; each condition that is given must hold. */
export type PersistentVolumeClaimFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Condition on `status.phase`. */
  phase?: PersistentVolumeClaimPhaseFilter | null | undefined;
  /** Of the storage class of this name. */
  storageClassName?: string | null | undefined;
};

/** Whether a claim has its volume. */
export type PersistentVolumeClaimPhase =
  /** It has one. */
  | 'BOUND'
  /** It had one that is gone, with its data. */
  | 'LOST'
  /** It waits for one. */
  | 'PENDING';

/** Condition on the phase of a claim. */
export type PersistentVolumeClaimPhaseFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<PersistentVolumeClaimPhase> | null | undefined;
};

/** A parameter's value. */
export type PipelineParameterInput = {
  /** Name of the parameter, as the pipeline declares it. */
  name: string;
  /** A text, a list of texts or an object with texts, as it is declared. */
  value: unknown;
};

/** Ends a run of a pipeline before its time. */
export type PipelineRunCancelInput = {
  /** Which run. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** How. */
  mode?: PipelineRunCancelMode;
};

/** How a run ends before its time. Source: `spec.status` of a PipelineRun. */
export type PipelineRunCancelMode =
  /** Its tasks are ended, then the final ones run. */
  | 'FINALLY'
  /** Tasks under way end by themselves, no others begin, then the final ones run. */
  | 'GRACEFULLY'
  /** Its tasks are ended, and the final ones are not run. */
  | 'NOW';

/** Which runs of pipelines; each condition that is given must hold. */
export type PipelineRunFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Condition on the phase. */
  phase?: RunPhaseFilter | null | undefined;
  /** Only runs of pipelines of this name. */
  pipelineName?: string | null | undefined;
};

/** Starts a run of a pipeline. */
export type PipelineRunStartInput = {
  /** Checks everything, permission and admission included, and starts nothing. */
  dryRun?: boolean;
  /** The same key by the same caller, for the same pipeline, gives the same run, however often it is sent, as long as that run exists. */
  idempotencyKey?: string | null | undefined;
  /** Labels for the run. */
  labels?: Record<string, string> | null | undefined;
  /** Values for its parameters. They are checked against its declaration first. */
  parameters?: Array<PipelineParameterInput>;
  /** Which pipeline. */
  pipeline: ObjectByInput;
  /** Name of the service account that its tasks run as; the namespace's default when absent. */
  serviceAccountName?: string | null | undefined;
  /** What its workspaces are bound to. */
  workspaces?: Array<PipelineWorkspaceInput>;
};

/** What a workspace of the pipeline is bound to: one of these. */
export type PipelineWorkspaceInput = {
  /** A config of the namespace, by name. */
  configMap?: string | null | undefined;
  /** An empty directory, for each task one of its own. */
  emptyDir?: boolean | null | undefined;
  /** Name of the workspace, as the pipeline declares it. */
  name: string;
  /** A claim of the namespace, by name. */
  persistentVolumeClaim?: string | null | undefined;
  /** A secret of the namespace, by name. */
  secret?: string | null | undefined;
};

/** Adds an ephemeral container to a running pod, to look into it. */
export type PodDebugInput = {
  /** Arguments of what it runs; the image's own when absent. */
  args?: Array<string> | null | undefined;
  /** Which pod. */
  by: ObjectByInput;
  /** What it runs; the image's entry point when absent. */
  command?: Array<string> | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** The image of the container, as in `busybox:1.37`. */
  image: string;
  /** The container's name, which no other of the pod has. One is made, as in `debugger-x7k2p`, when absent. */
  name?: string | null | undefined;
  /** The container whose processes it is to see. None but its own when absent. */
  targetContainer?: string | null | undefined;
};

/** Deletes a pod, unless a disruption budget forbids it. */
export type PodEvictInput = {
  /** Which pod. */
  by: ObjectByInput;
  /** The pod's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Seconds that its containers have to end; 0 kills them at once. As the pod says itself when absent. */
  gracePeriodSeconds?: number | null | undefined;
};

/** Runs one command in a container, to its end. A preview: it may still change. */
export type PodExecInput = {
  /** Which pod. */
  by: ObjectByInput;
  /** The program and its arguments; no shell reads them. At most 100, of 16 KiB together. */
  command: Array<string>;
  /** The pod's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Which container; the pod's default one when absent. */
  container?: string | null | undefined;
  /** Asks whether the caller may, and runs nothing. */
  dryRun?: boolean;
  /** What it is given to read, followed by its end; at most 64 KiB. Nothing when absent. */
  stdin?: string | null | undefined;
  /** A terminal; none when absent. */
  terminal?: ExecTerminalInput | null | undefined;
  /** How long is waited for its end, in seconds: 1 to 300. */
  timeoutSeconds?: number;
};

/** Which pods; each condition that is given must hold. */
export type PodFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Condition on an image: one of its containers, init containers included, must have such a one. */
  image?: StringFilter | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Bound to the node of this name. */
  nodeName?: string | null | undefined;
  /** Condition on `status.phase`. */
  phase?: PodPhaseFilter | null | undefined;
  /** Only ready ones, or only those that are not. */
  ready?: boolean | null | undefined;
};

/** Whose logs: of named pods, of pods that pass a filter, or of a workload's pods. */
export type PodLogSelectorInput =
  {   /** Pods of all clusters that pass it. */
  filter: PodFilter; pods?: never; workload?: never; }
  |  { filter?: never;   /** These pods; 100 at most. */
  pods: Array<ObjectByInput>; workload?: never; }
  |  { filter?: never; pods?: never;   /** Pods that it owns, itself or through its replica sets and jobs. */
  workload: LogWorkloadInput; };

/** Where a pod is in its life. Source: `status.phase`. */
export type PodPhase =
  /** All containers ended, one of them at least with failure. */
  | 'FAILED'
  /** Accepted; some container has not started yet. */
  | 'PENDING'
  /** Bound to a node; at least one container runs, starts or restarts. */
  | 'RUNNING'
  /** All containers ended with success and stay ended. */
  | 'SUCCEEDED'
  /** Its node cannot be asked. */
  | 'UNKNOWN';

/** Condition on a pod's phase. */
export type PodPhaseFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<PodPhase> | null | undefined;
};

/** What keeps a part of an application from running in another cluster. */
export type PortabilityReason =
  /** Its kind is not served there. */
  | 'API_NOT_SERVED'
  /** Its data is in a volume that one cloud, or one virtualisation, has alone. */
  | 'CLOUD_VOLUME'
  /** A ConfigMap that its pods need is neither there nor a part of the application. */
  | 'CONFIG_MISSING'
  /** The driver of its volume is not installed there. */
  | 'CSI_DRIVER_MISSING'
  /** The Secret that its images are pulled with is not there. */
  | 'IMAGE_PULL_SECRET_MISSING'
  /** Its ingress class is not there. */
  | 'INGRESS_CLASS_MISSING'
  /** The namespace is not there. */
  | 'NAMESPACE_MISSING'
  /** Its data is on a node: a path or a disk of it. */
  | 'NODE_LOCAL_VOLUME'
  /** No node there has the labels and taints that its pods ask for. */
  | 'NO_MATCHING_NODE'
  /** Its priority class is not there. */
  | 'PRIORITY_CLASS_MISSING'
  /** A Secret that its pods need is not there. Secrets are not copied. */
  | 'SECRET_MISSING'
  /** The service account that its pods run as is not there. */
  | 'SERVICE_ACCOUNT_MISSING'
  /** Its storage class is not there. */
  | 'STORAGE_CLASS_MISSING';

/** Which problems; each condition that is given must hold. */
export type ProblemFilter = {
  /** In these clusters, by registered name. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Of objects of these kinds, as in `Pod`. */
  kinds?: Array<string> | null | undefined;
  /** Condition on the object's name. */
  name?: StringFilter | null | undefined;
  /** Of objects in these namespaces. */
  namespaces?: Array<string> | null | undefined;
  /** Condition on the reason. */
  reason?: StringFilter | null | undefined;
  /** Of these sources; all when absent. */
  sources?: Array<ProblemSource> | null | undefined;
};

/** Who says that something is wrong. */
export type ProblemSource =
  /** Warning events: controllers, kubelets, schedulers. Kubernetes forgets them after an hour. */
  | 'EVENT'
  /** A condition of a node, as the kubelet or node-problem-detector keeps it. */
  | 'NODE_CONDITION';

/** Where it is said that images are pulled with a secret. */
export type PullOrigin =
  /** Their service account names it, and they name none themselves. */
  | 'SERVICE_ACCOUNT'
  /** What says what the pods are like names it. */
  | 'TEMPLATE';

/** Makes or renews a credential for a registry, and gives it to service accounts. */
export type RegistryCredentialApplyInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Name of the secret. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** His password, or a token. */
  password: string;
  /** Host of the registry, as in `registry.example.com:5000`. */
  registry: string;
  /** Service accounts of the namespace, by name, whose pods are to pull with it. Others keep what they have. */
  serviceAccountNames?: Array<string>;
  /** The user there. */
  username: string;
};

/** So much CPU and memory, as Kubernetes' quantities. */
export type ResourceAmountsInput = {
  /** CPU, as in `250m`. */
  cpu?: string | null | undefined;
  /** Memory, as in `64Mi`. */
  memory?: string | null | undefined;
};

/** Sets and removes annotations of an object of any kind. */
export type ResourceAnnotateInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ResourceByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Sets those, too, that have another value already; else a CONFLICT, and nothing is done. */
  overwrite?: boolean;
  /** The keys of those to remove. One that is not there is no error. */
  remove?: Array<string> | null | undefined;
  /** Those to set, by their keys. */
  set?: Record<string, string> | null | undefined;
};

/** Creates or changes objects of any kind so that they are as their manifests say. */
export type ResourceApplyInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Checks everything, permission and admission included, and changes nothing. What needs something that an earlier document makes (its namespace, its kind) cannot be checked so. */
  dryRun?: boolean;
  /** Takes over fields that another manager holds, where there would be a CONFLICT. */
  force?: boolean;
  /** One or several documents of YAML, as kubectl reads it, or JSON. Either this or `objects`; 100 documents, 1 MiB and 100,000 tokens at most. */
  manifests?: string | null | undefined;
  /** The namespace of those that name none although their kind lives in namespaces. */
  namespace?: string | null | undefined;
  /** The manifests as JSON values, 100 at most. Either this or `manifests`. */
  objects?: Array<unknown> | null | undefined;
};

/** Which object of any kind: by id, or by where it is. */
export type ResourceByInput =
  {   /** Its id. An object that was re-created under the same name has another. */
  id: string | number; ref?: never; }
  |  { id?: never;   /** Its place. Finds whatever has that name now. */
  ref: ResourceRefInput; };

/** Deletes an object of any kind. */
export type ResourceDeleteInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ResourceByInput;
  /** The object's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none. */
  confirm?: string | null | undefined;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** What becomes of the objects that it owns; as the API server does by itself for its kind when absent. */
  propagation?: DeletePropagation | null | undefined;
};

/** Which objects; each condition that is given must hold. */
export type ResourceFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Conditions on paths of the object, 20 at most; each must hold. */
  where?: Array<WhereInput> | null | undefined;
};

/** Sets and removes labels of an object of any kind. */
export type ResourceLabelInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ResourceByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Sets those, too, that have another value already; else a CONFLICT, and nothing is done. */
  overwrite?: boolean;
  /** The keys of those to remove. One that is not there is no error. */
  remove?: Array<string> | null | undefined;
  /** Those to set, by their keys. */
  set?: Record<string, string> | null | undefined;
};

/** One key of an order of resources. */
export type ResourceOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. Either this or `path`. */
  field?: ResourceOrderField | null | undefined;
  /** A path to order by, as in `where`: numbers and quantities by their amount, times as times, texts by their characters. Of several values the smallest counts. */
  path?: string | null | undefined;
};

/** What resources of any kind can be ordered by. */
export type ResourceOrderField =
  /** By the cluster's registered name. */
  | 'CLUSTER'
  /** By time of creation. */
  | 'CREATED_AT'
  /** By name. */
  | 'NAME'
  /** By namespace. */
  | 'NAMESPACE';

/** A patch in one of the forms that an API server takes. */
export type ResourcePatchContentInput =
  {   /** The fields that `fairway` is to hold, by server-side apply; `apiVersion`, `kind` and name may be left out. What it held before and is not named any more goes. Creates the object where there is none. */
  apply: unknown; json?: never; merge?: never; strategic?: never; }
  |  { apply?: never;   /** A JSON Patch (RFC 6902): 1,000 steps at most. */
  json: Array<JsonPatchStepInput>; merge?: never; strategic?: never; }
  |  { apply?: never; json?: never;   /** A JSON merge patch (RFC 7396): fields to set, null to take them away. Lists are replaced whole. */
  merge: unknown; strategic?: never; }
  |  { apply?: never; json?: never; merge?: never;   /** A strategic merge patch: lists are merged by their keys. For Kubernetes' own kinds alone. */
  strategic: unknown; };

/** Patches an object of any kind. */
export type ResourcePatchInput = {
  /** Which one. By id it is this very object: one that was re-created under the same name is let be. */
  by: ResourceByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** With `apply`: takes over fields that another manager holds, where there would be a CONFLICT. */
  force?: boolean;
  /** What is to be changed. */
  patch: ResourcePatchContentInput;
  /** The part that is patched; the object itself when absent. */
  subresource?: ResourceSubresource | null | undefined;
};

/** Where an object of any kind is. */
export type ResourceRefInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Which kind: `apps/deployments`, `deployments.apps`, `Deployment`, or any other name that kubectl takes. UNKNOWN_KIND when no cluster serves it. */
  kind: string;
  /** The name. */
  name: string;
  /** The namespace; absent for kinds that live in none. */
  namespace?: string | null | undefined;
};

/** A part of an object with an address, and a permission, of its own. */
export type ResourceSubresource =
  /** How many there are to be. The answer is a `Scale` instead of the object. */
  | 'SCALE'
  /** What controllers report. */
  | 'STATUS';

/** Restarts many workloads, or sets images in them, in waves. */
export type RolloutWavesStartInput = {
  /** Which deployments, in this order: 1 to 500, of any clusters. Either these or `workloads`. */
  deployments?: Array<ObjectRefInput> | null | undefined;
  /** Checks what can be checked without beginning, and shows the steps that it would have. */
  dryRun?: boolean;
  /** Each wave but the first waits until somebody says `operationResume`. */
  heldBetween?: boolean;
  /** Any text of 256 characters at most. The same key of the same caller gives the same operation within an hour; with another input it is a CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** The images to be set in each of them. Absent: they are restarted. */
  images?: Array<ContainerImageInput> | null | undefined;
  /** How many rollouts may fail, over all waves. With one more nothing further is begun, and the operation fails. */
  maxFailures?: number;
  /** How many workloads a wave has. */
  waveSize: WaveSizeInput;
  /** Which deployments, stateful sets and daemon sets, in this order: 1 to 500, of any clusters. Either these or `deployments`. */
  workloads?: Array<WorkloadRefInput> | null | undefined;
};

/** Takes back, in waves, what rollout waves have done. */
export type RolloutWavesUndoInput = {
  /** Which operation. It must have ended: cancel one that runs. What it has changed last is taken back first. */
  by: ObjectByInput;
  /** Checks what can be checked without beginning, and shows the steps that it would have. */
  dryRun?: boolean;
  /** Each wave but the first waits until somebody says `operationResume`. */
  heldBetween?: boolean;
  /** Any text of 256 characters at most. The same key of the same caller gives the same operation within an hour; with another input it is a CONFLICT. */
  idempotencyKey?: string | null | undefined;
  /** How many rollouts may fail, over all waves. With one more nothing further is begun, and the operation fails. */
  maxFailures?: number;
  /** How many workloads a wave has. */
  waveSize: WaveSizeInput;
};

/** Where a run of a pipeline or a task is in its life. Source: the condition `Succeeded`. */
export type RunPhase =
  /** Somebody ended it. */
  | 'CANCELLED'
  /** It ended, and did not. */
  | 'FAILED'
  /** It has not begun. */
  | 'PENDING'
  /** It is under way, or is being ended. */
  | 'RUNNING'
  /** It ended, and did what it should. */
  | 'SUCCEEDED';

/** Condition on a run's phase. */
export type RunPhaseFilter = {
  /** One of these. An empty list matches nothing. */
  in?: Array<RunPhase> | null | undefined;
};

/** Where to search. */
export type SearchFilter = {
  /** Only these clusters, by registered name; all when absent. */
  clusters?: Array<string> | null | undefined;
  /** Only these kinds, by any name that kubectl takes: 30 at most. Those with a type of their own when absent. */
  kinds?: Array<string> | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
};

/** How a service can be reached. */
export type ServiceType =
  /** Within its cluster. */
  | 'CLUSTER_IP'
  /** It is another name for something outside of the cluster. */
  | 'EXTERNAL_NAME'
  /** Through a load balancer, too. */
  | 'LOAD_BALANCER'
  /** At a port of each node, too. */
  | 'NODE_PORT';

/** Suppresses alerts of one cluster for a while. Its author is the caller. */
export type SilenceCreateInput = {
  /** The cluster's registered name. Alerts of other clusters are not suppressed. */
  cluster: string;
  /** Why, for whoever looks for the alert: 1 to 1,000 characters. */
  comment: string;
  /** Checks everything but what Alertmanager says, and makes nothing. */
  dryRun?: boolean;
  /** When it ends. */
  endsAt: string;
  /** It suppresses alerts that all of these match: 1 to 50. Whoever may `create` `silences.alerts.fairway.dev` in one namespace alone names that with a matcher `namespace`. */
  matchers: Array<SilenceMatcherInput>;
  /** When it begins; now when absent. */
  startsAt?: string | null | undefined;
};

/** Ends a silence before its time. */
export type SilenceExpireInput = {
  /** Which one, by the cluster that it is shown for; its name is its id. */
  by: ObjectByInput;
  /** Checks everything, and ends nothing. */
  dryRun?: boolean;
};

/** What a label has to be for a silence to suppress an alert. */
export type SilenceMatcherInput = {
  /** False: it matches what is not so. */
  isEqual?: boolean;
  /** The value is a pattern (RE2) for the whole of the label. */
  isRegex?: boolean;
  /** The label. */
  name: string;
  /** The value, or the pattern. Empty: the label is absent. */
  value: string;
};

/** How it stands with a silence, as Alertmanager said when it was asked last. */
export type SilenceState =
  /** It suppresses what it matches. */
  | 'ACTIVE'
  /** It has ended. Alertmanager forgets it after some days. */
  | 'EXPIRED'
  /** It has not begun. */
  | 'PENDING';

/** Replaces all pods of a stateful set, in the way of its strategy. */
export type StatefulSetRestartInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
};

/** Sets how many pods a stateful set is to have. */
export type StatefulSetScaleInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** How many pods; 0 and more. */
  replicas: number;
};

/** Sets images of a stateful set's containers. */
export type StatefulSetSetImageInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Which containers, and their images: one at least. The other containers keep theirs. */
  images: Array<ContainerImageInput>;
};

/** Takes a stateful set back to an earlier template. */
export type StatefulSetUndoInput = {
  /** Which one. */
  by: ObjectByInput;
  /** Checks everything, permission and admission included, and changes nothing. */
  dryRun?: boolean;
  /** Only if it still has this `resourceVersion`; else a CONFLICT. */
  expectedResourceVersion?: string | null | undefined;
  /** Number of the revision to go back to; absent or 0: the one before the newest. */
  toRevision?: number | null | undefined;
};

/** Conditions on a string; each of those given must hold. Case matters. */
export type StringFilter = {
  /** Has this in it. */
  contains?: string | null | undefined;
  /** Equal to this. */
  eq?: string | null | undefined;
  /** Equal to one of these. An empty list matches nothing. */
  in?: Array<string> | null | undefined;
  /** Begins with this. */
  startsWith?: string | null | undefined;
};

/** What becomes of pods that do not tolerate a taint. */
export type TaintEffect =
  /** None is placed on the node, and those that are there are evicted. */
  | 'NO_EXECUTE'
  /** None is placed on the node; those that are there stay. */
  | 'NO_SCHEDULE'
  /** One is placed on the node where nothing else will do. */
  | 'PREFER_NO_SCHEDULE';

/** A taint that a node is to have. */
export type TaintInput = {
  /** What becomes of pods that do not tolerate it. */
  effect: TaintEffect;
  /** Its key, as in `example.com/dedicated`. */
  key: string;
  /** Its value; none when absent. */
  value?: string | null | undefined;
};

/** A taint that a node is to have no more. */
export type TaintRemovalInput = {
  /** Only the one with this effect; all of the key when absent. */
  effect?: TaintEffect | null | undefined;
  /** Its key. */
  key: string;
};

/** Something that one may be allowed to do in a cluster. */
export type ViewerCanInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Which kind, by any name that kubectl takes; `group/plural`, as in `apps/deployments`, is taken as it is, whether it is served or not. */
  kind: string;
  /** The name; whatever the name is when absent. */
  name?: string | null | undefined;
  /** The namespace; in all of them when absent. */
  namespace?: string | null | undefined;
  /** As in `scale`, `log`; the object itself when absent. */
  subresource?: string | null | undefined;
  /** Kubernetes' verb, as in `get`, `patch`, `delete`; `*` for each. */
  verb: string;
};

/** How a volume can be mounted. */
export type VolumeAccessMode =
  /** For reading, by many nodes. */
  | 'READ_ONLY_MANY'
  /** For reading and writing, by many nodes. */
  | 'READ_WRITE_MANY'
  /** For reading and writing, by one node. */
  | 'READ_WRITE_ONCE'
  /** For reading and writing, by one pod. */
  | 'READ_WRITE_ONCE_POD';

/** As what a volume is mounted. */
export type VolumeMode =
  /** As a raw device. */
  | 'BLOCK'
  /** As a folder of files. */
  | 'FILESYSTEM';

/** The plugin that a volume comes from, those among them that Kubernetes has removed since. */
export type VolumeSourceType =
  /** A disk of AWS. */
  | 'AWS_ELASTIC_BLOCK_STORE'
  /** A disk of Azure. */
  | 'AZURE_DISK'
  /** A file share of Azure. */
  | 'AZURE_FILE'
  /** A Ceph file system. */
  | 'CEPHFS'
  /** A disk of OpenStack. */
  | 'CINDER'
  /** The data of a ConfigMap, as files. */
  | 'CONFIG_MAP'
  /** A driver of the Container Storage Interface; `driver` names it. */
  | 'CSI'
  /** What the pod is told of itself, as files. */
  | 'DOWNWARD_API'
  /** A directory that lives as long as the pod. */
  | 'EMPTY_DIR'
  /** A claim that lives as long as the pod. */
  | 'EPHEMERAL'
  /** A Fibre Channel device. */
  | 'FC'
  /** A FlexVolume driver; `driver` names it. */
  | 'FLEX_VOLUME'
  /** A dataset of Flocker. */
  | 'FLOCKER'
  /** A disk of Google Compute Engine. */
  | 'GCE_PERSISTENT_DISK'
  /** A clone of a Git repository. */
  | 'GIT_REPO'
  /** A Gluster volume. */
  | 'GLUSTERFS'
  /** A path of the node. */
  | 'HOST_PATH'
  /** The content of an image. */
  | 'IMAGE'
  /** An iSCSI device. */
  | 'ISCSI'
  /** A disk or directory of one node. */
  | 'LOCAL'
  /** An NFS export. */
  | 'NFS'
  /** A plugin that is none of these; `attributes` has its name. */
  | 'OTHER'
  /** The volume of a claim. */
  | 'PERSISTENT_VOLUME_CLAIM'
  /** A disk of VMware Photon. */
  | 'PHOTON_PERSISTENT_DISK'
  /** A volume of Portworx. */
  | 'PORTWORX_VOLUME'
  /** ConfigMaps, Secrets, tokens and the downward API in one directory. */
  | 'PROJECTED'
  /** A volume of Quobyte. */
  | 'QUOBYTE'
  /** A block device of Ceph. */
  | 'RBD'
  /** A volume of ScaleIO. */
  | 'SCALE_IO'
  /** The data of a Secret, as files. */
  | 'SECRET'
  /** A volume of StorageOS. */
  | 'STORAGEOS'
  /** A virtual disk of vSphere. */
  | 'VSPHERE_VOLUME';

/** How many workloads a wave has. */
export type WaveSizeInput =
  {   /** So many: one at least. */
  count: number; percent?: never; }
  |  { count?: never;   /** So many of all, in percent (1 to 100), rounded down; one at least. */
  percent: number; };

/** A condition on what stands at a path of the object; each comparison that is given must hold. Where `[*]` leads to several values, one of them must hold all of it. */
export type WhereInput = {
  /** How values are compared. */
  as?: CompareAs;
  /** A text that has this in it. */
  contains?: string | null | undefined;
  /** Equal to this: a string, number or boolean; integers beyond 2^53 as strings of digits. */
  eq?: unknown;
  /** Whether anything stands there; null counts as nothing. */
  exists?: boolean | null | undefined;
  /** Greater than this, and of the same sort. */
  gt?: unknown;
  /** Greater than this or equal, and of the same sort. */
  gte?: unknown;
  /** Equal to one of these. An empty list matches nothing. */
  in?: Array<unknown> | null | undefined;
  /** Less than this, and of the same sort. */
  lt?: unknown;
  /** Less than this or equal, and of the same sort. */
  lte?: unknown;
  /** Not equal to this, or absent; with `[*]`, none is: a string, number or boolean; integers beyond 2^53 as strings of digits. */
  ne?: unknown;
  /** Such as `spec.replicas`, `metadata.labels["app.kubernetes.io/name"]`, `spec.containers[0].image`, `status.conditions[*].type`. Values of Secrets are not in memory, and cannot be reached. */
  path: string;
  /** A text that begins with this. */
  startsWith?: string | null | undefined;
};

/** Which workload: by id, or by where it is. */
export type WorkloadByInput =
  {   /** Its id. An object that was re-created under the same name has another. */
  id: string | number; ref?: never; }
  |  { id?: never;   /** Its place. Finds whatever has that name now. */
  ref: WorkloadRefInput; };

/** Which workloads; each condition that is given must hold. */
export type WorkloadFilter = {
  /** Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error. */
  clusters?: Array<string> | null | undefined;
  /** Condition on an image: one of its containers, init containers included, must have such a one. */
  image?: StringFilter | null | undefined;
  /** Only these kinds; all when absent. */
  kinds?: Array<WorkloadKind> | null | undefined;
  /** A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`. */
  labels?: string | null | undefined;
  /** Condition on `metadata.name`. */
  name?: StringFilter | null | undefined;
  /** Only these namespaces; all when absent. */
  namespaces?: Array<string> | null | undefined;
  /** Only those that have as many ready pods as are wanted, or only those that have not. */
  ready?: boolean | null | undefined;
};

/** The kinds of workloads. */
export type WorkloadKind =
  /** batch/v1 CronJob. */
  | 'CRON_JOB'
  /** apps/v1 DaemonSet. */
  | 'DAEMON_SET'
  /** apps/v1 Deployment. */
  | 'DEPLOYMENT'
  /** batch/v1 Job. */
  | 'JOB'
  /** apps/v1 ReplicaSet. */
  | 'REPLICA_SET'
  /** apps/v1 StatefulSet. */
  | 'STATEFUL_SET';

/** Where a workload is. */
export type WorkloadRefInput = {
  /** The cluster's registered name. */
  cluster: string;
  /** Its kind. */
  kind: WorkloadKind;
  /** The name. */
  name: string;
  /** The namespace. */
  namespace: string;
};

export type AlertEventsSubscriptionVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type AlertEventsSubscription = { alertEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { cluster: string, namespace: string | null, alertName: string | null, severity: string | null, state: AlertState, summary: string | null, startsAt: string } | null }> } };

export type AlertRulesQueryVariables = Exact<{
  prometheus: string;
  states?: Array<AlertRuleState> | AlertRuleState | null | undefined;
  first?: number | null | undefined;
}>;


export type AlertRulesQuery = { alertRules: { totalCount: number, rules: Array<{ name: string, group: string, state: AlertRuleState, health: AlertRuleHealth, error: string | null, promql: string, forSeconds: number, labels: Record<string, string>, annotations: Record<string, string>, evaluatedAt: string | null, alertCount: number, alerts: Array<{ state: AlertRuleState, labels: Record<string, string>, annotations: Record<string, string>, activeAt: string | null, value: string }> }> } | null };

export type AlertsQueryVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type AlertsQuery = { alerts: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string | null, alertName: string | null, severity: string | null, state: AlertState, summary: string | null, startsAt: string, objects: Array<
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
        | { id: string, kind: string, namespace: string | null, name: string }
      > | null, silencedBy: Array<{ id: string, comment: string, createdBy: string, endsAt: string }> | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }>, staleSince: Array<{ cluster: string, since: string }> } | null };

export type ApplicationComposeMutationVariables = Exact<{
  input: ApplicationComposeInput;
}>;


export type ApplicationComposeMutation = { applicationCompose: { manifest: unknown, warnings: Array<string>, revision: string | null, deployment: { id: string, name: string, composition: { baseImage: string, artifactImage: string, carrier: ArtifactCarrier, artifactPath: string, mountPath: string } | null } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ApplicationCopyMutationVariables = Exact<{
  input: ApplicationCopyInput;
}>;


export type ApplicationCopyMutation = { applicationCopy: { unchecked: Array<string>, revision: string | null, results: Array<{ kind: string, name: string, manifest: unknown, before: unknown, resource: { id: string, cluster: string, namespace: string | null, resourceVersion: string, raw: unknown } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }>, conflicts: Array<{ field: string, manager: string }> }>, blockers: Array<{ reason: PortabilityReason, kind: string, name: string, needs: string | null, message: string }>, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ApplicationEventsSubscriptionVariables = Exact<{
  filter?: ApplicationFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type ApplicationEventsSubscription = { applicationEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { name: string, health: ApplicationHealth, ownerTeam: string | null, clusters: Array<string>, versions: Array<string> } | null }> } };

export type ApplicationPortabilityQueryVariables = Exact<{
  name: string;
  from?: ApplicationPlaceInput | null | undefined;
  to: ApplicationPlaceInput;
}>;


export type ApplicationPortabilityQuery = { application: { id: string, dataPlacement: DataPlacement | null, portability: { cluster: string, namespace: string, portable: boolean | null, unchecked: Array<string>, blockers: Array<{ reason: PortabilityReason, kind: string, name: string, needs: string | null, message: string }> } | null } | null };

export type ApplicationUpgradeMutationVariables = Exact<{
  input: ApplicationUpgradeInput;
}>;


export type ApplicationUpgradeMutation = { applicationUpgrade: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ApplicationQueryVariables = Exact<{
  name: string;
}>;


export type ApplicationQuery = { application: { id: string, name: string, health: ApplicationHealth, ownerTeam: string | null, images: Array<string>, versions: Array<string>, dataPlacement: DataPlacement | null, places: Array<{ cluster: string, namespace: string, health: ApplicationHealth, versions: Array<string> }>, components: Array<{ name: string, health: ApplicationHealth, workloads: Array<{ cluster: string, namespace: string, kind: string, name: string, health: ApplicationHealth, reason: string | null, message: string | null, desiredReplicas: number | null, readyReplicas: number | null, images: Array<string>, dataPlacement: DataPlacement | null }> }>, services: { nodes: Array<{ cluster: string, namespace: string, name: string, type: ServiceType, addresses: Array<string>, ports: Array<{ name: string | null, port: number, protocol: string }> }> } | null, ingresses: { nodes: Array<{ cluster: string, namespace: string, name: string, addresses: Array<string>, rules: Array<{ host: string | null, path: string | null, serviceName: string | null }> }> } | null, persistentVolumeClaims: { nodes: Array<{ cluster: string, namespace: string, name: string, phase: PersistentVolumeClaimPhase, storageClassName: string | null, requestedBytes: number | string | null }> } | null, configMaps: { nodes: Array<{ cluster: string, namespace: string, name: string }> } | null, secrets: { nodes: Array<{ cluster: string, namespace: string, name: string, certificateExpiresAt: string | null, keys: Array<{ key: string, sizeBytes: number }> }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null } | null };

export type ApplicationsOverviewQueryVariables = Exact<{
  filter?: ApplicationFilter | null | undefined;
  orderBy?: Array<ApplicationOrder> | ApplicationOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
  minRevision?: string | null | undefined;
}>;


export type ApplicationsOverviewQuery = { applications: { totalCount: number, revision: string, nodes: Array<{ id: string, name: string, health: ApplicationHealth, ownerTeam: string | null, clusters: Array<string>, namespaces: Array<string>, versions: Array<string>, unhealthy: Array<{ cluster: string, namespace: string, kind: string, name: string, health: ApplicationHealth, reason: string | null, message: string | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string, retryable: boolean }>, staleSince: Array<{ cluster: string, since: string }> } | null };

export type CertificateSigningRequestApproveMutationVariables = Exact<{
  input: CertificateSigningRequestApproveInput;
}>;


export type CertificateSigningRequestApproveMutation = { certificateSigningRequestApprove: { revision: string | null, certificateSigningRequest: { id: string, name: string, state: CertificateSigningRequestState, conditions: Array<{ type: string, reason: string | null, message: string | null }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type CertificateSigningRequestDenyMutationVariables = Exact<{
  input: CertificateSigningRequestDenyInput;
}>;


export type CertificateSigningRequestDenyMutation = { certificateSigningRequestDeny: { revision: string | null, certificateSigningRequest: { id: string, name: string, state: CertificateSigningRequestState, conditions: Array<{ type: string, reason: string | null, message: string | null }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type CertificateSigningRequestsQueryVariables = Exact<{
  filter?: CertificateSigningRequestFilter | null | undefined;
  orderBy?: Array<CertificateSigningRequestOrder> | CertificateSigningRequestOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type CertificateSigningRequestsQuery = { certificateSigningRequests: { totalCount: number, nodes: Array<{ id: string, cluster: string, name: string, createdAt: string | null, signerName: string, subject: string | null, dnsNames: Array<string>, ipAddresses: Array<string>, usages: Array<string>, expirationSeconds: number | null, state: CertificateSigningRequestState, expiresAt: string | null, requester: { username: string, groups: Array<string> }, conditions: Array<{ type: string, status: ConditionStatus, reason: string | null, message: string | null, changedAt: string | null }>, certificate: { subject: string, issuer: string, serialNumber: string } | null, node: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type CertificatesExpiringQueryVariables = Exact<{
  before: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type CertificatesExpiringQuery = { secrets: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, certificateExpiresAt: string | null, certificates: Array<{ subject: string, dnsNames: Array<string>, expiresAt: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type ClusterNodeCordonMutationVariables = Exact<{
  input: ClusterNodeCordonInput;
}>;


export type ClusterNodeCordonMutation = { clusterNodeCordon: { revision: string | null, clusterNode: { id: string, name: string, unschedulable: boolean } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ClusterNodeEventsSubscriptionVariables = Exact<{
  filter?: ClusterNodeFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ClusterNodeEventsSubscription = { clusterNodeEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { cluster: string, name: string, ready: boolean, unschedulable: boolean, problems: Array<{ type: string, status: ConditionStatus, reason: string | null, message: string | null }> } | null }> } };

export type ClusterNodeTaintMutationVariables = Exact<{
  input: ClusterNodeTaintInput;
}>;


export type ClusterNodeTaintMutation = { clusterNodeTaint: { revision: string | null, clusterNode: { id: string, name: string, taints: Array<{ key: string, value: string | null, effect: TaintEffect | null }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ClusterNodeUncordonMutationVariables = Exact<{
  input: ClusterNodeUncordonInput;
}>;


export type ClusterNodeUncordonMutation = { clusterNodeUncordon: { revision: string | null, clusterNode: { id: string, name: string, unschedulable: boolean } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ClusterNodesQueryVariables = Exact<{
  filter?: ClusterNodeFilter | null | undefined;
  orderBy?: Array<ClusterNodeOrder> | ClusterNodeOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClusterNodesQuery = { clusterNodes: { totalCount: number, nodes: Array<{ id: string, cluster: string, name: string, roles: Array<string>, ready: boolean, unschedulable: boolean, kubeletVersion: string | null, osImage: string | null, kernelVersion: string | null, containerRuntimeVersion: string | null, problems: Array<{ type: string, status: ConditionStatus, reason: string | null, message: string | null, changedAt: string | null }>, taints: Array<{ key: string, value: string | null, effect: TaintEffect | null }>, addresses: Array<{ type: string, address: string }>, allocatable: { cpuCores: number | null, memoryBytes: number | string | null, pods: number | string | null }, requested: { cpuCores: number | null, memoryBytes: number | string | null, pods: number | string | null } | null, usage: { cpuCores: number | null, memoryBytes: number | string | null } | null, pods: { totalCount: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type ClusterOverviewQueryVariables = Exact<{
  filter?: ClusterFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClusterOverviewQuery = { clusters: { totalCount: number, nodes: Array<{ name: string, labels: Record<string, string>, provider: ClusterProvider | null, version: string | null, reachable: boolean, staleSince: string | null, apiGroups: Array<string> | null, nodeCount: number | null, readyNodeCount: number | null, components: Array<{ name: string, healthy: boolean, message: string | null }> | null, capacity: { cpuCores: number | null, memoryBytes: number | string | null, pods: number | string | null } | null, allocatable: { cpuCores: number | null, memoryBytes: number | string | null, pods: number | string | null } | null, requested: { cpuCores: number | null, memoryBytes: number | string | null, pods: number | string | null } | null, usage: { cpuCores: number | null, memoryBytes: number | string | null } | null, namespaces: { totalCount: number } | null, workloads: { totalCount: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ClustersQueryVariables = Exact<{
  filter?: ClusterFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClustersQuery = { clusters: { totalCount: number, nodes: Array<{ id: string, name: string, version: string | null, reachable: boolean, staleSince: string | null, error: { code: ErrorCode, message: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CompositionFilesQueryVariables = Exact<{
  by: ObjectByInput;
  under?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type CompositionFilesQuery = { deployment: { id: string, composition: { mountPath: string, files: { totalCount: number, hidden: Array<string>, files: Array<{ path: string, type: FileType, sizeBytes: number | string, target: string | null, from: FileOrigin }> } | null } | null } | null };

export type CompositionsQueryVariables = Exact<{
  baseImage: StringFilter;
  first?: number | null | undefined;
}>;


export type CompositionsQuery = { deployments: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, readyReplicas: number, replicas: number, composition: { baseImage: string, artifactImage: string, carrier: ArtifactCarrier } | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null };

export type ConfigMapApplyMutationVariables = Exact<{
  input: ConfigMapApplyInput;
}>;


export type ConfigMapApplyMutation = { configMapApply: { revision: string | null, results: Array<{ cluster: string, outcome: ConfigApplyOutcome, configMap: { id: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string }> }>, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ConfigMapComparisonQueryVariables = Exact<{
  namespace: string;
  name: string;
  clusters?: Array<string> | string | null | undefined;
}>;


export type ConfigMapComparisonQuery = { configMapComparison: { equal: boolean, clusters: Array<{ cluster: string, configMap: { id: string } | null }>, entries: Array<{ key: string, equal: boolean, values: Array<{ cluster: string, present: boolean, digest: string | null, value: string | null }> }> } | null };

export type ConfigMapUpdateMutationVariables = Exact<{
  input: ConfigMapUpdateInput;
}>;


export type ConfigMapUpdateMutation = { configMapUpdate: { revision: string | null, configMap: { id: string, revisionNumber: number, resourceVersion: string } | null, changes: Array<{ key: string, kind: ConfigChangeKind, before: string | null, after: string | null, binary: boolean }>, rolls: Array<{ outcome: ConfigRollOutcome, reason: string, object:
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
       }>, operation: { id: string, name: string, phase: OperationPhase } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ConfigMapQueryVariables = Exact<{
  by: ObjectByInput;
}>;


export type ConfigMapQuery = { configMap: { id: string, cluster: string, namespace: string, name: string, immutable: boolean, revisionNumber: number, entries: Array<{ key: string, value: string | null, base64: string | null, sizeBytes: number }>, consumers: Array<{ object:
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
      , uses: Array<{ container: string, kind: ConfigUseKind, at: string | null, keys: Array<string> | null, optional: boolean, seesChanges: boolean }> }>, revisions: Array<{ number: number, replacedAt: string | null }> } | null };

export type ControlPlaneMetricsQueryVariables = Exact<{
  range: MetricRangeInput;
}>;


export type ControlPlaneMetricsQuery = { clusters: { nodes: Array<{ id: string, name: string, prometheus: string | null, controlPlaneMetrics: { stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }> } | null };

export type CronJobResumeMutationVariables = Exact<{
  input: CronJobResumeInput;
}>;


export type CronJobResumeMutation = { cronJobResume: { revision: string | null, cronJob: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type CronJobRunMutationVariables = Exact<{
  input: CronJobRunInput;
}>;


export type CronJobRunMutation = { cronJobRun: { revision: string | null, job: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type CronJobSuspendMutationVariables = Exact<{
  input: CronJobSuspendInput;
}>;


export type CronJobSuspendMutation = { cronJobSuspend: { revision: string | null, cronJob: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DaemonSetRestartMutationVariables = Exact<{
  input: DaemonSetRestartInput;
}>;


export type DaemonSetRestartMutation = { daemonSetRestart: { revision: string | null, daemonSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DaemonSetSetImageMutationVariables = Exact<{
  input: DaemonSetSetImageInput;
}>;


export type DaemonSetSetImageMutation = { daemonSetSetImage: { revision: string | null, daemonSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DaemonSetUndoMutationVariables = Exact<{
  input: DaemonSetUndoInput;
}>;


export type DaemonSetUndoMutation = { daemonSetUndo: { revision: string | null, daemonSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DashboardApplicationQueryVariables = Exact<{
  name: string;
}>;


export type DashboardApplicationQuery = { application: { id: string, name: string, health: ApplicationHealth, ownerTeam: string | null, clusters: Array<string>, versions: Array<string>, dataPlacement: DataPlacement | null, components: Array<{ name: string, health: ApplicationHealth, images: Array<string>, versions: Array<string> }>, workloads: Array<{ cluster: string, namespace: string, kind: string, name: string, health: ApplicationHealth, reason: string | null, message: string | null, desiredReplicas: number | null, readyReplicas: number | null, object:
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
        | { id: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpu: string | null, memoryBytes: number | string | null }, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null }> } | null }
       }>, services: { nodes: Array<{ id: string, cluster: string, namespace: string, name: string, type: ServiceType }> } | null, configMaps: { nodes: Array<{ id: string, cluster: string, name: string, entries: Array<{ key: string, sizeBytes: number }> }> } | null, persistentVolumeClaims: { nodes: Array<{ id: string, cluster: string, name: string, phase: PersistentVolumeClaimPhase }> } | null, secrets: { nodes: Array<{ id: string, cluster: string, name: string, keys: Array<{ key: string, sizeBytes: number }> }> } | null } | null };

export type DashboardPlatformQueryVariables = Exact<{
  expiresBefore: string;
}>;


export type DashboardPlatformQuery = { clusters: { totalCount: number, nodes: Array<{ id: string, name: string, version: string | null, reachable: boolean, staleSince: string | null, error: { code: ErrorCode, message: string } | null }> } | null, workloads: { totalCount: number } | null, unready: { totalCount: number, nodes: Array<
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number | null, readyReplicas: number | null, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
      | { id: string, kind: string, cluster: string, namespace: string, name: string, images: Array<string>, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
    >, clusterErrors: Array<{ cluster: string, code: ErrorCode }>, staleSince: Array<{ cluster: string, since: string }> } | null, pods: { totalCount: number } | null, pending: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, phase: PodPhase, reason: string, message: string | null }> } | null, restarting: { nodes: Array<{ id: string, cluster: string, namespace: string, name: string, reason: string, restartCount: number, nodeName: string | null }> } | null, certificates: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, certificateExpiresAt: string | null }> } | null };

export type DeploymentAutoscaleMutationVariables = Exact<{
  input: DeploymentAutoscaleInput;
}>;


export type DeploymentAutoscaleMutation = { deploymentAutoscale: { revision: string | null, horizontalPodAutoscaler: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentCreateMutationVariables = Exact<{
  input: DeploymentCreateInput;
}>;


export type DeploymentCreateMutation = { deploymentCreate: { revision: string | null, deployment: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentEventsSubscriptionVariables = Exact<{
  filter?: DeploymentFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type DeploymentEventsSubscription = { deploymentEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { cluster: string, namespace: string, name: string, replicas: number, updatedReplicas: number, readyReplicas: number, availableReplicas: number, images: Array<string> } | null }> } };

export type DeploymentPauseMutationVariables = Exact<{
  input: DeploymentPauseInput;
}>;


export type DeploymentPauseMutation = { deploymentPause: { revision: string | null, deployment: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentRestartMutationVariables = Exact<{
  input: DeploymentRestartInput;
}>;


export type DeploymentRestartMutation = { deploymentRestart: { revision: string | null, deployment: { id: string, replicas: number, updatedReplicas: number, rolloutRevision: number | null, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentResumeMutationVariables = Exact<{
  input: DeploymentResumeInput;
}>;


export type DeploymentResumeMutation = { deploymentResume: { revision: string | null, deployment: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentRevisionsQueryVariables = Exact<{
  by: ObjectByInput;
}>;


export type DeploymentRevisionsQuery = { deployment: { id: string, name: string, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, revisions: Array<{ number: number, createdAt: string | null, changeCause: string | null, current: boolean, images: Array<string>, diff: Array<{ path: string, before: unknown, after: unknown }> | null }> | null } | null };

export type DeploymentScaleMutationVariables = Exact<{
  input: DeploymentScaleInput;
}>;


export type DeploymentScaleMutation = { deploymentScale: { revision: string | null, deployment: { id: string, replicas: number, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentSetImageMutationVariables = Exact<{
  input: DeploymentSetImageInput;
}>;


export type DeploymentSetImageMutation = { deploymentSetImage: { revision: string | null, deployment: { id: string, images: Array<string>, rolloutRevision: number | null, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentUndoMutationVariables = Exact<{
  input: DeploymentUndoInput;
}>;


export type DeploymentUndoMutation = { deploymentUndo: { revision: string | null, deployment: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type DeploymentQueryVariables = Exact<{
  by: ObjectByInput;
  minRevision?: string | null | undefined;
}>;


export type DeploymentQuery = { deployment: { id: string, cluster: string, namespace: string, name: string, replicas: number, updatedReplicas: number, readyReplicas: number, availableReplicas: number, resourceVersion: string } | null };

export type DeploymentsInDepthQueryVariables = Exact<{
  filter?: DeploymentFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
  minRevision?: string | null | undefined;
}>;


export type DeploymentsInDepthQuery = { deployments: { totalCount: number, revision: string, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, replicas: number, availableReplicas: number, owners: Array<{ kind: string, name: string }>, events: { totalCount: number, nodes: Array<{ type: EventType, reason: string | null, message: string | null, lastSeenAt: string | null }> } | null, replicaSets: { nodes: Array<{ id: string, name: string }> } | null, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, owners: Array<{ kind: string, name: string, object:
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
              | { id: string, owners: Array<{ kind: string, name: string, object:
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                    | { id: string }
                   | null }> }
             | null }>, events: { totalCount: number, nodes: Array<{ type: EventType, reason: string | null, message: string | null, lastSeenAt: string | null }> } | null }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type EventPageFragment = { totalCount: number, nodes: Array<{ type: EventType, reason: string | null, message: string | null, lastSeenAt: string | null }> };

export type DeploymentsLiveQueryVariables = Exact<{
  filter?: DeploymentFilter | null | undefined;
  first?: number;
  throttle?: number | null | undefined;
  live?: boolean | null | undefined;
}>;


export type DeploymentsLiveQuery = { deployments: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, unavailableReplicas: number }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }>, staleSince: Array<{ cluster: string, since: string }> } | null };

export type DeploymentsOverviewQueryVariables = Exact<{
  filter?: DeploymentFilter | null | undefined;
  orderBy?: Array<DeploymentOrder> | DeploymentOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
  minRevision?: string | null | undefined;
}>;


export type DeploymentsOverviewQuery = { deployments: { totalCount: number, revision: string, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, replicas: number, updatedReplicas: number, availableReplicas: number, paused: boolean, images: Array<string>, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string, retryable: boolean }>, staleSince: Array<{ cluster: string, since: string }> } | null };

export type ExternalServiceCreateMutationVariables = Exact<{
  input: ExternalServiceCreateInput;
}>;


export type ExternalServiceCreateMutation = { externalServiceCreate: { revision: string | null, service: { id: string, name: string, type: ServiceType, external: { dnsName: string | null, addresses: Array<string>, health: ExternalServiceHealth } | null } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ExternalServiceDeleteMutationVariables = Exact<{
  input: ExternalServiceDeleteInput;
}>;


export type ExternalServiceDeleteMutation = { externalServiceDelete: { deletedId: string | null, revision: string | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ExternalServicesQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type ExternalServicesQuery = { services: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, external: { dnsName: string | null, addresses: Array<string>, readyAddresses: number, health: ExternalServiceHealth } | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null };

export type LogsFollowSubscriptionVariables = Exact<{
  of: PodLogSelectorInput;
  containers?: Array<string> | string | null | undefined;
  sinceAt?: string | null | undefined;
  tail?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LogsFollowSubscription = { podLogEvents: { cursor: string, lines: Array<{ loggedAt: string | null, cluster: string, namespace: string, pod: string, container: string, text: string, partial: boolean }>, changes: Array<{ type: LogChangeType, cluster: string, namespace: string, pod: string, container: string, error: { code: ErrorCode, message: string } | null }> } };

export type NamespaceQuotasQueryVariables = Exact<{
  by: NamespaceByInput;
}>;


export type NamespaceQuotasQuery = { namespace: { cluster: string, name: string, phase: NamespacePhase, resourceQuotas: { nodes: Array<{ name: string, scopes: Array<string>, fullestRatio: number | null, uses: Array<{ resource: string, hard: string, hardNumber: number | null, used: string | null, usedNumber: number | null, usedRatio: number | null }> }> } | null, limitRanges: { nodes: Array<{ name: string, limits: Array<{ type: string, max: { cpu: string | null, memory: string | null } | null, default: { cpu: string | null, memory: string | null } | null, defaultRequest: { cpu: string | null, memory: string | null } | null }> }> } | null, workloads: { totalCount: number } | null, pods: { totalCount: number } | null, services: { totalCount: number } | null, configMaps: { totalCount: number } | null, secrets: { totalCount: number } | null, persistentVolumeClaims: { totalCount: number } | null } | null };

export type NetworkPoliciesQueryVariables = Exact<{
  filter?: NetworkPolicyFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type NetworkPoliciesQuery = { networkPolicies: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, podSelector: string, policyTypes: Array<NetworkPolicyType>, ingress: Array<{ peers: Array<{ podSelector: string | null, namespaceSelector: string | null, ipBlock: { cidr: string, except: Array<string> } | null }>, ports: Array<{ protocol: string, port: string | null }> }>, egress: Array<{ peers: Array<{ podSelector: string | null, namespaceSelector: string | null, ipBlock: { cidr: string, except: Array<string> } | null }>, ports: Array<{ protocol: string, port: string | null }> }>, pods: { totalCount: number } | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null };

export type OneApplicationQueryVariables = Exact<{
  name: string;
  range: MetricRangeInput;
  first?: number | null | undefined;
}>;


export type OneApplicationQuery = { application: { id: string, name: string, health: ApplicationHealth, ownerTeam: string | null, clusters: Array<string>, places: Array<{ cluster: string, namespace: string, health: ApplicationHealth, versions: Array<string> }>, deployments: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, metrics: { source: MetricSource, series: Array<{ name: MetricName, unit: MetricUnit, points: Array<{ at: string, value: number | null }> }> } | null, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, ready: boolean, node: { id: string, name: string, ready: boolean } | null }> } | null, alerts: { nodes: Array<{ id: string, alertName: string | null, state: AlertState, severity: string | null, summary: string | null, startsAt: string }> } | null, networkPolicies: { nodes: Array<{ id: string, name: string, policyTypes: Array<NetworkPolicyType> }> } | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null, services: { nodes: Array<{ id: string, cluster: string, name: string, type: ServiceType, endpoints: Array<{ addresses: Array<string>, ready: boolean }> | null, ingresses: { nodes: Array<{ id: string, name: string, className: string | null }> } | null }> } | null, persistentVolumeClaims: { nodes: Array<{ id: string, cluster: string, name: string, phase: PersistentVolumeClaimPhase, volume: { id: string, name: string, source: { type: VolumeSourceType } } | null }> } | null, configMaps: { nodes: Array<{ id: string, cluster: string, name: string, consumers: Array<{ object:
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
           }> }> } | null, secrets: { nodes: Array<{ id: string, cluster: string, name: string, type: string, keys: Array<{ key: string, sizeBytes: number }> }> } | null, alerts: { totalCount: number, nodes: Array<{ id: string, cluster: string, alertName: string | null, state: AlertState, severity: string | null, summary: string | null, startsAt: string, objects: Array<
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
        > | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null, pipelineRuns: { nodes: Array<{ id: string, cluster: string, name: string, phase: RunPhase, startedAt: string | null, finishedAt: string | null }> } | null } | null };

export type OperationCancelMutationVariables = Exact<{
  input: OperationCancelInput;
}>;


export type OperationCancelMutation = { operationCancel: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type OperationEventsSubscriptionVariables = Exact<{
  filter?: OperationFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type OperationEventsSubscription = { operationEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { name: string, type: string, phase: OperationPhase, reason: string | null, message: string | null, steps: Array<{ name: string, state: OperationStepState, message: string | null, attempts: number, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number } | null }> } | null }> } };

export type OperationPauseMutationVariables = Exact<{
  input: OperationPauseInput;
}>;


export type OperationPauseMutation = { operationPause: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type OperationResumeMutationVariables = Exact<{
  input: OperationResumeInput;
}>;


export type OperationResumeMutation = { operationResume: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type OperationsQueryVariables = Exact<{
  filter?: OperationFilter | null | undefined;
  orderBy?: Array<OperationOrder> | OperationOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type OperationsQuery = { operations: { totalCount: number, nodes: Array<{ id: string, name: string, type: string, phase: OperationPhase, reason: string | null, message: string | null, cancellable: boolean, createdAt: string | null, startedAt: string | null, finishedAt: string | null, principal: { issuer: string, username: string } | null, targets: Array<{ cluster: string, resource: string, namespace: string | null, name: string }>, progress: { done: number, total: number } }>, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type OwnOperationsQueryVariables = Exact<{
  first?: number;
}>;


export type OwnOperationsQuery = { ownOperations: Array<{ id: string, name: string, type: string, phase: OperationPhase, reason: string | null, message: string | null, cancellable: boolean, startedAt: string | null, finishedAt: string | null, progress: { done: number, total: number }, steps: Array<{ name: string, state: OperationStepState, message: string | null }> }> | null };

export type PersistentVolumeClaimCreateMutationVariables = Exact<{
  input: PersistentVolumeClaimCreateInput;
}>;


export type PersistentVolumeClaimCreateMutation = { persistentVolumeClaimCreate: { revision: string | null, persistentVolumeClaim: { id: string, name: string, phase: PersistentVolumeClaimPhase, requested: string | null, capacity: string | null, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PersistentVolumeClaimDeleteMutationVariables = Exact<{
  input: PersistentVolumeClaimDeleteInput;
}>;


export type PersistentVolumeClaimDeleteMutation = { persistentVolumeClaimDelete: { deletedId: string | null, revision: string | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PersistentVolumeClaimExpandMutationVariables = Exact<{
  input: PersistentVolumeClaimExpandInput;
}>;


export type PersistentVolumeClaimExpandMutation = { persistentVolumeClaimExpand: { revision: string | null, persistentVolumeClaim: { id: string, name: string, phase: PersistentVolumeClaimPhase, requested: string | null, capacity: string | null, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PipelineRunCancelMutationVariables = Exact<{
  input: PipelineRunCancelInput;
}>;


export type PipelineRunCancelMutation = { pipelineRunCancel: { revision: string | null, pipelineRun: { id: string, name: string, phase: RunPhase } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PipelineRunEventsSubscriptionVariables = Exact<{
  filter?: PipelineRunFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type PipelineRunEventsSubscription = { pipelineRunEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { cluster: string, namespace: string | null, name: string, pipelineName: string | null, phase: RunPhase, reason: string | null, message: string | null, startedAt: string | null, finishedAt: string | null } | null }> } };

export type PipelineRunStartMutationVariables = Exact<{
  input: PipelineRunStartInput;
}>;


export type PipelineRunStartMutation = { pipelineRunStart: { revision: string | null, pipelineRun: { id: string, name: string, phase: RunPhase } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PipelineRunQueryVariables = Exact<{
  by: ObjectByInput;
}>;


export type PipelineRunQuery = { pipelineRun: { id: string, cluster: string, namespace: string | null, name: string, phase: RunPhase, reason: string | null, message: string | null, startedAt: string | null, finishedAt: string | null, pipeline: { name: string, description: string | null } | null, parameters: Array<{ name: string, value: unknown }>, results: Array<{ name: string, value: unknown }>, tasks: Array<{ name: string, displayName: string | null, runAfter: Array<string>, final: boolean, depth: number }>, taskRuns: { nodes: Array<{ id: string, name: string, pipelineTaskName: string | null, phase: RunPhase, reason: string | null, message: string | null, startedAt: string | null, finishedAt: string | null, podName: string | null, results: Array<{ name: string, value: unknown }>, steps: Array<{ name: string, container: string | null, phase: ContainerPhase, reason: string | null, exitCode: number | null, startedAt: string | null, finishedAt: string | null }> }> } | null } | null };

export type PlatformLiveQueryVariables = Exact<{
  name: string;
  range: MetricRangeInput;
  first?: number | null | undefined;
  throttle?: number | null | undefined;
  live?: boolean | null | undefined;
}>;


export type PlatformLiveQuery = { application: { id: string, name: string, health: ApplicationHealth, ownerTeam: string | null, clusters: Array<string>, places: Array<{ cluster: string, namespace: string, health: ApplicationHealth, versions: Array<string> }>, deployments: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, metrics: { source: MetricSource, series: Array<{ name: MetricName, unit: MetricUnit, points: Array<{ at: string, value: number | null }> }> } | null, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase, ready: boolean, node: { id: string, name: string, ready: boolean } | null }> } | null, alerts: { nodes: Array<{ id: string, alertName: string | null, state: AlertState, severity: string | null, summary: string | null, startsAt: string }> } | null, networkPolicies: { nodes: Array<{ id: string, name: string, policyTypes: Array<NetworkPolicyType> }> } | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null, services: { nodes: Array<{ id: string, cluster: string, name: string, type: ServiceType, endpoints: Array<{ addresses: Array<string>, ready: boolean }> | null, ingresses: { nodes: Array<{ id: string, name: string, className: string | null }> } | null }> } | null, persistentVolumeClaims: { nodes: Array<{ id: string, cluster: string, name: string, phase: PersistentVolumeClaimPhase, volume: { id: string, name: string, source: { type: VolumeSourceType } } | null }> } | null, configMaps: { nodes: Array<{ id: string, cluster: string, name: string, consumers: Array<{ object:
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
            | { id: string, kind: string, name: string }
           }> }> } | null, secrets: { nodes: Array<{ id: string, cluster: string, name: string, type: string, keys: Array<{ key: string, sizeBytes: number }> }> } | null, alerts: { totalCount: number, nodes: Array<{ id: string, cluster: string, alertName: string | null, state: AlertState, severity: string | null, summary: string | null, startsAt: string, objects: Array<
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
          | { id: string, kind: string, name: string }
        > | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null, pipelineRuns: { nodes: Array<{ id: string, cluster: string, name: string, phase: RunPhase, startedAt: string | null, finishedAt: string | null }> } | null } | null };

export type PodDebugMutationVariables = Exact<{
  input: PodDebugInput;
}>;


export type PodDebugMutation = { podDebug: { revision: string | null, pod: { id: string, name: string, containers: Array<{ name: string, image: string | null, ephemeral: boolean, state: { phase: ContainerPhase, reason: string | null } | null }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PodEventsSubscriptionVariables = Exact<{
  filter?: PodFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type PodEventsSubscription = { podEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object: { cluster: string, namespace: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null } | null }> } };

export type PodEvictMutationVariables = Exact<{
  input: PodEvictInput;
}>;


export type PodEvictMutation = { podEvict: { revision: string | null, pod: { id: string, name: string, deletedAt: string | null } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PodExecMutationVariables = Exact<{
  input: PodExecInput;
}>;


export type PodExecMutation = { podExec: { result: { exitCode: number | null, stdout: string, stderr: string, truncated: boolean } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type PodLogsQueryVariables = Exact<{
  of: PodLogSelectorInput;
  containers?: Array<string> | string | null | undefined;
  sinceAt?: string | null | undefined;
  tail?: number | null | undefined;
  previous?: boolean;
  first?: number;
  after?: string | null | undefined;
}>;


export type PodLogsQuery = { podLogs: { truncated: boolean, cursor: string | null, lines: Array<{ loggedAt: string | null, cluster: string, namespace: string, pod: string, container: string, text: string, partial: boolean }>, errors: Array<{ cluster: string, namespace: string, pod: string, container: string, code: ErrorCode, message: string }>, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type PodsByNamespaceQueryVariables = Exact<{
  namespaces: Array<string> | string;
  clusters?: Array<string> | string | null | undefined;
  labels?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type PodsByNamespaceQuery = { pods: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, phase: PodPhase, reason: string, ready: boolean, restartCount: number, nodeName: string | null, createdAt: string | null, containers: Array<{ name: string, image: string | null, ready: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type ProblemsQueryVariables = Exact<{
  filter?: ProblemFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ProblemsQuery = { problems: { totalCount: number, nodes: Array<{ source: ProblemSource, cluster: string, namespace: string | null, kind: string, name: string, reason: string, message: string | null, count: number, firstSeenAt: string | null, lastSeenAt: string | null, object:
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
        | { id: string }
       | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode }> } | null };

export type PrometheusQueryQueryVariables = Exact<{
  prometheus: string;
  promql: string;
  range?: MetricRangeInput | null | undefined;
}>;


export type PrometheusQueryQuery = { prometheusQuery: { warnings: Array<string>, series: Array<{ labels: Record<string, string>, points: Array<{ at: string, value: number | null, text: string | null }> }> } | null };

export type RegistryCredentialApplyMutationVariables = Exact<{
  input: RegistryCredentialApplyInput;
}>;


export type RegistryCredentialApplyMutation = { registryCredentialApply: { revision: string | null, secret: { id: string, registries: Array<string> } | null, serviceAccounts: Array<{ id: string, name: string, imagePullSecretNames: Array<string> }>, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourceAnnotateMutationVariables = Exact<{
  input: ResourceAnnotateInput;
}>;


export type ResourceAnnotateMutation = { resourceAnnotate: { revision: string | null, resource: { id: string, resourceVersion: string, labels: Record<string, string>, annotations: Record<string, string> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourceApplyMutationVariables = Exact<{
  input: ResourceApplyInput;
}>;


export type ResourceApplyMutation = { resourceApply: { revision: string | null, results: Array<{ revision: string | null, resource: { id: string, apiVersion: string, kind: string, namespace: string | null, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }>, conflicts: Array<{ field: string, manager: string }> }>, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourceDeleteMutationVariables = Exact<{
  input: ResourceDeleteInput;
}>;


export type ResourceDeleteMutation = { resourceDelete: { deletedId: string | null, revision: string | null, resource: { id: string, deletedAt: string | null } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourceLabelMutationVariables = Exact<{
  input: ResourceLabelInput;
}>;


export type ResourceLabelMutation = { resourceLabel: { revision: string | null, resource: { id: string, resourceVersion: string, labels: Record<string, string>, annotations: Record<string, string> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourcePatchMutationVariables = Exact<{
  input: ResourcePatchInput;
}>;


export type ResourcePatchMutation = { resourcePatch: { revision: string | null, resource: { id: string, resourceVersion: string, labels: Record<string, string>, annotations: Record<string, string> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ResourcesTableQueryVariables = Exact<{
  kind: string;
  filter?: ResourceFilter | null | undefined;
  orderBy?: Array<ResourceOrder> | ResourceOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ResourcesTableQuery = { resources: { totalCount: number, columns: Array<{ name: string, type: string, priority: number }> | null, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, cluster: string, namespace: string | null, name: string, cells: Array<unknown> | null }>, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type RolloutWavesStartMutationVariables = Exact<{
  input: RolloutWavesStartInput;
}>;


export type RolloutWavesStartMutation = { rolloutWavesStart: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type RolloutWavesUndoMutationVariables = Exact<{
  input: RolloutWavesUndoInput;
}>;


export type RolloutWavesUndoMutation = { rolloutWavesUndo: { revision: string | null, operation: { id: string, name: string, phase: OperationPhase, steps: Array<{ name: string, state: OperationStepState }> } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type SearchQueryVariables = Exact<{
  text: string;
  filter?: SearchFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<
      | { __typename: 'Alert', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'BgpPeer', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'CalicoNetworkPolicy', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'CertificateSigningRequest', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'ClusterNode', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'ConfigMap', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'ControllerRevision', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'CronJob', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'CsiDriver', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'CsiNode', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'DaemonSet', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Deployment', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'EndpointSlice', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Event', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'GatewayClass', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'GlobalNetworkPolicy', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'GrpcRoute', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'HorizontalPodAutoscaler', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'HttpRoute', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'Ingress', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'IngressClass', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'IpPool', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'Job', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'LimitRange', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Namespace', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'NetworkGateway', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'NetworkPolicy', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'NetworkSet', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Operation', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'PersistentVolume', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'PersistentVolumeClaim', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Pipeline', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'PipelineRun', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'Pod', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'PodDisruptionBudget', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'PriorityClass', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'ReplicaSet', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Resource', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'ResourceQuota', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Secret', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Service', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'ServiceAccount', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'Silence', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'StatefulSet', id: string, cluster: string, kind: string, namespace: string, name: string }
      | { __typename: 'StorageClass', id: string, cluster: string, kind: string, namespace: string | null, name: string }
      | { __typename: 'TaskRun', id: string, cluster: string, kind: string, namespace: string | null, name: string }
    >, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type SecretQueryVariables = Exact<{
  by: ObjectByInput;
}>;


export type SecretQuery = { secret: { id: string, cluster: string, namespace: string, name: string, type: string, immutable: boolean, registries: Array<string>, keys: Array<{ key: string, sizeBytes: number }>, certificates: Array<{ subject: string, issuer: string, dnsNames: Array<string>, validFrom: string, expiresAt: string, fingerprint: string }>, consumers: Array<{ object:
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
      , uses: Array<{ container: string, kind: ConfigUseKind, at: string | null, keys: Array<string> | null, seesChanges: boolean }> }>, pulledBy: Array<{ origin: PullOrigin, serviceAccountName: string, object:
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
        | { id: string, kind: string, name: string }
       }> } | null };

export type ServiceNetworkQueryVariables = Exact<{
  by: ObjectByInput;
}>;


export type ServiceNetworkQuery = { service: { id: string, name: string, type: ServiceType, ports: Array<{ name: string | null, port: number, targetPort: string }>, endpoints: Array<{ addresses: Array<string>, ready: boolean, nodeName: string | null, pod: { id: string, name: string } | null }> | null, deployments: { nodes: Array<{ id: string, name: string }> } | null, ingresses: { nodes: Array<{ id: string, name: string, class: { controller: string } | null }> } | null, httpRoutes: { nodes: Array<{ id: string, name: string, hostnames: Array<string>, gateways: { nodes: Array<{ name: string, addresses: Array<string> }> } | null }> } | null, pods: { nodes: Array<{ id: string, name: string, networkPolicies: { nodes: Array<{ name: string, policyTypes: Array<NetworkPolicyType> }> } | null }> } | null } | null };

export type SilenceCreateMutationVariables = Exact<{
  input: SilenceCreateInput;
}>;


export type SilenceCreateMutation = { silenceCreate: { silence: { id: string, name: string, state: SilenceState, endsAt: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type SilenceExpireMutationVariables = Exact<{
  input: SilenceExpireInput;
}>;


export type SilenceExpireMutation = { silenceExpire: { silence: { id: string, state: SilenceState, endsAt: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type StatefulSetRestartMutationVariables = Exact<{
  input: StatefulSetRestartInput;
}>;


export type StatefulSetRestartMutation = { statefulSetRestart: { revision: string | null, statefulSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type StatefulSetScaleMutationVariables = Exact<{
  input: StatefulSetScaleInput;
}>;


export type StatefulSetScaleMutation = { statefulSetScale: { revision: string | null, statefulSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type StatefulSetSetImageMutationVariables = Exact<{
  input: StatefulSetSetImageInput;
}>;


export type StatefulSetSetImageMutation = { statefulSetSetImage: { revision: string | null, statefulSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type StatefulSetUndoMutationVariables = Exact<{
  input: StatefulSetUndoInput;
}>;


export type StatefulSetUndoMutation = { statefulSetUndo: { revision: string | null, statefulSet: { id: string, name: string, resourceVersion: string } | null, userErrors: Array<{ code: ErrorCode, message: string, field: string | null }> } };

export type ViewerQueryVariables = Exact<{
  access: ViewerCanInput;
  cluster: string;
}>;


export type ViewerQuery = { viewer: { username: string, groups: Array<string>, issuer: string, identity: { username: string, groups: Array<string> } | null, can: { allowed: boolean, reason: string | null } | null, limits: { costBurst: number, pointsLeft: number, operations: number, operationsRunning: number, subscriptions: number, subscriptionsRunning: number } | null } | null };

export type VolumesOverviewQueryVariables = Exact<{
  filter?: PersistentVolumeClaimFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type VolumesOverviewQuery = { persistentVolumeClaims: { totalCount: number, nodes: Array<{ id: string, cluster: string, namespace: string, name: string, phase: PersistentVolumeClaimPhase, accessModes: Array<VolumeAccessMode>, requestedBytes: number | string | null, capacityBytes: number | string | null, storageClass: { name: string, provisioner: string, expandable: boolean } | null, volume: { name: string, reclaimPolicy: string | null, source: { type: VolumeSourceType, driver: string | null, shareable: boolean | null } } | null, workloads: { totalCount: number, nodes: Array<
          | { __typename: 'CronJob', id: string, name: string }
          | { __typename: 'DaemonSet', id: string, name: string }
          | { __typename: 'Deployment', id: string, name: string }
          | { __typename: 'Job', id: string, name: string }
          | { __typename: 'ReplicaSet', id: string, name: string }
          | { __typename: 'StatefulSet', id: string, name: string }
        > } | null, pods: { totalCount: number, nodes: Array<{ id: string, name: string, phase: PodPhase }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export type WorkloadEventsSubscriptionVariables = Exact<{
  filter?: WorkloadFilter | null | undefined;
  after?: string | null | undefined;
  initial?: InitialState;
}>;


export type WorkloadEventsSubscription = { workloadEvents: { phase: DeltaPhase, clusters: Array<string>, cursor: string | null, changes: Array<{ type: ChangeType, id: string, object:
        | { __typename: 'CronJob', cluster: string, namespace: string, name: string, replicas: number | null, readyReplicas: number | null, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
        | { __typename: 'DaemonSet', cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
        | { __typename: 'Deployment', cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
        | { __typename: 'Job', cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
        | { __typename: 'ReplicaSet', cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
        | { __typename: 'StatefulSet', cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, rolloutStatus: { text: string, done: boolean, failed: boolean } | null }
       | null }> } };

export type WorkloadMetricsQueryVariables = Exact<{
  by: WorkloadByInput;
  range: MetricRangeInput;
  names?: Array<MetricName> | MetricName | null | undefined;
}>;


export type WorkloadMetricsQuery = { workload:
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
    | { id: string, name: string, requests: { cpuCores: number | null, memoryBytes: number | string | null }, metrics: { source: MetricSource, stepSeconds: number | null, series: Array<{ name: MetricName, unit: MetricUnit, labels: Record<string, string>, points: Array<{ at: string, value: number | null }> }> } | null }
   | null };

export type WorkloadsOverviewQueryVariables = Exact<{
  filter?: WorkloadFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type WorkloadsOverviewQuery = { workloads: { totalCount: number, nodes: Array<
      | { __typename: 'CronJob', id: string, cluster: string, namespace: string, name: string, replicas: number | null, readyReplicas: number | null, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
      | { __typename: 'DaemonSet', id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
      | { __typename: 'Deployment', id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
      | { __typename: 'Job', id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
      | { __typename: 'ReplicaSet', id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
      | { __typename: 'StatefulSet', id: string, cluster: string, namespace: string, name: string, replicas: number, readyReplicas: number, images: Array<string>, rolloutStatus: { text: string, done: boolean, failed: boolean } | null, requests: { cpuCores: number | null, memoryBytes: number | string | null } }
    >, pageInfo: { hasNextPage: boolean, endCursor: string | null }, clusterErrors: Array<{ cluster: string, code: ErrorCode, message: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const EventPageFragmentDoc = new TypedDocumentString(`
    fragment EventPage on EventConnection {
  totalCount
  nodes {
    type
    reason
    message
    lastSeenAt
  }
}
    `, {"fragmentName":"EventPage"}) as unknown as TypedDocumentString<EventPageFragment, unknown>;
export const AlertEventsDocument = new TypedDocumentString(`
    subscription AlertEvents($filter: AlertFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  alertEvents(filter: $filter, after: $after, initial: $initial) {
    phase
    clusters
    cursor
    changes {
      type
      id
      object {
        cluster
        namespace
        alertName
        severity
        state
        summary
        startsAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertEventsSubscription, AlertEventsSubscriptionVariables>;
export const AlertRulesDocument = new TypedDocumentString(`
    query AlertRules($prometheus: String!, $states: [AlertRuleState!] = [PENDING, FIRING], $first: Int = 100) {
  alertRules(prometheus: $prometheus, states: $states, first: $first) {
    totalCount
    rules {
      name
      group
      state
      health
      error
      promql
      forSeconds
      labels
      annotations
      evaluatedAt
      alertCount
      alerts {
        state
        labels
        annotations
        activeAt
        value
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertRulesQuery, AlertRulesQueryVariables>;
export const AlertsDocument = new TypedDocumentString(`
    query Alerts($filter: AlertFilter, $first: Int! = 50, $after: String) {
  alerts(
    filter: $filter
    first: $first
    after: $after
    orderBy: [{field: STARTS_AT, direction: DESC}]
  ) {
    totalCount
    nodes {
      id
      cluster
      namespace
      alertName
      severity
      state
      summary
      startsAt
      objects {
        id
        kind
        namespace
        name
      }
      silencedBy {
        id
        comment
        createdBy
        endsAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
    staleSince {
      cluster
      since
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const ApplicationComposeDocument = new TypedDocumentString(`
    mutation ApplicationCompose($input: ApplicationComposeInput!) {
  applicationCompose(input: $input) {
    deployment {
      id
      name
      composition {
        baseImage
        artifactImage
        carrier
        artifactPath
        mountPath
      }
    }
    manifest
    warnings
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ApplicationComposeMutation, ApplicationComposeMutationVariables>;
export const ApplicationCopyDocument = new TypedDocumentString(`
    mutation ApplicationCopy($input: ApplicationCopyInput!) {
  applicationCopy(input: $input) {
    results {
      kind
      name
      manifest
      before
      resource {
        id
        cluster
        namespace
        resourceVersion
        raw
      }
      userErrors {
        code
        message
        field
      }
      conflicts {
        field
        manager
      }
    }
    blockers {
      reason
      kind
      name
      needs
      message
    }
    unchecked
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ApplicationCopyMutation, ApplicationCopyMutationVariables>;
export const ApplicationEventsDocument = new TypedDocumentString(`
    subscription ApplicationEvents($filter: ApplicationFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  applicationEvents(filter: $filter, after: $after, initial: $initial) {
    changes {
      type
      id
      object {
        name
        health
        ownerTeam
        clusters
        versions
      }
    }
    phase
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<ApplicationEventsSubscription, ApplicationEventsSubscriptionVariables>;
export const ApplicationPortabilityDocument = new TypedDocumentString(`
    query ApplicationPortability($name: String!, $from: ApplicationPlaceInput, $to: ApplicationPlaceInput!) {
  application(by: {name: $name}) {
    id
    dataPlacement
    portability(from: $from, to: $to) {
      cluster
      namespace
      portable
      blockers {
        reason
        kind
        name
        needs
        message
      }
      unchecked
    }
  }
}
    `) as unknown as TypedDocumentString<ApplicationPortabilityQuery, ApplicationPortabilityQueryVariables>;
export const ApplicationUpgradeDocument = new TypedDocumentString(`
    mutation ApplicationUpgrade($input: ApplicationUpgradeInput!) {
  applicationUpgrade(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ApplicationUpgradeMutation, ApplicationUpgradeMutationVariables>;
export const ApplicationDocument = new TypedDocumentString(`
    query Application($name: String!) {
  application(by: {name: $name}) {
    id
    name
    health
    ownerTeam
    images
    versions
    dataPlacement
    places {
      cluster
      namespace
      health
      versions
    }
    components {
      name
      health
      workloads {
        cluster
        namespace
        kind
        name
        health
        reason
        message
        desiredReplicas
        readyReplicas
        images
        dataPlacement
      }
    }
    services(first: 100) {
      nodes {
        cluster
        namespace
        name
        type
        addresses
        ports {
          name
          port
          protocol
        }
      }
    }
    ingresses(first: 100) {
      nodes {
        cluster
        namespace
        name
        addresses
        rules {
          host
          path
          serviceName
        }
      }
    }
    persistentVolumeClaims(first: 100) {
      nodes {
        cluster
        namespace
        name
        phase
        storageClassName
        requestedBytes
      }
    }
    configMaps(first: 100) {
      nodes {
        cluster
        namespace
        name
      }
    }
    secrets(first: 100) {
      nodes {
        cluster
        namespace
        name
        keys {
          key
          sizeBytes
        }
        certificateExpiresAt
      }
      clusterErrors {
        cluster
        code
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ApplicationQuery, ApplicationQueryVariables>;
export const ApplicationsOverviewDocument = new TypedDocumentString(`
    query ApplicationsOverview($filter: ApplicationFilter, $orderBy: [ApplicationOrder!] = [{field: NAME}], $first: Int! = 50, $after: String, $minRevision: String) {
  applications(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    minRevision: $minRevision
  ) {
    nodes {
      id
      name
      health
      ownerTeam
      clusters
      namespaces
      versions
      unhealthy {
        cluster
        namespace
        kind
        name
        health
        reason
        message
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
      retryable
    }
    staleSince {
      cluster
      since
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ApplicationsOverviewQuery, ApplicationsOverviewQueryVariables>;
export const CertificateSigningRequestApproveDocument = new TypedDocumentString(`
    mutation CertificateSigningRequestApprove($input: CertificateSigningRequestApproveInput!) {
  certificateSigningRequestApprove(input: $input) {
    certificateSigningRequest {
      id
      name
      state
      conditions {
        type
        reason
        message
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<CertificateSigningRequestApproveMutation, CertificateSigningRequestApproveMutationVariables>;
export const CertificateSigningRequestDenyDocument = new TypedDocumentString(`
    mutation CertificateSigningRequestDeny($input: CertificateSigningRequestDenyInput!) {
  certificateSigningRequestDeny(input: $input) {
    certificateSigningRequest {
      id
      name
      state
      conditions {
        type
        reason
        message
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<CertificateSigningRequestDenyMutation, CertificateSigningRequestDenyMutationVariables>;
export const CertificateSigningRequestsDocument = new TypedDocumentString(`
    query CertificateSigningRequests($filter: CertificateSigningRequestFilter, $orderBy: [CertificateSigningRequestOrder!], $first: Int! = 50, $after: String) {
  certificateSigningRequests(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount
    nodes {
      id
      cluster
      name
      createdAt
      signerName
      requester {
        username
        groups
      }
      subject
      dnsNames
      ipAddresses
      usages
      expirationSeconds
      state
      conditions {
        type
        status
        reason
        message
        changedAt
      }
      certificate {
        subject
        issuer
        serialNumber
      }
      expiresAt
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CertificateSigningRequestsQuery, CertificateSigningRequestsQueryVariables>;
export const CertificatesExpiringDocument = new TypedDocumentString(`
    query CertificatesExpiring($before: DateTime!, $first: Int! = 50, $after: String) {
  secrets(
    filter: {certificateExpiresBefore: $before}
    orderBy: [{field: CERTIFICATE_EXPIRES_AT}]
    first: $first
    after: $after
  ) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      certificateExpiresAt
      certificates {
        subject
        dnsNames
        expiresAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CertificatesExpiringQuery, CertificatesExpiringQueryVariables>;
export const ClusterNodeCordonDocument = new TypedDocumentString(`
    mutation ClusterNodeCordon($input: ClusterNodeCordonInput!) {
  clusterNodeCordon(input: $input) {
    clusterNode {
      id
      name
      unschedulable
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ClusterNodeCordonMutation, ClusterNodeCordonMutationVariables>;
export const ClusterNodeEventsDocument = new TypedDocumentString(`
    subscription ClusterNodeEvents($filter: ClusterNodeFilter, $after: String) {
  clusterNodeEvents(filter: $filter, after: $after) {
    phase
    changes {
      type
      id
      object {
        cluster
        name
        ready
        unschedulable
        problems {
          type
          status
          reason
          message
        }
      }
    }
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<ClusterNodeEventsSubscription, ClusterNodeEventsSubscriptionVariables>;
export const ClusterNodeTaintDocument = new TypedDocumentString(`
    mutation ClusterNodeTaint($input: ClusterNodeTaintInput!) {
  clusterNodeTaint(input: $input) {
    clusterNode {
      id
      name
      taints {
        key
        value
        effect
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ClusterNodeTaintMutation, ClusterNodeTaintMutationVariables>;
export const ClusterNodeUncordonDocument = new TypedDocumentString(`
    mutation ClusterNodeUncordon($input: ClusterNodeUncordonInput!) {
  clusterNodeUncordon(input: $input) {
    clusterNode {
      id
      name
      unschedulable
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ClusterNodeUncordonMutation, ClusterNodeUncordonMutationVariables>;
export const ClusterNodesDocument = new TypedDocumentString(`
    query ClusterNodes($filter: ClusterNodeFilter, $orderBy: [ClusterNodeOrder!], $first: Int! = 100, $after: String) {
  clusterNodes(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    nodes {
      id
      cluster
      name
      roles
      ready
      unschedulable
      problems {
        type
        status
        reason
        message
        changedAt
      }
      taints {
        key
        value
        effect
      }
      addresses {
        type
        address
      }
      kubeletVersion
      osImage
      kernelVersion
      containerRuntimeVersion
      allocatable {
        cpuCores
        memoryBytes
        pods
      }
      requested {
        cpuCores
        memoryBytes
        pods
      }
      usage {
        cpuCores
        memoryBytes
      }
      pods(first: 0) {
        totalCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ClusterNodesQuery, ClusterNodesQueryVariables>;
export const ClusterOverviewDocument = new TypedDocumentString(`
    query ClusterOverview($filter: ClusterFilter, $first: Int! = 50, $after: String) {
  clusters(
    filter: $filter
    first: $first
    after: $after
    orderBy: [{field: NAME}]
  ) {
    totalCount
    nodes {
      name
      labels
      provider
      version
      reachable
      staleSince
      components {
        name
        healthy
        message
      }
      apiGroups
      nodeCount
      readyNodeCount
      capacity {
        cpuCores
        memoryBytes
        pods
      }
      allocatable {
        cpuCores
        memoryBytes
        pods
      }
      requested {
        cpuCores
        memoryBytes
        pods
      }
      usage {
        cpuCores
        memoryBytes
      }
      namespaces(first: 0) {
        totalCount
      }
      workloads(first: 0) {
        totalCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ClusterOverviewQuery, ClusterOverviewQueryVariables>;
export const ClustersDocument = new TypedDocumentString(`
    query Clusters($filter: ClusterFilter, $first: Int! = 50, $after: String) {
  clusters(
    filter: $filter
    first: $first
    after: $after
    orderBy: [{field: NAME}]
  ) {
    nodes {
      id
      name
      version
      reachable
      staleSince
      error {
        code
        message
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ClustersQuery, ClustersQueryVariables>;
export const CompositionFilesDocument = new TypedDocumentString(`
    query CompositionFiles($by: ObjectByInput!, $under: String, $first: Int = 200) {
  deployment(by: $by) {
    id
    composition {
      mountPath
      files(under: $under, first: $first) {
        totalCount
        hidden
        files {
          path
          type
          sizeBytes
          target
          from
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompositionFilesQuery, CompositionFilesQueryVariables>;
export const CompositionsDocument = new TypedDocumentString(`
    query Compositions($baseImage: StringFilter!, $first: Int = 50) {
  deployments(
    filter: {baseImage: $baseImage}
    first: $first
    orderBy: [{field: NAME}]
  ) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      readyReplicas
      replicas
      composition {
        baseImage
        artifactImage
        carrier
      }
    }
    clusterErrors {
      cluster
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CompositionsQuery, CompositionsQueryVariables>;
export const ConfigMapApplyDocument = new TypedDocumentString(`
    mutation ConfigMapApply($input: ConfigMapApplyInput!) {
  configMapApply(input: $input) {
    results {
      cluster
      outcome
      configMap {
        id
        resourceVersion
      }
      userErrors {
        code
        message
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ConfigMapApplyMutation, ConfigMapApplyMutationVariables>;
export const ConfigMapComparisonDocument = new TypedDocumentString(`
    query ConfigMapComparison($namespace: String!, $name: String!, $clusters: [String!]) {
  configMapComparison(namespace: $namespace, name: $name, clusters: $clusters) {
    equal
    clusters {
      cluster
      configMap {
        id
      }
    }
    entries {
      key
      equal
      values {
        cluster
        present
        digest
        value
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConfigMapComparisonQuery, ConfigMapComparisonQueryVariables>;
export const ConfigMapUpdateDocument = new TypedDocumentString(`
    mutation ConfigMapUpdate($input: ConfigMapUpdateInput!) {
  configMapUpdate(input: $input) {
    configMap {
      id
      revisionNumber
      resourceVersion
    }
    changes {
      key
      kind
      before
      after
      binary
    }
    rolls {
      object {
        id
        kind
        name
      }
      outcome
      reason
    }
    operation {
      id
      name
      phase
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ConfigMapUpdateMutation, ConfigMapUpdateMutationVariables>;
export const ConfigMapDocument = new TypedDocumentString(`
    query ConfigMap($by: ObjectByInput!) {
  configMap(by: $by) {
    id
    cluster
    namespace
    name
    immutable
    revisionNumber
    entries {
      key
      value
      base64
      sizeBytes
    }
    consumers {
      object {
        id
        kind
        name
      }
      uses {
        container
        kind
        at
        keys
        optional
        seesChanges
      }
    }
    revisions {
      number
      replacedAt
    }
  }
}
    `) as unknown as TypedDocumentString<ConfigMapQuery, ConfigMapQueryVariables>;
export const ControlPlaneMetricsDocument = new TypedDocumentString(`
    query ControlPlaneMetrics($range: MetricRangeInput!) {
  clusters {
    nodes {
      id
      name
      prometheus
      controlPlaneMetrics(range: $range) {
        stepSeconds
        series {
          name
          unit
          labels
          points {
            at
            value
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ControlPlaneMetricsQuery, ControlPlaneMetricsQueryVariables>;
export const CronJobResumeDocument = new TypedDocumentString(`
    mutation CronJobResume($input: CronJobResumeInput!) {
  cronJobResume(input: $input) {
    cronJob {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<CronJobResumeMutation, CronJobResumeMutationVariables>;
export const CronJobRunDocument = new TypedDocumentString(`
    mutation CronJobRun($input: CronJobRunInput!) {
  cronJobRun(input: $input) {
    job {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<CronJobRunMutation, CronJobRunMutationVariables>;
export const CronJobSuspendDocument = new TypedDocumentString(`
    mutation CronJobSuspend($input: CronJobSuspendInput!) {
  cronJobSuspend(input: $input) {
    cronJob {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<CronJobSuspendMutation, CronJobSuspendMutationVariables>;
export const DaemonSetRestartDocument = new TypedDocumentString(`
    mutation DaemonSetRestart($input: DaemonSetRestartInput!) {
  daemonSetRestart(input: $input) {
    daemonSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DaemonSetRestartMutation, DaemonSetRestartMutationVariables>;
export const DaemonSetSetImageDocument = new TypedDocumentString(`
    mutation DaemonSetSetImage($input: DaemonSetSetImageInput!) {
  daemonSetSetImage(input: $input) {
    daemonSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DaemonSetSetImageMutation, DaemonSetSetImageMutationVariables>;
export const DaemonSetUndoDocument = new TypedDocumentString(`
    mutation DaemonSetUndo($input: DaemonSetUndoInput!) {
  daemonSetUndo(input: $input) {
    daemonSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DaemonSetUndoMutation, DaemonSetUndoMutationVariables>;
export const DashboardApplicationDocument = new TypedDocumentString(`
    query DashboardApplication($name: String!) {
  application(by: {name: $name}) {
    id
    name
    health
    ownerTeam
    clusters
    versions
    dataPlacement
    components {
      name
      health
      images
      versions
    }
    workloads {
      cluster
      namespace
      kind
      name
      health
      reason
      message
      desiredReplicas
      readyReplicas
      object {
        id
        rolloutStatus {
          text
          done
          failed
        }
        requests {
          cpu
          memoryBytes
        }
        pods(first: 20) {
          totalCount
          nodes {
            id
            name
            phase
            reason
            ready
            restartCount
            nodeName
          }
        }
      }
    }
    services {
      nodes {
        id
        cluster
        namespace
        name
        type
      }
    }
    configMaps {
      nodes {
        id
        cluster
        name
        entries {
          key
          sizeBytes
        }
      }
    }
    persistentVolumeClaims {
      nodes {
        id
        cluster
        name
        phase
      }
    }
    secrets {
      nodes {
        id
        cluster
        name
        keys {
          key
          sizeBytes
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardApplicationQuery, DashboardApplicationQueryVariables>;
export const DashboardPlatformDocument = new TypedDocumentString(`
    query DashboardPlatform($expiresBefore: DateTime!) {
  clusters(first: 100) {
    totalCount
    nodes {
      id
      name
      version
      reachable
      staleSince
      error {
        code
        message
      }
    }
  }
  workloads(first: 1) {
    totalCount
  }
  unready: workloads(filter: {ready: false}, first: 25) {
    totalCount
    nodes {
      id
      kind
      cluster
      namespace
      name
      images
      replicas
      readyReplicas
      rolloutStatus {
        text
        done
        failed
      }
    }
    clusterErrors {
      cluster
      code
    }
    staleSince {
      cluster
      since
    }
  }
  pods(first: 1) {
    totalCount
  }
  pending: pods(filter: {phase: {in: [PENDING, FAILED, UNKNOWN]}}, first: 25) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      phase
      reason
      message
    }
  }
  restarting: pods(first: 25, orderBy: [{field: RESTART_COUNT, direction: DESC}]) {
    nodes {
      id
      cluster
      namespace
      name
      reason
      restartCount
      nodeName
    }
  }
  certificates: secrets(
    filter: {certificateExpiresBefore: $expiresBefore}
    orderBy: [{field: CERTIFICATE_EXPIRES_AT}]
    first: 25
  ) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      certificateExpiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardPlatformQuery, DashboardPlatformQueryVariables>;
export const DeploymentAutoscaleDocument = new TypedDocumentString(`
    mutation DeploymentAutoscale($input: DeploymentAutoscaleInput!) {
  deploymentAutoscale(input: $input) {
    horizontalPodAutoscaler {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentAutoscaleMutation, DeploymentAutoscaleMutationVariables>;
export const DeploymentCreateDocument = new TypedDocumentString(`
    mutation DeploymentCreate($input: DeploymentCreateInput!) {
  deploymentCreate(input: $input) {
    deployment {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentCreateMutation, DeploymentCreateMutationVariables>;
export const DeploymentEventsDocument = new TypedDocumentString(`
    subscription DeploymentEvents($filter: DeploymentFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  deploymentEvents(filter: $filter, after: $after, initial: $initial) {
    changes {
      type
      id
      object {
        cluster
        namespace
        name
        replicas
        updatedReplicas
        readyReplicas
        availableReplicas
        images
      }
    }
    phase
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<DeploymentEventsSubscription, DeploymentEventsSubscriptionVariables>;
export const DeploymentPauseDocument = new TypedDocumentString(`
    mutation DeploymentPause($input: DeploymentPauseInput!) {
  deploymentPause(input: $input) {
    deployment {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentPauseMutation, DeploymentPauseMutationVariables>;
export const DeploymentRestartDocument = new TypedDocumentString(`
    mutation DeploymentRestart($input: DeploymentRestartInput!) {
  deploymentRestart(input: $input) {
    deployment {
      id
      replicas
      updatedReplicas
      rolloutRevision
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentRestartMutation, DeploymentRestartMutationVariables>;
export const DeploymentResumeDocument = new TypedDocumentString(`
    mutation DeploymentResume($input: DeploymentResumeInput!) {
  deploymentResume(input: $input) {
    deployment {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentResumeMutation, DeploymentResumeMutationVariables>;
export const DeploymentRevisionsDocument = new TypedDocumentString(`
    query DeploymentRevisions($by: ObjectByInput!) {
  deployment(by: $by) {
    id
    name
    rolloutStatus {
      text
      done
      failed
    }
    revisions {
      number
      createdAt
      changeCause
      current
      images
      diff {
        path
        before
        after
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeploymentRevisionsQuery, DeploymentRevisionsQueryVariables>;
export const DeploymentScaleDocument = new TypedDocumentString(`
    mutation DeploymentScale($input: DeploymentScaleInput!) {
  deploymentScale(input: $input) {
    deployment {
      id
      replicas
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentScaleMutation, DeploymentScaleMutationVariables>;
export const DeploymentSetImageDocument = new TypedDocumentString(`
    mutation DeploymentSetImage($input: DeploymentSetImageInput!) {
  deploymentSetImage(input: $input) {
    deployment {
      id
      images
      rolloutRevision
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentSetImageMutation, DeploymentSetImageMutationVariables>;
export const DeploymentUndoDocument = new TypedDocumentString(`
    mutation DeploymentUndo($input: DeploymentUndoInput!) {
  deploymentUndo(input: $input) {
    deployment {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentUndoMutation, DeploymentUndoMutationVariables>;
export const DeploymentDocument = new TypedDocumentString(`
    query Deployment($by: ObjectByInput!, $minRevision: String) {
  deployment(by: $by, minRevision: $minRevision) {
    id
    cluster
    namespace
    name
    replicas
    updatedReplicas
    readyReplicas
    availableReplicas
    resourceVersion
  }
}
    `) as unknown as TypedDocumentString<DeploymentQuery, DeploymentQueryVariables>;
export const DeploymentsInDepthDocument = new TypedDocumentString(`
    query DeploymentsInDepth($filter: DeploymentFilter, $first: Int! = 100, $after: String, $minRevision: String) {
  deployments(
    filter: $filter
    orderBy: [{field: NAMESPACE}, {field: NAME}]
    first: $first
    after: $after
    minRevision: $minRevision
  ) {
    nodes {
      id
      cluster
      namespace
      name
      replicas
      availableReplicas
      owners {
        kind
        name
      }
      events(first: 10) {
        ...EventPage
      }
      replicaSets {
        nodes {
          id
          name
        }
      }
      pods(first: 100, orderBy: [{field: NAME}]) {
        totalCount
        nodes {
          id
          name
          phase
          reason
          owners {
            kind
            name
            object {
              id
              owners {
                kind
                name
                object {
                  id
                }
              }
            }
          }
          events(first: 10) {
            ...EventPage
          }
        }
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
    revision
  }
}
    fragment EventPage on EventConnection {
  totalCount
  nodes {
    type
    reason
    message
    lastSeenAt
  }
}`) as unknown as TypedDocumentString<DeploymentsInDepthQuery, DeploymentsInDepthQueryVariables>;
export const DeploymentsLiveDocument = new TypedDocumentString(`
    query DeploymentsLive($filter: DeploymentFilter, $first: Int! = 20, $throttle: Int, $live: Boolean = true) @live(if: $live, throttle: $throttle) {
  deployments(
    filter: $filter
    orderBy: [{field: UNAVAILABLE_REPLICAS, direction: DESC}, {field: NAMESPACE}, {field: NAME}]
    first: $first
  ) {
    nodes {
      id
      cluster
      namespace
      name
      replicas
      readyReplicas
      unavailableReplicas
    }
    totalCount
    clusterErrors {
      cluster
      code
    }
    staleSince {
      cluster
      since
    }
  }
}
    `) as unknown as TypedDocumentString<DeploymentsLiveQuery, DeploymentsLiveQueryVariables>;
export const DeploymentsOverviewDocument = new TypedDocumentString(`
    query DeploymentsOverview($filter: DeploymentFilter, $orderBy: [DeploymentOrder!] = [{field: NAMESPACE}, {field: NAME}], $first: Int! = 50, $after: String, $minRevision: String) {
  deployments(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    minRevision: $minRevision
  ) {
    nodes {
      id
      cluster
      namespace
      name
      replicas
      updatedReplicas
      availableReplicas
      paused
      images
      pods(first: 100, orderBy: [{field: NAME}]) {
        totalCount
        nodes {
          id
          name
          phase
          reason
          ready
          restartCount
        }
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
      retryable
    }
    staleSince {
      cluster
      since
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<DeploymentsOverviewQuery, DeploymentsOverviewQueryVariables>;
export const ExternalServiceCreateDocument = new TypedDocumentString(`
    mutation ExternalServiceCreate($input: ExternalServiceCreateInput!) {
  externalServiceCreate(input: $input) {
    service {
      id
      name
      type
      external {
        dnsName
        addresses
        health
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ExternalServiceCreateMutation, ExternalServiceCreateMutationVariables>;
export const ExternalServiceDeleteDocument = new TypedDocumentString(`
    mutation ExternalServiceDelete($input: ExternalServiceDeleteInput!) {
  externalServiceDelete(input: $input) {
    deletedId
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ExternalServiceDeleteMutation, ExternalServiceDeleteMutationVariables>;
export const ExternalServicesDocument = new TypedDocumentString(`
    query ExternalServices($first: Int = 50) {
  services(filter: {external: true}, first: $first, orderBy: [{field: NAME}]) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      external {
        dnsName
        addresses
        readyAddresses
        health
      }
    }
    clusterErrors {
      cluster
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ExternalServicesQuery, ExternalServicesQueryVariables>;
export const LogsFollowDocument = new TypedDocumentString(`
    subscription LogsFollow($of: PodLogSelectorInput!, $containers: [String!], $sinceAt: DateTime, $tail: Int, $after: String) {
  podLogEvents(
    of: $of
    containers: $containers
    sinceAt: $sinceAt
    tail: $tail
    after: $after
  ) {
    lines {
      loggedAt
      cluster
      namespace
      pod
      container
      text
      partial
    }
    changes {
      type
      cluster
      namespace
      pod
      container
      error {
        code
        message
      }
    }
    cursor
  }
}
    `) as unknown as TypedDocumentString<LogsFollowSubscription, LogsFollowSubscriptionVariables>;
export const NamespaceQuotasDocument = new TypedDocumentString(`
    query NamespaceQuotas($by: NamespaceByInput!) {
  namespace(by: $by) {
    cluster
    name
    phase
    resourceQuotas {
      nodes {
        name
        scopes
        fullestRatio
        uses {
          resource
          hard
          hardNumber
          used
          usedNumber
          usedRatio
        }
      }
    }
    limitRanges {
      nodes {
        name
        limits {
          type
          max {
            cpu
            memory
          }
          default {
            cpu
            memory
          }
          defaultRequest {
            cpu
            memory
          }
        }
      }
    }
    workloads(first: 0) {
      totalCount
    }
    pods(first: 0) {
      totalCount
    }
    services(first: 0) {
      totalCount
    }
    configMaps(first: 0) {
      totalCount
    }
    secrets(first: 0) {
      totalCount
    }
    persistentVolumeClaims(first: 0) {
      totalCount
    }
  }
}
    `) as unknown as TypedDocumentString<NamespaceQuotasQuery, NamespaceQuotasQueryVariables>;
export const NetworkPoliciesDocument = new TypedDocumentString(`
    query NetworkPolicies($filter: NetworkPolicyFilter, $first: Int = 20) {
  networkPolicies(filter: $filter, first: $first) {
    totalCount
    nodes {
      id
      cluster
      namespace
      name
      podSelector
      policyTypes
      ingress {
        peers {
          podSelector
          namespaceSelector
          ipBlock {
            cidr
            except
          }
        }
        ports {
          protocol
          port
        }
      }
      egress {
        peers {
          podSelector
          namespaceSelector
          ipBlock {
            cidr
            except
          }
        }
        ports {
          protocol
          port
        }
      }
      pods(first: 1) {
        totalCount
      }
    }
    clusterErrors {
      cluster
      code
    }
  }
}
    `) as unknown as TypedDocumentString<NetworkPoliciesQuery, NetworkPoliciesQueryVariables>;
export const OneApplicationDocument = new TypedDocumentString(`
    query OneApplication($name: String!, $range: MetricRangeInput!, $first: Int = 20) {
  application(by: {name: $name}) {
    id
    name
    health
    ownerTeam
    clusters
    places {
      cluster
      namespace
      health
      versions
    }
    deployments(first: $first) {
      totalCount
      nodes {
        id
        cluster
        namespace
        name
        replicas
        readyReplicas
        images
        metrics(range: $range, names: [CPU, MEMORY]) {
          source
          series {
            name
            unit
            points {
              at
              value
            }
          }
        }
        pods(first: 10) {
          totalCount
          nodes {
            id
            name
            phase
            ready
            node {
              id
              name
              ready
            }
          }
        }
        alerts(first: 10) {
          nodes {
            id
            alertName
            state
            severity
            summary
            startsAt
          }
        }
        networkPolicies(first: 5) {
          nodes {
            id
            name
            policyTypes
          }
        }
      }
      clusterErrors {
        cluster
        code
      }
    }
    services(first: $first) {
      nodes {
        id
        cluster
        name
        type
        endpoints {
          addresses
          ready
        }
        ingresses(first: 5) {
          nodes {
            id
            name
            className
          }
        }
      }
    }
    persistentVolumeClaims(first: $first) {
      nodes {
        id
        cluster
        name
        phase
        volume {
          id
          name
          source {
            type
          }
        }
      }
    }
    configMaps(first: $first) {
      nodes {
        id
        cluster
        name
        consumers {
          object {
            id
            kind
            name
          }
        }
      }
    }
    secrets(first: $first) {
      nodes {
        id
        cluster
        name
        type
        keys {
          key
          sizeBytes
        }
      }
    }
    alerts(first: $first) {
      totalCount
      nodes {
        id
        cluster
        alertName
        state
        severity
        summary
        startsAt
        objects {
          id
          kind
          name
        }
      }
      clusterErrors {
        cluster
        code
      }
    }
    pipelineRuns(first: $first) {
      nodes {
        id
        cluster
        name
        phase
        startedAt
        finishedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OneApplicationQuery, OneApplicationQueryVariables>;
export const OperationCancelDocument = new TypedDocumentString(`
    mutation OperationCancel($input: OperationCancelInput!) {
  operationCancel(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<OperationCancelMutation, OperationCancelMutationVariables>;
export const OperationEventsDocument = new TypedDocumentString(`
    subscription OperationEvents($filter: OperationFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  operationEvents(filter: $filter, after: $after, initial: $initial) {
    changes {
      type
      id
      object {
        name
        type
        phase
        reason
        message
        steps {
          name
          state
          message
          attempts
          progress {
            done
            total
          }
          startedAt
          finishedAt
        }
      }
    }
    phase
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<OperationEventsSubscription, OperationEventsSubscriptionVariables>;
export const OperationPauseDocument = new TypedDocumentString(`
    mutation OperationPause($input: OperationPauseInput!) {
  operationPause(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<OperationPauseMutation, OperationPauseMutationVariables>;
export const OperationResumeDocument = new TypedDocumentString(`
    mutation OperationResume($input: OperationResumeInput!) {
  operationResume(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<OperationResumeMutation, OperationResumeMutationVariables>;
export const OperationsDocument = new TypedDocumentString(`
    query Operations($filter: OperationFilter, $orderBy: [OperationOrder!], $first: Int! = 50, $after: String) {
  operations(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes {
      id
      name
      type
      phase
      reason
      message
      principal {
        issuer
        username
      }
      targets {
        cluster
        resource
        namespace
        name
      }
      progress {
        done
        total
      }
      cancellable
      createdAt
      startedAt
      finishedAt
    }
    totalCount
    clusterErrors {
      cluster
      code
      message
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<OperationsQuery, OperationsQueryVariables>;
export const OwnOperationsDocument = new TypedDocumentString(`
    query OwnOperations($first: Int! = 20) {
  ownOperations(first: $first) {
    id
    name
    type
    phase
    reason
    message
    cancellable
    progress {
      done
      total
    }
    steps {
      name
      state
      message
    }
    startedAt
    finishedAt
  }
}
    `) as unknown as TypedDocumentString<OwnOperationsQuery, OwnOperationsQueryVariables>;
export const PersistentVolumeClaimCreateDocument = new TypedDocumentString(`
    mutation PersistentVolumeClaimCreate($input: PersistentVolumeClaimCreateInput!) {
  persistentVolumeClaimCreate(input: $input) {
    persistentVolumeClaim {
      id
      name
      phase
      requested
      capacity
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PersistentVolumeClaimCreateMutation, PersistentVolumeClaimCreateMutationVariables>;
export const PersistentVolumeClaimDeleteDocument = new TypedDocumentString(`
    mutation PersistentVolumeClaimDelete($input: PersistentVolumeClaimDeleteInput!) {
  persistentVolumeClaimDelete(input: $input) {
    deletedId
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PersistentVolumeClaimDeleteMutation, PersistentVolumeClaimDeleteMutationVariables>;
export const PersistentVolumeClaimExpandDocument = new TypedDocumentString(`
    mutation PersistentVolumeClaimExpand($input: PersistentVolumeClaimExpandInput!) {
  persistentVolumeClaimExpand(input: $input) {
    persistentVolumeClaim {
      id
      name
      phase
      requested
      capacity
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PersistentVolumeClaimExpandMutation, PersistentVolumeClaimExpandMutationVariables>;
export const PipelineRunCancelDocument = new TypedDocumentString(`
    mutation PipelineRunCancel($input: PipelineRunCancelInput!) {
  pipelineRunCancel(input: $input) {
    pipelineRun {
      id
      name
      phase
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PipelineRunCancelMutation, PipelineRunCancelMutationVariables>;
export const PipelineRunEventsDocument = new TypedDocumentString(`
    subscription PipelineRunEvents($filter: PipelineRunFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  pipelineRunEvents(filter: $filter, after: $after, initial: $initial) {
    phase
    clusters
    cursor
    changes {
      type
      id
      object {
        cluster
        namespace
        name
        pipelineName
        phase
        reason
        message
        startedAt
        finishedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PipelineRunEventsSubscription, PipelineRunEventsSubscriptionVariables>;
export const PipelineRunStartDocument = new TypedDocumentString(`
    mutation PipelineRunStart($input: PipelineRunStartInput!) {
  pipelineRunStart(input: $input) {
    pipelineRun {
      id
      name
      phase
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PipelineRunStartMutation, PipelineRunStartMutationVariables>;
export const PipelineRunDocument = new TypedDocumentString(`
    query PipelineRun($by: ObjectByInput!) {
  pipelineRun(by: $by) {
    id
    cluster
    namespace
    name
    phase
    reason
    message
    startedAt
    finishedAt
    pipeline {
      name
      description
    }
    parameters {
      name
      value
    }
    results {
      name
      value
    }
    tasks {
      name
      displayName
      runAfter
      final
      depth
    }
    taskRuns(orderBy: [{field: STARTED_AT}]) {
      nodes {
        id
        name
        pipelineTaskName
        phase
        reason
        message
        startedAt
        finishedAt
        podName
        results {
          name
          value
        }
        steps {
          name
          container
          phase
          reason
          exitCode
          startedAt
          finishedAt
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PipelineRunQuery, PipelineRunQueryVariables>;
export const PlatformLiveDocument = new TypedDocumentString(`
    query PlatformLive($name: String!, $range: MetricRangeInput!, $first: Int = 20, $throttle: Int, $live: Boolean = true) @live(if: $live, throttle: $throttle, format: JSON_PATCH) {
  application(by: {name: $name}) {
    id
    name
    health
    ownerTeam
    clusters
    places {
      cluster
      namespace
      health
      versions
    }
    deployments(first: $first) {
      totalCount
      nodes {
        id
        cluster
        namespace
        name
        replicas
        readyReplicas
        images
        metrics(range: $range, names: [CPU, MEMORY]) {
          source
          series {
            name
            unit
            points {
              at
              value
            }
          }
        }
        pods(first: 10) {
          totalCount
          nodes {
            id
            name
            phase
            ready
            node {
              id
              name
              ready
            }
          }
        }
        alerts(first: 10) {
          nodes {
            id
            alertName
            state
            severity
            summary
            startsAt
          }
        }
        networkPolicies(first: 5) {
          nodes {
            id
            name
            policyTypes
          }
        }
      }
      clusterErrors {
        cluster
        code
      }
    }
    services(first: $first) {
      nodes {
        id
        cluster
        name
        type
        endpoints {
          addresses
          ready
        }
        ingresses(first: 5) {
          nodes {
            id
            name
            className
          }
        }
      }
    }
    persistentVolumeClaims(first: $first) {
      nodes {
        id
        cluster
        name
        phase
        volume {
          id
          name
          source {
            type
          }
        }
      }
    }
    configMaps(first: $first) {
      nodes {
        id
        cluster
        name
        consumers {
          object {
            id
            kind
            name
          }
        }
      }
    }
    secrets(first: $first) {
      nodes {
        id
        cluster
        name
        type
        keys {
          key
          sizeBytes
        }
      }
    }
    alerts(first: $first) {
      totalCount
      nodes {
        id
        cluster
        alertName
        state
        severity
        summary
        startsAt
        objects {
          id
          kind
          name
        }
      }
      clusterErrors {
        cluster
        code
      }
    }
    pipelineRuns(first: $first) {
      nodes {
        id
        cluster
        name
        phase
        startedAt
        finishedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PlatformLiveQuery, PlatformLiveQueryVariables>;
export const PodDebugDocument = new TypedDocumentString(`
    mutation PodDebug($input: PodDebugInput!) {
  podDebug(input: $input) {
    pod {
      id
      name
      containers {
        name
        image
        ephemeral
        state {
          phase
          reason
        }
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PodDebugMutation, PodDebugMutationVariables>;
export const PodEventsDocument = new TypedDocumentString(`
    subscription PodEvents($filter: PodFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  podEvents(filter: $filter, after: $after, initial: $initial) {
    changes {
      type
      id
      object {
        cluster
        namespace
        name
        phase
        reason
        ready
        restartCount
        nodeName
      }
    }
    phase
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<PodEventsSubscription, PodEventsSubscriptionVariables>;
export const PodEvictDocument = new TypedDocumentString(`
    mutation PodEvict($input: PodEvictInput!) {
  podEvict(input: $input) {
    pod {
      id
      name
      deletedAt
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<PodEvictMutation, PodEvictMutationVariables>;
export const PodExecDocument = new TypedDocumentString(`
    mutation PodExec($input: PodExecInput!) {
  podExec(input: $input) {
    result {
      exitCode
      stdout
      stderr
      truncated
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<PodExecMutation, PodExecMutationVariables>;
export const PodLogsDocument = new TypedDocumentString(`
    query PodLogs($of: PodLogSelectorInput!, $containers: [String!], $sinceAt: DateTime, $tail: Int, $previous: Boolean! = false, $first: Int! = 1000, $after: String) {
  podLogs(
    of: $of
    containers: $containers
    sinceAt: $sinceAt
    tail: $tail
    previous: $previous
    first: $first
    after: $after
  ) {
    lines {
      loggedAt
      cluster
      namespace
      pod
      container
      text
      partial
    }
    truncated
    cursor
    errors {
      cluster
      namespace
      pod
      container
      code
      message
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PodLogsQuery, PodLogsQueryVariables>;
export const PodsByNamespaceDocument = new TypedDocumentString(`
    query PodsByNamespace($namespaces: [String!]!, $clusters: [String!], $labels: String, $first: Int! = 50, $after: String) {
  pods(
    filter: {namespaces: $namespaces, clusters: $clusters, labels: $labels}
    orderBy: [{field: RESTART_COUNT, direction: DESC}]
    first: $first
    after: $after
  ) {
    nodes {
      id
      cluster
      namespace
      name
      phase
      reason
      ready
      restartCount
      nodeName
      createdAt
      containers {
        name
        image
        ready
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PodsByNamespaceQuery, PodsByNamespaceQueryVariables>;
export const ProblemsDocument = new TypedDocumentString(`
    query Problems($filter: ProblemFilter, $first: Int = 50, $after: String) {
  problems(
    filter: $filter
    first: $first
    after: $after
    orderBy: [{field: LAST_SEEN_AT, direction: DESC}]
  ) {
    totalCount
    nodes {
      source
      cluster
      namespace
      kind
      name
      reason
      message
      count
      firstSeenAt
      lastSeenAt
      object {
        id
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ProblemsQuery, ProblemsQueryVariables>;
export const PrometheusQueryDocument = new TypedDocumentString(`
    query PrometheusQuery($prometheus: String!, $promql: String!, $range: MetricRangeInput) {
  prometheusQuery(prometheus: $prometheus, promql: $promql, range: $range) {
    warnings
    series {
      labels
      points {
        at
        value
        text
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PrometheusQueryQuery, PrometheusQueryQueryVariables>;
export const RegistryCredentialApplyDocument = new TypedDocumentString(`
    mutation RegistryCredentialApply($input: RegistryCredentialApplyInput!) {
  registryCredentialApply(input: $input) {
    secret {
      id
      registries
    }
    serviceAccounts {
      id
      name
      imagePullSecretNames
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<RegistryCredentialApplyMutation, RegistryCredentialApplyMutationVariables>;
export const ResourceAnnotateDocument = new TypedDocumentString(`
    mutation ResourceAnnotate($input: ResourceAnnotateInput!) {
  resourceAnnotate(input: $input) {
    resource {
      id
      resourceVersion
      labels
      annotations
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ResourceAnnotateMutation, ResourceAnnotateMutationVariables>;
export const ResourceApplyDocument = new TypedDocumentString(`
    mutation ResourceApply($input: ResourceApplyInput!) {
  resourceApply(input: $input) {
    results {
      resource {
        id
        apiVersion
        kind
        namespace
        name
        resourceVersion
      }
      userErrors {
        code
        message
        field
      }
      conflicts {
        field
        manager
      }
      revision
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ResourceApplyMutation, ResourceApplyMutationVariables>;
export const ResourceDeleteDocument = new TypedDocumentString(`
    mutation ResourceDelete($input: ResourceDeleteInput!) {
  resourceDelete(input: $input) {
    deletedId
    resource {
      id
      deletedAt
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ResourceDeleteMutation, ResourceDeleteMutationVariables>;
export const ResourceLabelDocument = new TypedDocumentString(`
    mutation ResourceLabel($input: ResourceLabelInput!) {
  resourceLabel(input: $input) {
    resource {
      id
      resourceVersion
      labels
      annotations
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ResourceLabelMutation, ResourceLabelMutationVariables>;
export const ResourcePatchDocument = new TypedDocumentString(`
    mutation ResourcePatch($input: ResourcePatchInput!) {
  resourcePatch(input: $input) {
    resource {
      id
      resourceVersion
      labels
      annotations
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<ResourcePatchMutation, ResourcePatchMutationVariables>;
export const ResourcesTableDocument = new TypedDocumentString(`
    query ResourcesTable($kind: String!, $filter: ResourceFilter, $orderBy: [ResourceOrder!], $first: Int, $after: String) {
  resources(
    kind: $kind
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount
    columns {
      name
      type
      priority
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      cluster
      namespace
      name
      cells
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ResourcesTableQuery, ResourcesTableQueryVariables>;
export const RolloutWavesStartDocument = new TypedDocumentString(`
    mutation RolloutWavesStart($input: RolloutWavesStartInput!) {
  rolloutWavesStart(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<RolloutWavesStartMutation, RolloutWavesStartMutationVariables>;
export const RolloutWavesUndoDocument = new TypedDocumentString(`
    mutation RolloutWavesUndo($input: RolloutWavesUndoInput!) {
  rolloutWavesUndo(input: $input) {
    operation {
      id
      name
      phase
      steps {
        name
        state
      }
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<RolloutWavesUndoMutation, RolloutWavesUndoMutationVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $filter: SearchFilter, $first: Int, $after: String) {
  search(text: $text, filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      __typename
      id
      cluster
      kind
      namespace
      name
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SecretDocument = new TypedDocumentString(`
    query Secret($by: ObjectByInput!) {
  secret(by: $by) {
    id
    cluster
    namespace
    name
    type
    immutable
    keys {
      key
      sizeBytes
    }
    certificates {
      subject
      issuer
      dnsNames
      validFrom
      expiresAt
      fingerprint
    }
    registries
    consumers {
      object {
        id
        kind
        name
      }
      uses {
        container
        kind
        at
        keys
        seesChanges
      }
    }
    pulledBy {
      object {
        id
        kind
        name
      }
      origin
      serviceAccountName
    }
  }
}
    `) as unknown as TypedDocumentString<SecretQuery, SecretQueryVariables>;
export const ServiceNetworkDocument = new TypedDocumentString(`
    query ServiceNetwork($by: ObjectByInput!) {
  service(by: $by) {
    id
    name
    type
    ports {
      name
      port
      targetPort
    }
    endpoints {
      addresses
      ready
      nodeName
      pod {
        id
        name
      }
    }
    deployments {
      nodes {
        id
        name
      }
    }
    ingresses {
      nodes {
        id
        name
        class {
          controller
        }
      }
    }
    httpRoutes {
      nodes {
        id
        name
        hostnames
        gateways {
          nodes {
            name
            addresses
          }
        }
      }
    }
    pods(first: 20) {
      nodes {
        id
        name
        networkPolicies {
          nodes {
            name
            policyTypes
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ServiceNetworkQuery, ServiceNetworkQueryVariables>;
export const SilenceCreateDocument = new TypedDocumentString(`
    mutation SilenceCreate($input: SilenceCreateInput!) {
  silenceCreate(input: $input) {
    silence {
      id
      name
      state
      endsAt
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SilenceCreateMutation, SilenceCreateMutationVariables>;
export const SilenceExpireDocument = new TypedDocumentString(`
    mutation SilenceExpire($input: SilenceExpireInput!) {
  silenceExpire(input: $input) {
    silence {
      id
      state
      endsAt
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SilenceExpireMutation, SilenceExpireMutationVariables>;
export const StatefulSetRestartDocument = new TypedDocumentString(`
    mutation StatefulSetRestart($input: StatefulSetRestartInput!) {
  statefulSetRestart(input: $input) {
    statefulSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<StatefulSetRestartMutation, StatefulSetRestartMutationVariables>;
export const StatefulSetScaleDocument = new TypedDocumentString(`
    mutation StatefulSetScale($input: StatefulSetScaleInput!) {
  statefulSetScale(input: $input) {
    statefulSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<StatefulSetScaleMutation, StatefulSetScaleMutationVariables>;
export const StatefulSetSetImageDocument = new TypedDocumentString(`
    mutation StatefulSetSetImage($input: StatefulSetSetImageInput!) {
  statefulSetSetImage(input: $input) {
    statefulSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<StatefulSetSetImageMutation, StatefulSetSetImageMutationVariables>;
export const StatefulSetUndoDocument = new TypedDocumentString(`
    mutation StatefulSetUndo($input: StatefulSetUndoInput!) {
  statefulSetUndo(input: $input) {
    statefulSet {
      id
      name
      resourceVersion
    }
    userErrors {
      code
      message
      field
    }
    revision
  }
}
    `) as unknown as TypedDocumentString<StatefulSetUndoMutation, StatefulSetUndoMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer($access: ViewerCanInput!, $cluster: String!) {
  viewer {
    username
    groups
    issuer
    identity(cluster: $cluster) {
      username
      groups
    }
    can(access: $access) {
      allowed
      reason
    }
    limits {
      costBurst
      pointsLeft
      operations
      operationsRunning
      subscriptions
      subscriptionsRunning
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const VolumesOverviewDocument = new TypedDocumentString(`
    query VolumesOverview($filter: PersistentVolumeClaimFilter, $first: Int! = 100, $after: String) {
  persistentVolumeClaims(
    filter: $filter
    orderBy: [{field: REQUESTED_BYTES, direction: DESC}]
    first: $first
    after: $after
  ) {
    nodes {
      id
      cluster
      namespace
      name
      phase
      accessModes
      requestedBytes
      capacityBytes
      storageClass {
        name
        provisioner
        expandable
      }
      volume {
        name
        reclaimPolicy
        source {
          type
          driver
          shareable
        }
      }
      workloads(first: 5) {
        nodes {
          __typename
          id
          name
        }
        totalCount
      }
      pods(first: 5) {
        nodes {
          id
          name
          phase
        }
        totalCount
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<VolumesOverviewQuery, VolumesOverviewQueryVariables>;
export const WorkloadEventsDocument = new TypedDocumentString(`
    subscription WorkloadEvents($filter: WorkloadFilter, $after: String, $initial: InitialState! = SNAPSHOT) {
  workloadEvents(filter: $filter, after: $after, initial: $initial) {
    changes {
      type
      id
      object {
        __typename
        cluster
        namespace
        name
        replicas
        readyReplicas
        rolloutStatus {
          text
          done
          failed
        }
      }
    }
    phase
    clusters
    cursor
  }
}
    `) as unknown as TypedDocumentString<WorkloadEventsSubscription, WorkloadEventsSubscriptionVariables>;
export const WorkloadMetricsDocument = new TypedDocumentString(`
    query WorkloadMetrics($by: WorkloadByInput!, $range: MetricRangeInput!, $names: [MetricName!] = [CPU, MEMORY]) {
  workload(by: $by) {
    id
    name
    requests {
      cpuCores
      memoryBytes
    }
    metrics(range: $range, names: $names) {
      source
      stepSeconds
      series {
        name
        unit
        labels
        points {
          at
          value
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WorkloadMetricsQuery, WorkloadMetricsQueryVariables>;
export const WorkloadsOverviewDocument = new TypedDocumentString(`
    query WorkloadsOverview($filter: WorkloadFilter, $first: Int! = 100, $after: String) {
  workloads(
    filter: $filter
    orderBy: [{field: NAMESPACE}, {field: NAME}]
    first: $first
    after: $after
  ) {
    nodes {
      __typename
      id
      cluster
      namespace
      name
      replicas
      readyReplicas
      images
      rolloutStatus {
        text
        done
        failed
      }
      requests {
        cpuCores
        memoryBytes
      }
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    clusterErrors {
      cluster
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<WorkloadsOverviewQuery, WorkloadsOverviewQueryVariables>;