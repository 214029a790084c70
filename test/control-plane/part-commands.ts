import { join } from "node:path";
import type { BinaryName } from "./assets.ts";

export type PartName = "etcd" | "apiserver" | "controller-manager" | "scheduler" | "kwok";

export interface KwokOptions {
  /** Files of YAML documents (stages, logs …) beside the stages that are always there. */
  readonly configFiles?: readonly string[];
  /** Kinds that kwok reads from the API, such as `Logs`; all of kwok's CRDs are installed when one is named. */
  readonly crds?: readonly string[];
}

export interface PartCommand {
  readonly part: PartName;
  readonly binary: BinaryName;
  readonly args: readonly string[];
}

export interface PartCommandOptions {
  readonly dir: string;
  readonly kubeconfig: string;
  readonly kwokFolder: string;
  readonly ports: { readonly etcd: number; readonly api: number; readonly kubelet: number };
  readonly controllers: boolean;
  readonly apiServerArgs: readonly string[];
  readonly audit: boolean;
  /** Whether there is a file of it. */
  readonly authentication: boolean;
  readonly kwok: KwokOptions;
  /** Without `controllers`: those that run all the same. */
  readonly onlyControllers: readonly string[];
}

const stages = [
  "node/fast/node-initialize",
  "node/heartbeat/node-heartbeat",
  "pod/fast/pod-ready",
  "pod/fast/pod-complete",
  "pod/fast/pod-delete",
  // These act only on what bears their label
  "node/chaos/node-not-ready",
  "pod/chaos/pod-container-running-failed",
  "pod/chaos/pod-init-container-running-failed",
];

/** What runs in a cluster, in the order of the start. */
export function partCommands(options: PartCommandOptions): PartCommand[] {
  const bare: PartCommand[] = [
    { part: "etcd", binary: "etcd", args: etcd(options) },
    { part: "apiserver", binary: "kube-apiserver", args: apiServer(options) },
  ];
  const manager: PartCommand = {
    part: "controller-manager",
    binary: "kube-controller-manager",
    args: controllerManager(options),
  };
  if (!options.controllers) return options.onlyControllers.length > 0 ? [...bare, manager] : bare;
  return [
    ...bare,
    manager,
    { part: "scheduler", binary: "kube-scheduler", args: scheduler(options) },
    { part: "kwok", binary: "kwok", args: kwok(options) },
  ];
}

function etcd({ dir, ports }: PartCommandOptions): string[] {
  return [
    `--data-dir=${join(dir, "etcd")}`,
    `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
    `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
    "--listen-peer-urls=http://127.0.0.1:0", // nobody joins
    "--unsafe-no-fsync", // for tests: a crash of the machine may cost data, a kill of the process does not
    "--log-level=warn",
  ];
}

function apiServer({ dir, ports, controllers, apiServerArgs, audit, authentication }: PartCommandOptions): string[] {
  const file = (name: string) => join(dir, name);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.api}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    "--endpoint-reconciler-type=none", // it would refuse a loopback address every ten seconds
    "--service-cluster-ip-range=10.96.0.0/16",
    "--authorization-mode=RBAC",
    "--allow-privileged=true",
    `--token-auth-file=${file("tokens.csv")}`,
    `--client-ca-file=${file("ca.crt")}`,
    `--tls-cert-file=${file("serving.crt")}`,
    `--tls-private-key-file=${file("serving.key")}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${file("service-account.pub")}`,
    `--service-account-signing-key-file=${file("service-account.key")}`,
    `--requestheader-client-ca-file=${file("front-proxy-ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    `--proxy-client-cert-file=${file("front-proxy-client.crt")}`,
    `--proxy-client-key-file=${file("front-proxy-client.key")}`,
    "--kubelet-preferred-address-types=InternalIP",
    // Without it an API server with watchers, told to end, keeps their streams open until it is killed
    "--shutdown-watch-termination-grace-period=2s",
    // Without the controller that makes service accounts, no pod would be let in
    ...(controllers ? [] : ["--disable-admission-plugins=ServiceAccount"]),
    ...(audit ? [`--audit-policy-file=${file("audit-policy.yaml")}`, `--audit-log-path=${file("audit.log")}`] : []),
    ...(authentication ? [`--authentication-config=${file("authentication.yaml")}`] : []),
    ...apiServerArgs,
  ];
}

/** The defaults of 20 and 50 requests a second would make a test wait for the client and not for the cluster. */
const client = (kubeconfig: string) => [`--kubeconfig=${kubeconfig}`, "--kube-api-qps=500", "--kube-api-burst=1000"];

/** One instance, and nobody asks it anything. */
const alone = ["--leader-elect=false", "--secure-port=0"];

function controllerManager({ dir, kubeconfig, onlyControllers }: PartCommandOptions): string[] {
  const file = (name: string) => join(dir, name);
  return [
    ...client(kubeconfig),
    ...alone,
    `--root-ca-file=${file("ca.crt")}`,
    `--service-account-private-key-file=${file("service-account.key")}`,
    `--cluster-signing-cert-file=${file("ca.crt")}`,
    `--cluster-signing-key-file=${file("ca.key")}`,
    ...(onlyControllers.length > 0 ? [`--controllers=${onlyControllers.join(",")}`] : []),
  ];
}

function scheduler({ kubeconfig }: PartCommandOptions): string[] {
  return [...client(kubeconfig), ...alone];
}

function kwok(options: PartCommandOptions): string[] {
  const { dir, kubeconfig, kwokFolder, ports } = options;
  const { configFiles = [], crds = [] } = options.kwok;
  const file = (name: string) => join(dir, name);
  const stageFiles = stages.map((stage) => join(kwokFolder, "stage", `${stage}.yaml`));
  return [
    `--kubeconfig=${kubeconfig}`,
    ...[...stageFiles, ...configFiles].map((path) => `--config=${path}`),
    "--manage-all-nodes",
    "--node-lease-duration-seconds=40",
    // One kubelet for all nodes, so that logs, exec and port-forward work where kwok is told what to answer
    "--node-ip=127.0.0.1",
    `--node-port=${ports.kubelet}`,
    `--server-address=127.0.0.1:${ports.kubelet}`,
    `--tls-cert-file=${file("serving.crt")}`,
    `--tls-private-key-file=${file("serving.key")}`,
    ...(crds.length > 0 ? [`--enable-crds=${crds.join(",")}`] : []),
  ];
}
