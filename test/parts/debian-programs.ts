import { readdirSync } from "node:fs";
import { join } from "node:path";
import { KeptBuild, type Log } from "./kept-build.ts";
import { runCommand } from "./run-command.ts";

export interface DebianProgramsOptions {
  /** Names them in the cache and in the log. */
  readonly name: string;
  /** Packages without their dependencies, in the version that the machine's release of Debian has. */
  readonly packages: readonly string[];
}

/**
 * Programs of Debian packages, unpacked and not installed: no script of theirs runs. The folder of the
 * build is their root. Needs `apt-get` and `dpkg`, and root only where package lists must be fetched first.
 */
export function debianPrograms({ name, packages }: DebianProgramsOptions): KeptBuild {
  const make = async (folder: string, log: Log, signal: AbortSignal | undefined) => {
    log(`${name}: fetching ${packages.join(", ")}`);
    const download = () => runCommand("apt-get", ["download", ...packages], { cwd: folder, signal });
    // A machine that has just been made has no package lists, or old ones that lead nowhere.
    await download().catch(async () => {
      await runCommand("apt-get", ["update"], { signal });
      await download();
    });
    for (const file of readdirSync(folder)) {
      if (file.endsWith(".deb")) await runCommand("dpkg", ["-x", join(folder, file), folder], { signal });
    }
  };
  return new KeptBuild({ name, inputs: packages, make });
}
