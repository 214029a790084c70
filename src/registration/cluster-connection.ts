import { readClusterSettings } from "../config/index.ts";
import { FairwayError } from "../errors/index.ts";
import { type KubernetesObject, kubeconfigInSecret } from "../kubernetes/index.ts";
import { type Registration, registration } from "./registration.ts";

export const CLUSTER_CONNECTIONS = "fairway.dev/clusterconnections";
export const API_VERSION = "fairway.dev/v1alpha1";

/** What is looked at of a ClusterConnection; `deploy/crds/` has all of it. The server validates it, and yet is not trusted to. */
export interface ConnectionManifest extends KubernetesObject {
  readonly spec?: Readonly<Record<string, unknown>> & {
    readonly server?: unknown;
    readonly tlsServerName?: unknown;
    readonly proxyUrl?: unknown;
    readonly secretRef?: { readonly name?: unknown };
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly status?: ConnectionStatus;
}

export interface ConnectionStatus {
  readonly observedGeneration?: number;
  readonly version?: string;
  readonly conditions?: readonly Condition[];
}

export interface Condition {
  readonly type: "Registered" | "Reachable";
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/** The values of a Secret, decoded. */
export type SecretValues = ReadonlyMap<string, Buffer>;

/** Fields of the spec that are not settings of a cluster. */
const ownFields = new Set(["server", "tlsServerName", "proxyUrl", "secretRef", "labels"]);

export function secretNameOf({ spec }: ConnectionManifest): string | undefined {
  const name = spec?.secretRef?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/**
 * The cluster that a ClusterConnection registers with the credential in its Secret. Throws CONFIG_INVALID for its spec, and
 * KUBECONFIG_INVALID for the credential; no message quotes a value of the Secret.
 */
export function registrationOf(manifest: ConnectionManifest, secret: SecretValues): Registration {
  const { spec = {}, metadata } = manifest;
  const settings = readClusterSettings(
    { name: metadata.name, ...Object.fromEntries(Object.entries(spec).filter(([field]) => !ownFields.has(field))) },
    "spec",
  );
  const where = `in Secret ${metadata.namespace}/${secretNameOf(manifest)}`;
  const kubeconfig = secret.get("kubeconfig")?.toString("utf8") ?? kubeconfigOf(manifest, secret, where);
  return registration(kubeconfigInSecret(where, kubeconfig, metadata.name), settings, spec.labels);
}

/** Server and token as a kubeconfig, so that both ways are checked alike. */
function kubeconfigOf({ spec = {} }: ConnectionManifest, secret: SecretValues, where: string): string {
  const token = secret.get("token")?.toString("utf8").trim();
  if (!token)
    throw new FairwayError("KUBECONFIG_INVALID", `kubeconfig ${where}: there is neither a kubeconfig nor a token`);
  // It would fail with each request, in a message that quotes the header.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new FairwayError("KUBECONFIG_INVALID", `kubeconfig ${where}: the token cannot be sent`);
  if (spec.server == null) {
    const message = "spec.server is missing, and the Secret holds no kubeconfig that says it";
    throw new FairwayError("CONFIG_INVALID", message, { field: "spec.server" });
  }
  const name = "connection";
  const cluster = {
    server: spec.server,
    "certificate-authority-data": secret.get("ca.crt")?.toString("base64"),
    "tls-server-name": spec.tlsServerName,
    "proxy-url": spec.proxyUrl,
  };
  return JSON.stringify({
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}
