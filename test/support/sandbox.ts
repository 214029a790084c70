import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";

/** A sandbox in this process, its kubeconfig in a file of its own. What its controllers could not do fails the test. */
export class TestSandbox implements AsyncDisposable {
  readonly sandbox: Sandbox;
  /** A file. */
  readonly kubeconfig: string;
  readonly defects: unknown[];
  readonly #dir: string;

  private constructor(sandbox: Sandbox, dir: string, defects: unknown[]) {
    this.sandbox = sandbox;
    this.kubeconfig = sandbox.kubeconfigFile ?? "";
    this.defects = defects;
    this.#dir = dir;
  }

  /** The clock is paused, the scenario `quiet` and there is one cluster, where the options do not say otherwise. */
  static async start(options: SandboxOptions = {}): Promise<TestSandbox> {
    const dir = await mkdtemp(join(tmpdir(), "fairway-sandbox-"));
    const defects: unknown[] = [];
    const report = (error: unknown) => defects.push(error);
    const sandbox = await startSandbox({ clusters: 1, scenario: "quiet", paused: true, dir, report, ...options });
    return new TestSandbox(sandbox, dir, defects);
  }

  /** The address of a cluster, by its place. */
  url(cluster = 0): string {
    const url = this.sandbox.clusters[cluster]?.url;
    if (url === undefined) throw new Error(`there is no cluster ${cluster}`);
    return url;
  }

  /** Lets so much time go by in all clusters. */
  step(milliseconds: number): void {
    this.sandbox.clock.advance(milliseconds);
  }

  /** Asks a cluster over HTTP, as the administrator; a body makes it a POST where nothing else is said. */
  request(path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}, cluster = 0) {
    const { method, body, headers } = init;
    return fetch(`${this.url(cluster)}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { authorization: "Bearer sandbox-admin", "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** As `request`, for what must succeed: the parsed body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
  async json(...args: Parameters<TestSandbox["request"]>): Promise<any> {
    const response = await this.request(...args);
    const body = await response.json();
    if (!response.ok) throw new Error(`${args[0]}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.stop();
    await rm(this.#dir, { recursive: true, force: true });
    if (this.defects.length > 0) throw new AggregateError(this.defects, "the sandbox's controllers have failed");
  }
}
