import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort } from "../control-plane/free-port.ts";
import { Part } from "../control-plane/part.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { Watchdog } from "../control-plane/watchdog.ts";
import { copyFiles } from "./copy-files.ts";
import { debianPrograms } from "./debian-programs.ts";

export const monitoringPrograms = debianPrograms({
  name: "monitoring",
  packages: ["prometheus", "prometheus-alertmanager"],
});

export interface MonitoringOptions {
  /** For configuration, data and logs. */
  readonly dir: string;
  /** As Prometheus' configuration has them. */
  readonly scrapeConfigs?: readonly object[];
  readonly ruleGroups?: readonly object[];
  /** As Alertmanager's configuration has them; the first one gets everything. */
  readonly receivers?: readonly object[];
  /** How often is scraped and are rules evaluated, as in `2s`. */
  readonly interval?: string;
}

/** A real Prometheus with its rules, and the real Alertmanager that it sends its alerts to, on 127.0.0.1. */
export interface Monitoring extends AsyncDisposable {
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly prometheus: Part;
  readonly alertmanager: Part;
}

const readyMs = 20_000;

/** Debian's Alertmanager reads its own templates from here and nowhere else, whatever its configuration says. */
const templates = "/usr/share/prometheus/alertmanager";

function placeTemplates(root: string): void {
  if (existsSync(join(templates, "default.tmpl"))) return;
  try {
    copyFiles(join(root, templates), templates, ".tmpl");
  } catch (error) {
    const message = `Alertmanager needs default.tmpl in ${templates}: install Debian's prometheus-alertmanager, or run as root`;
    throw new Error(message, { cause: error });
  }
}

export async function startMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { dir, scrapeConfigs = [], ruleGroups = [], receivers = [{ name: "nobody" }], interval = "2s" } = options;
  const root = await monitoringPrograms.ensure();
  placeTemplates(root);
  mkdirSync(dir, { recursive: true });
  const [prometheusPort, alertmanagerPort] = await Promise.all([freePort(), freePort()]);
  const write = (file: string, content: object) => {
    writeFileSync(join(dir, file), stringify(content));
    return join(dir, file);
  };
  const rules = write("rules.yml", { groups: ruleGroups });
  const prometheusConfig = write("prometheus.yml", {
    global: { scrape_interval: interval, evaluation_interval: interval, scrape_timeout: interval },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    rule_files: [rules],
    scrape_configs: scrapeConfigs,
  });
  const [first] = receivers as readonly { readonly name: string }[];
  const alertmanagerConfig = write("alertmanager.yml", {
    route: { receiver: first?.name, group_wait: "1s", group_interval: interval, repeat_interval: "1h" },
    receivers,
  });
  const watchdog = new Watchdog();
  const part = (name: string, args: readonly string[]) =>
    new Part({ name, command: join(root, "usr/bin", name), args, logFile: join(dir, `${name}.log`), watchdog });
  const alertmanager = part("prometheus-alertmanager", [
    `--config.file=${alertmanagerConfig}`,
    `--storage.path=${join(dir, "alertmanager")}`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    // Empty: it is alone, and opens no port for others of its kind
    "--cluster.listen-address=",
  ]);
  const prometheus = part("prometheus", [
    `--config.file=${prometheusConfig}`,
    `--storage.tsdb.path=${join(dir, "prometheus")}`,
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    `--web.console.templates=${join(dir, "none")}`,
    `--web.console.libraries=${join(dir, "none")}`,
    // Who Alertmanager is it finds out some seconds after the first alerts, which it would send again after a minute
    `--rules.alert.resend-delay=${interval}`,
  ]);
  const stop = async () => {
    await Promise.all([prometheus.stop(), alertmanager.stop()]);
    await watchdog.close();
  };
  const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;
  const alertmanagerUrl = `http://127.0.0.1:${alertmanagerPort}`;
  try {
    await Promise.all([alertmanager.start(), prometheus.start()]);
    await Promise.all([
      waitUntilReady(alertmanager, `${alertmanagerUrl}/-/ready`),
      waitUntilReady(prometheus, `${prometheusUrl}/-/ready`),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { prometheusUrl, alertmanagerUrl, prometheus, alertmanager, [Symbol.asyncDispose]: stop };
}

async function waitUntilReady(part: Part, url: string): Promise<void> {
  const ready = async () => {
    part.ended.throwIfAborted();
    return await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  };
  await waitFor(ready, readyMs, `${part.name} is ready`);
}
