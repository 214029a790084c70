import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../control-plane/cluster.ts";

const apiVersion = "kwok.x-k8s.io/v1alpha1";
const root = `/apis/${apiVersion}`;

/** What containers of simulated pods have written: files as a container runtime makes them, which kwok's kubelet reads and follows. */
export class KubeletLogs {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** The file of one container, or of all of a pod. */
  async ofPod(namespace: string, pod: string, lines: readonly string[] = []): Promise<LogFile> {
    const file = this.#file(`${namespace}.${pod}`, lines);
    const spec = { logs: [{ logsFile: file.path, previousLogsFile: file.path, follow: true }] };
    const object = { apiVersion, kind: "Logs", metadata: { name: pod }, spec };
    await this.#cluster.api.request("POST", `${root}/namespaces/${namespace}/logs`, object);
    return file;
  }

  /** One file that all pods of a namespace seem to write. */
  async ofNamespace(namespace: string, lines: readonly string[] = []): Promise<LogFile> {
    const file = this.#file(namespace, lines);
    const spec = { selector: { matchNamespaces: [namespace] }, logs: [{ logsFile: file.path, follow: true }] };
    const object = { apiVersion, kind: "ClusterLogs", metadata: { name: namespace }, spec };
    await this.#cluster.api.request("POST", `${root}/clusterlogs`, object);
    return file;
  }

  #file(name: string, lines: readonly string[]): LogFile {
    const file = new LogFile(join(this.#cluster.dir, `${name}.log`));
    writeFileSync(file.path, "");
    file.write(...lines);
    return file;
  }
}

export class LogFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Lines such as `12:00:01.5 text`, of one day. */
  write(...lines: readonly string[]): void {
    const written = lines.map((line) => {
      const space = line.indexOf(" ");
      return `2026-03-01T${line.slice(0, space)}Z stdout F ${line.slice(space + 1)}\n`;
    });
    if (written.length > 0) appendFileSync(this.path, written.join(""));
  }
}
