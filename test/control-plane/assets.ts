import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { copyFiles } from "../parts/copy-files.ts";
import { goProblem } from "../parts/go-programs.ts";
import { KeptBuild, type Log } from "../parts/kept-build.ts";
import { runCommand } from "../parts/run-command.ts";

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
const kept = new KeptBuild({ name: "control-plane", inputs: sources, make: build });

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
  const why = problemWithGo() ?? "not built yet; run: node test/control-plane/main.ts --build-only";
  return { present: false, why };
}

/** The binaries: those of the folder `KUBEBUILDER_ASSETS`, the others from the cache, built where it has none, which takes minutes. */
export async function ensureAssets(
  names: readonly BinaryName[] = binaryNames,
  options: { log?: Log; signal?: AbortSignal } = {},
): Promise<Assets> {
  if (mustBuild(names)) await kept.ensure(options);
  return { binaries: new Map(names.map((name) => [name, pathOf(name)])), kwokFolder: join(kept.folder, "kwok") };
}

function pathOf(name: BinaryName): string {
  const provided = process.env.KUBEBUILDER_ASSETS && join(process.env.KUBEBUILDER_ASSETS, name);
  return provided && existsSync(provided) ? provided : join(kept.folder, "bin", name);
}

function mustBuild(names: readonly BinaryName[]): boolean {
  // kwok's stages are among the outputs, so a kwok from elsewhere needs the build as well
  return names.some((name) => !existsSync(pathOf(name)) || (name === "kwok" && !kept.present));
}

function problemWithGo(): string | undefined {
  const problem = goProblem(moduleFolder);
  const instead = "or name a folder with etcd, kube-apiserver and kubectl in KUBEBUILDER_ASSETS";
  return problem && `${problem}, ${instead}, which is enough without controllers`;
}

async function build(folder: string, log: Log, signal: AbortSignal | undefined): Promise<void> {
  const problem = problemWithGo();
  if (problem) throw new AssetsError("GO_MISSING", problem);
  log(`control plane: building Kubernetes ${kubernetesVersion}, etcd and kwok; minutes the first time`);
  mkdirSync(join(folder, "bin"));
  const program = join(folder, "bin", "control-plane");
  await go(["build", "-buildvcs=false", "-ldflags", linkerFlags(), "-o", program, "."], signal);
  for (const name of binaryNames) symlinkSync("control-plane", join(folder, "bin", name));
  const kwokModule = (await go(["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok"], signal)).trim();
  copyFiles(join(kwokModule, "kustomize"), join(folder, "kwok"), ".yaml");
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
  return runCommand("go", args, { cwd: moduleFolder, env: { GOWORK: "off" }, signal }).catch((error: Error) => {
    throw new AssetsError("BUILD_FAILED", error.message);
  });
}
