import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../control-plane/cluster.ts";
import { freePort } from "../control-plane/free-port.ts";
import { Part } from "../control-plane/part.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { Watchdog } from "../control-plane/watchdog.ts";
import { goPrograms } from "./go-programs.ts";

const folder = join(import.meta.dirname, "tekton");

export const tektonPrograms = goPrograms({
  name: "tekton",
  moduleFolder: folder,
  programs: { controller: "github.com/tektoncd/pipeline/cmd/controller" },
  files: [{ module: "github.com/tektoncd/pipeline", folder: "config", ending: ".yaml" }],
});

/** For `kwok.configFiles` of a control plane: the pods of TaskRuns end, as their annotations say. */
export const tektonStages = [join(folder, "pod-complete.yaml")];

const namespace = "tekton-pipelines";
const readyMs = 30_000;

/** The names of images that task pods would be given; nothing pulls them. */
const images = ["entrypoint", "nop", "shell", "sidecarlogresults", "workingdirinit"].map((name) => [
  `-${name}-image`,
  `tekton.test/${name}`,
]);

/** Applies what Tekton's controller expects to find: its CRDs, its namespace, its configuration. Resolves with the folder of its programs. */
export async function installTekton(cluster: Cluster): Promise<string> {
  const root = await tektonPrograms.ensure();
  const config = join(root, "files", "config");
  const configs = readdirSync(config).filter((file) => /^config-.*\.yaml$/.test(file));
  const files = ["100-namespace", "300-crds", ...configs].map((file) => `--filename=${join(config, file)}`);
  await cluster.kubectl(["apply", "--server-side", "--recursive", ...files]);
  const definitions = `--filename=${join(config, "300-crds")}`;
  await cluster.kubectl(["wait", "--for=condition=Established", "--timeout=30s", "--recursive", definitions]);
  return root;
}

/**
 * The real controller of Tekton Pipelines over a cluster, with its CRDs and configuration. Its webhook does not run: nothing is validated or
 * defaulted on its way in, and converted versions cannot be read; `tekton.dev/v1` needs neither.
 */
export async function startTekton(cluster: Cluster): Promise<AsyncDisposable> {
  const root = await installTekton(cluster);
  const [probes, metrics] = await Promise.all([freePort(), freePort()]);
  const watchdog = new Watchdog();
  const controller = new Part({
    name: "tekton",
    command: join(root, "controller"),
    args: ["-kubeconfig", cluster.kubeconfig, ...images.flat(), "-shell-image-win", "tekton.test/shell-win"],
    env: {
      SYSTEM_NAMESPACE: namespace,
      KUBERNETES_MIN_VERSION: "v1.28.0",
      CONFIG_DEFAULTS_NAME: "config-defaults",
      CONFIG_LOGGING_NAME: "config-logging",
      CONFIG_OBSERVABILITY_NAME: "config-observability",
      CONFIG_FEATURE_FLAGS_NAME: "feature-flags",
      CONFIG_LEADERELECTION_NAME: "config-leader-election-controller",
      CONFIG_SPIRE: "config-spire",
      METRICS_DOMAIN: "tekton.dev/pipeline",
      POD_NAME: "tekton-pipelines-controller",
      PROBES_PORT: String(probes),
      METRICS_PROMETHEUS_PORT: String(metrics),
    },
    logFile: join(cluster.dir, "tekton.log"),
    watchdog,
  });
  const stop = async () => {
    await controller.stop();
    await watchdog.close();
  };
  const ready = async () => {
    controller.ended.throwIfAborted();
    return (await fetch(`http://127.0.0.1:${probes}/readiness`)).ok;
  };
  try {
    await controller.start();
    await waitFor(ready, readyMs, "Tekton's controller is ready");
  } catch (error) {
    await stop();
    throw error;
  }
  return { [Symbol.asyncDispose]: stop };
}
