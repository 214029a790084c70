import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryLock } from "./lock.ts";
import { Watchdog } from "./watchdog.ts";

export const binaryNames = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
  "kwok",
] as const;
export type BinaryName = (typeof binaryNames)[number];

/** What a control plane without controllers, scheduler and simulated nodes is made of. */
export const bareBinaryNames = ["etcd", "kube-apiserver", "kubectl"] as const satisfies readonly BinaryName[];

/** The path of every binary asked for, and the folder with kwok's own stages, CRDs and metrics (`kustomize/` there). */
export interface Assets {
  readonly binaries: ReadonlyMap<BinaryName, string>;
  readonly kwokFolder: string;
}

export class AssetsError extends Error {
  readonly code: "GO_MISSING" | "BUILD_FAILED";

  constructor(code: AssetsError["code"], message: string) {
    super(`${code} ${message}`);
    this.name = "AssetsError";
    this.code = code;
  }
}

const moduleFolder = join(import.meta.dirname, "go");
const goModule = readFileSync(join(moduleFolder, "go.mod"), "utf8");
const sources = ["go.sum", "go.mod", "main.go"].map((file) => readFileSync(join(moduleFolder, file)));
const hash = createHash("sha256")
  .update(`${process.platform} ${process.arch}\n`)
  .update(Buffer.concat(sources))
  .digest("hex")
  .slice(0, 16);
const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "fairway", "control-plane");
const outputs = join(cacheFolder, hash);

/** The released Kubernetes version that go.mod pins, such as `v1.36.3`. */
export const kubernetesVersion = versionOf("k8s.io/kubernetes");

function versionOf(module: string): string {
  const version = goModule.match(new RegExp(`^\\s*${module} (v\\S+)`, "m"))?.[1];
  if (!version) throw new Error(`go.mod names no version of ${module}`);
  return version;
}

/** Whether the binaries are there without a build; if not, `why` says what is missing and how to get it. */
export function assetsState(names: readonly BinaryName[] = binaryNames): { present: boolean; why?: string } {
  if (!mustBuild(names)) return { present: true };
  const why = goProblem() ?? "not built yet; run: node test/control-plane/main.ts --build-only";
  return { present: false, why };
}

/**
 * The binaries: those of the folder `KUBEBUILDER_ASSETS`, the others from the cache. Builds them where the cache has
 * none, which takes minutes; two processes never build at once, the second waits for the outputs of the first.
 */
