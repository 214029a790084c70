export { type ApiResource, apiVersionOf, groupResourceOf, isPolled, pathOf } from "./api-resource.ts";
export { type CallerIdentity, countsIn, type UpstreamRules, upstreamHeaders } from "./as-caller.ts";
export { type CertificateFacts, type CertificateNames, certificatesIn } from "./certificate-facts.ts";
export { Cluster, type ClusterOptions, type Reviews } from "./cluster.ts";
export { Clusters } from "./clusters.ts";
export {
  type Answer,
  ClusterConnection,
  type ConnectionOptions,
  type Method,
  type RequestOptions,
  type StreamOptions,
} from "./connection.ts";
export type { CredentialSources } from "./credential-sources.ts";
export { Discovery, type DiscoveryOptions } from "./discovery.ts";
export type { ExecEnd, TerminalSize } from "./exec-frames.ts";
export { ClusterHealth, type HealthOptions } from "./health.ts";
export { type HealthCheck, healthChecks, readHealthChecks } from "./health-checks.ts";
export { ClusterIdentity } from "./identity.ts";
export { type ClusterConfig, loadKubeconfig } from "./kubeconfig.ts";
export { kubeconfigInSecret } from "./kubeconfig-in-secret.ts";
export { type LogPiece, longestPart } from "./log-splitter.ts";
export { logTimeOf } from "./log-time.ts";
export { type Manager, managers } from "./managers.ts";
export { type ExecRequest, type ExecResult, PodExec } from "./pod-exec.ts";
export { type LogRequest, PodLogs } from "./pod-logs.ts";
export { type Logger, type Metrics, noMetrics, type Runtime, silentLogger } from "./ports.ts";
export type { Query } from "./query-string.ts";
export { Reflector, type ReflectorOptions, type ReflectorTarget } from "./reflector.ts";
export { requestIn } from "./request-facts.ts";
export { type ResourceAttributes, type ReviewOptions, selfSubjectAccessReview } from "./reviews.ts";
export type { SecretFacts } from "./secret-facts.ts";
export { type ReviewedUser, reviewSelf, reviewToken } from "./token-review.ts";
export { Turns } from "./turns.ts";
export {
  isStatus,
  type KubernetesObject,
  type ObjectMeta,
  type OwnerReference,
  type Status,
  type StatusCause,
} from "./types.ts";
export { UpstreamError } from "./upstream-errors.ts";
export {
  type CallOptions,
  type Deleted,
  type DeleteOptions,
  type ObjectRef,
  type PatchOptions,
  type UpdateOptions,
  type WriteOptions,
  Writer,
  type Written,
} from "./writer.ts";
