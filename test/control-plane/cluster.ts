import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { ApiClient } from "./api-client.ts";
import { type Assets, type BinaryName, kubernetesVersion } from "./assets.ts";
import { createCertificateAuthority, createKey, type KeyAndCertificate } from "./certificates.ts";
import { freePort } from "./free-port.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { nodeOf } from "./nodes.ts";
import { Part } from "./part.ts";
import { type KwokOptions, type PartCommandOptions, type PartName, partCommands } from "./part-commands.ts";
import { tokenOf } from "./token-of.ts";
import { waitFor } from "./wait-for.ts";
import type { Watchdog } from "./watchdog.ts";

export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface User extends Person {
  readonly token: string;
}

/** A line of the API server's audit log, as far as tests look at it. */
export interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  /** The caller by credential; who was impersonated stands beside. */
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly impersonatedUser?: { readonly username: string; readonly groups?: readonly string[] };
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code: number };
}

export interface ClusterOptions {
  readonly name: string;
  readonly dir: string;
  readonly assets: Assets;
  readonly watchdog: Watchdog;
  readonly admin: User;
  readonly users: readonly User[];
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly controllers: boolean;
  readonly apiServerArgs: readonly string[];
  readonly audit: boolean;
  readonly authentication: object | undefined;
  readonly kwok: KwokOptions;
  readonly onlyControllers: readonly string[];
  readonly signal?: AbortSignal;
}

/** Who did what to which object, of every request, when it is answered. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata" }],
};

const readyMs = 60_000; // 2 to 4 s on an idle machine; the rest is for a crowded one

/** One real Kubernetes cluster without machines: every part is a process of its own on 127.0.0.1. */
export class Cluster {
  readonly name: string;
  readonly dir: string;
  readonly server: string;
  readonly kubeconfig: string;
  readonly caFile: string;
  readonly caData: string;
  /** A member of `system:masters`, by token and by client certificate. */
  readonly admin: User & KeyAndCertificate;
  /** Known by their tokens; RBAC gives them no rights until a test does. */
  readonly users: readonly User[];
  /** Whether anything makes, places and runs pods here. */
  readonly controllers: boolean;
  /** As `admin`. */
  readonly api: ApiClient;
  readonly #options: ClusterOptions;
  readonly #ports: PartCommandOptions["ports"];
  readonly #parts: ReadonlyMap<PartName, Part>;