export async function ensureAssets(
  names: readonly BinaryName[] = binaryNames,
  options: { log?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<Assets> {
  const log = options.log ?? ((line) => process.stderr.write(`${line}\n`));
  mkdirSync(cacheFolder, { recursive: true });
  let announced = false;
  while (mustBuild(names)) {
    const lock = tryLock(`${outputs}.lock`);
    if ("release" in lock) {
      try {
        // The one before us may have finished between the look and the lock
        if (mustBuild(names)) await build(log, options.signal);
      } finally {
        lock.release();
      }
      continue;
    }
    if (!announced) log(`control plane: process ${lock.holder} is building it, waiting`);
    announced = true;
    await delay(500, undefined, options.signal && { signal: options.signal });
  }
  return { binaries: new Map(names.map((name) => [name, pathOf(name)])), kwokFolder: join(outputs, "kwok") };
}

function pathOf(name: BinaryName): string {
  const provided = process.env.KUBEBUILDER_ASSETS && join(process.env.KUBEBUILDER_ASSETS, name);
  return provided && existsSync(provided) ? provided : join(outputs, "bin", name);
}

function mustBuild(names: readonly BinaryName[]): boolean {
  // kwok's stages are among the outputs, so a kwok from elsewhere needs the build as well
  return names.some((name) => !existsSync(pathOf(name)) || (name === "kwok" && !existsSync(outputs)));
}

function goProblem(): string | undefined {
  // Asked inside the module, so that a Go that can fetch the wanted toolchain answers with that one's version
  const answer = spawnSync("go", ["env", "GOVERSION"], { cwd: moduleFolder, encoding: "utf8" });
  const found = answer.stdout?.trim() ?? "";
  const [, major, minor] = found.match(/^go(\d+)\.(\d+)/)?.map(Number) ?? [];
  if (major !== undefined && minor !== undefined && (major > 1 || minor >= 26)) return undefined;
  const instead = answer.error ? "there is no `go` on the PATH" : `\`go\` says ${found || answer.stderr.trim()}`;
  return (
    `Go ≥ 1.26 is needed to build the real control plane (${instead}). Install it from https://go.dev/dl, or name a ` +
    "folder with etcd, kube-apiserver and kubectl in KUBEBUILDER_ASSETS, which is enough without controllers"
  );
}

async function build(log: (line: string) => void, signal: AbortSignal | undefined): Promise<void> {
  const problem = goProblem();
  if (problem) throw new AssetsError("GO_MISSING", problem);
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  log(`control plane: building Kubernetes ${kubernetesVersion}, etcd and kwok; minutes the first time`);
  const ticker = setInterval(() => log(`control plane: still building, ${seconds()} s`), 30_000);
  // Made beside its place and renamed when complete: the folder's existence says that all of it is there
  const making = `${outputs}.making-${process.pid}`;
  try {
    for (const name of readdirSync(cacheFolder)) {
      // Of a builder that was killed: the lock says that nobody else is building
      if (name.startsWith(`${hash}.making-`)) rmSync(join(cacheFolder, name), { recursive: true, force: true });
    }
    mkdirSync(join(making, "bin"), { recursive: true });
    const program = join(making, "bin", "control-plane");
    await go(["build", "-buildvcs=false", "-ldflags", linkerFlags(), "-o", program, "."], signal);
    for (const name of binaryNames) symlinkSync("control-plane", join(making, "bin", name));
    const kwokModule = (await go(["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok"], signal)).trim();
    copyYaml(join(kwokModule, "kustomize"), join(making, "kwok"));
    renameSync(making, outputs);
  } finally {
    clearInterval(ticker);
    rmSync(making, { recursive: true, force: true });
  }
  log(`control plane: built in ${seconds()} s: ${join(outputs, "bin")}`);
}

/** Without these the API server calls itself v0.0.0-master: a release's build script sets the version, `go build` not. */
function linkerFlags(): string {
  const version = "k8s.io/component-base/version";
  const [major, minor] = kubernetesVersion.slice(1).split(".");
  const variables = [
    `${version}.gitVersion=${kubernetesVersion}`,
    `${version}.gitMajor=${major}`,
    `${version}.gitMinor=${minor}`,
    `${version}.gitCommit=`,
    `${version}.gitTreeState=clean`,
    `sigs.k8s.io/kwok/pkg/consts.Version=${versionOf("sigs.k8s.io/kwok")}`,
  ];
  return ["-s", "-w", ...variables.map((variable) => `-X ${variable}`)].join(" ");
}

function go(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, {
      cwd: moduleFolder,
      env: { ...process.env, GOWORK: "off" },
      stdio: ["ignore", "pipe", "inherit"],
      ...(signal && { signal }),
    });
    // Else a `go` whose builder was killed would go on for minutes, and write into a folder that others clean up
    const watchdog = new Watchdog();
    if (child.pid !== undefined) watchdog.guard(child.pid);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (child.pid !== undefined) watchdog.release(child.pid);
      watchdog.close().catch(reject);
      if (code === 0) resolve(output);
      else reject(new AssetsError("BUILD_FAILED", `go ${args[0]} ended with ${code}; its messages are above`));
    });
  });
}

/** Writes new files: the module cache is read-only, and copies with its modes could not be deleted any more. */
function copyYaml(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".yaml") || entry.includes("testdata")) continue;
    mkdirSync(dirname(join(to, entry)), { recursive: true });
    writeFileSync(join(to, entry), readFileSync(join(from, entry)));
  }
}
