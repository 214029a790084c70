import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** `CHROMIUM` where it is set, else what the path has; undefined on a machine without one. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM, PATH = "" } = environment;
  if (CHROMIUM) return existsSync(CHROMIUM) ? CHROMIUM : undefined;
  const candidates = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate));
}

/** Why no page can be opened here, in words; undefined where one can. */
export function chromiumProblem(): string | undefined {
  return findChromium() ? undefined : "there is no Chromium: install one (Debian: chromium), or name it in CHROMIUM";
}

/** Headless, and unable to find any other machine: what a page loads from elsewhere fails. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(chromiumProblem());
  // Its sandbox refuses to run as root, as in a container; the only page it opens is ours.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const offline = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1";
  return chromium.launch({ executablePath, args: [offline, ...asRoot] });
}