  static async start(options: ClusterOptions): Promise<Cluster> {
    const [etcd, api, kubelet] = await Promise.all([freePort(), freePort(), freePort()]);
    const cluster = new Cluster(options, { etcd, api, kubelet });
    try {
      await cluster.#start();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  private constructor(options: ClusterOptions, ports: PartCommandOptions["ports"]) {
    this.#options = options;
    this.#ports = ports;
    this.name = options.name;
    this.dir = options.dir;
    this.users = options.users;
    this.controllers = options.controllers;
    this.server = `https://127.0.0.1:${ports.api}`;
    this.kubeconfig = join(this.dir, "kubeconfig");
    this.caFile = join(this.dir, "ca.crt");
    rmSync(join(this.dir, "etcd"), { recursive: true, force: true }); // of an earlier control plane in this folder
    mkdirSync(this.dir, { recursive: true });

    const ca = createCertificateAuthority(`${this.name} CA`);
    const frontProxyCa = createCertificateAuthority(`${this.name} front proxy CA`);
    const write = (file: string, text: string) => writeFileSync(join(this.dir, file), text, { mode: 0o600 });
    const writePair = (file: string, pair: KeyAndCertificate) => {
      write(`${file}.crt`, pair.certificate);
      write(`${file}.key`, pair.key);
    };
    const dnsNames = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
    const admin = ca.issue({ commonName: options.admin.name, organizations: options.admin.groups });
    writePair("ca", ca);
    writePair("front-proxy-ca", frontProxyCa);
    writePair("front-proxy-client", frontProxyCa.issue({ commonName: "front-proxy-client" }));
    writePair("serving", ca.issue({ commonName: "kube-apiserver", dnsNames, ipAddresses: ["127.0.0.1", "10.96.0.1"] }));
    writePair("admin", admin);
    const serviceAccounts = createKey();
    write("service-account.key", serviceAccounts.pem);
    write("service-account.pub", serviceAccounts.publicPem);
    const tokenLine = (user: User) => `${user.token},${user.name},${user.name},"${user.groups.join(",")}"\n`;
    write("tokens.csv", [options.admin, ...options.users].map(tokenLine).join(""));

    write("audit-policy.yaml", JSON.stringify(auditPolicy));
    write("audit.log", "");
    if (options.authentication) write("authentication.yaml", JSON.stringify(options.authentication));

    this.admin = { ...options.admin, ...admin };
    this.caData = ca.certificate;
    this.api = new ApiClient({ server: this.server, ca: ca.certificate, token: options.admin.token });
    writeKubeconfig(this.kubeconfig, [this.kubeconfigEntry]);
    this.#parts = new Map(this.#defineParts());
  }

  get kubeconfigEntry() {
    const { name, token } = this.admin;
    return { name: this.name, server: this.server, ca: this.caData, user: name, token };
  }

  /** Of one of the users. */
  tokenOf(name: string): string {
    return tokenOf(this.users, name);
  }

  /** The ids of the parts that run. */
  get pids(): Partial<Record<PartName, number>> {
    const running = [...this.#parts].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]));
    return Object.fromEntries(running);
  }

  /** Runs kubectl as `admin` and resolves with its stdout; rejects with its stderr in the message. */
  kubectl(args: readonly string[], stdin?: string): Promise<string> {
    // The default cache is keyed by address: another cluster's kinds would be found after a port is used again
    const own = [`--kubeconfig=${this.kubeconfig}`, `--cache-dir=${join(this.dir, "kubectl-cache")}`];
    return new Promise((resolve, reject) => {
      const options = { maxBuffer: 1024 ** 3, env: { ...process.env, KUBERC: "off" } };
      const child = execFile(this.#binary("kubectl"), [...own, ...args], options, (error, stdout, stderr) => {
        if (error) reject(new Error(`kubectl ${args.join(" ")} on ${this.name}: ${stderr.trim() || error.message}`));
        else resolve(stdout);
      });
      child.stdin?.on("error", () => {}); // it ended before it had read everything: its exit code says why
      child.stdin?.end(stdin ?? "");
    });
  }

  /** What the API server has written down of the requests that it answered; needs the option `audit`. */
  auditEvents(): AuditEvent[] {
    const text = readFileSync(join(this.dir, "audit.log"), "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    return whole.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as AuditEvent]));
  }

  /** Sends a signal to one part. A part that is killed so stays down until it is started again. */
  signal(part: PartName, signal: NodeJS.Signals): void {
    this.#part(part).signal(signal);
  }

  /** Ends the API server in an orderly way; etcd keeps the data, the other parts go on and try to reach it. */
  stopApiServer(): Promise<void> {
    return this.stopPart("apiserver");
  }

  /** Starts the API server again, on the same port and data, and resolves when it is ready. */
  startApiServer(): Promise<void> {
    return this.startPart("apiserver");
  }

  /** Makes etcd forget everything but the newest state. */
  async compact(): Promise<void> {
    const etcd = (path: string, body: object) =>
      fetch(`http://127.0.0.1:${this.#ports.etcd}/v3/${path}`, { method: "POST", body: JSON.stringify(body) });
    const { header } = (await (await etcd("maintenance/status", {})).json()) as { header: { revision: string } };
    const { status } = await etcd("kv/compaction", { revision: header.revision, physical: true });
    if (status !== 200) throw new Error(`etcd does not compact: ${status}`);
  }

  async stopPart(part: PartName): Promise<void> {
    await this.#part(part).stop();
  }

  async startPart(part: PartName): Promise<void> {
    await this.#part(part).start();
    if (part === "apiserver") await this.#apiServerReady();
  }

  async stop(): Promise<void> {
    // The API server before etcd, because without etcd it would hang until it is killed
    const clients = [...this.#parts.values()].filter((part) => part.name !== "etcd");
    await Promise.all(clients.map((part) => part.stop()));
    await this.#parts.get("etcd")?.stop();
    this.api.close();
  }

  async #start(): Promise<void> {
    await this.#part("etcd").start();
    await this.#until("etcd", "etcd listening", () => accepts(this.#ports.etcd));
    await this.startPart("apiserver");
    if (!this.controllers && this.#options.onlyControllers.length > 0) await this.startPart("controller-manager");
    if (this.controllers) {
      if (this.#options.kwok.crds?.length) {
        const crds = join(this.#options.assets.kwokFolder, "crd", "bases");
        await this.kubectl(["apply", "--server-side", "-f", crds]);
      }
      for (const part of ["controller-manager", "scheduler", "kwok"] as const) await this.#part(part).start();
    }
    await this.#createNodes();
    await this.#until("apiserver", "namespace default", () => this.api.request("GET", "/api/v1/namespaces/default"));
    if (!this.controllers) return;
    await this.#until("controller-manager", "service account default/default", () =>
      this.api.request("GET", "/api/v1/namespaces/default/serviceaccounts/default"),
    );
    await this.#until("kwok", `${this.#options.nodes} nodes Ready`, () => this.#nodesReady());
  }

  #apiServerReady(): Promise<unknown> {
    return this.#until("apiserver", "API server ready", () => this.api.request("GET", "/readyz"));
  }

  #until<T>(part: PartName, what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
    const { signal } = this.#options;
    const { ended } = this.#part(part);
    return waitFor(probe, readyMs, `${this.name}: ${what}`, signal ? AbortSignal.any([signal, ended]) : ended);
  }

  async #createNodes(): Promise<void> {
    const { nodes, podsPerNode } = this.#options;
    const kubelet = {
      pods: podsPerNode,
      kubelet: kubernetesVersion,
      port: this.controllers ? this.#ports.kubelet : 10250,
    };
    const created = Array.from({ length: nodes }, (_, index) =>
      this.api.request("POST", "/api/v1/nodes", nodeOf(this.name, index, kubelet)),
    );
    await Promise.all(created);
  }

  async #nodesReady(): Promise<boolean> {
    type Nodes = { items: { status: { conditions?: { type: string; status: string }[] } }[] };
    const { items } = await this.api.request<Nodes>("GET", "/api/v1/nodes?resourceVersion=0");
    const ready = items.filter(({ status }) =>
      status.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    );
    return ready.length >= this.#options.nodes;
  }

  #part(name: PartName): Part {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`${this.name} was started without ${name}`);
    return part;
  }

  #binary(name: BinaryName): string {
    const path = this.#options.assets.binaries.get(name);
    if (!path) throw new Error(`${this.name} was started without ${name}`);
    return path;
  }

  #defineParts(): [PartName, Part][] {
    const { assets, watchdog } = this.#options;
    // Else kwok would load a kwok.yaml of the home directory first
    const env = { KWOK_WORKDIR: join(this.dir, "kwok") };
    const { kwokFolder } = assets;
    const { dir, kubeconfig } = this;
    const authentication = this.#options.authentication !== undefined;
    return partCommands({ ...this.#options, authentication, dir, kubeconfig, kwokFolder, ports: this.#ports }).map(
      ({ part: name, binary, args }) => {
        const logFile = join(this.dir, `${name}.log`);
        return [name, new Part({ name, command: this.#binary(binary), args, env, logFile, watchdog })];
      },
    );
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
