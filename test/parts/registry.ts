import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort } from "../control-plane/free-port.ts";
import { Part } from "../control-plane/part.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { Watchdog } from "../control-plane/watchdog.ts";
import { archiveOf, type LayerFiles } from "../support/archive.ts";
import { debianPrograms } from "./debian-programs.ts";
import { goPrograms } from "./go-programs.ts";
import { runCommand } from "./run-command.ts";

export const registryPrograms = debianPrograms({ name: "registry", packages: ["docker-registry"] });

export const craneProgram = goPrograms({
  name: "crane",
  moduleFolder: join(import.meta.dirname, "crane"),
  programs: { crane: "github.com/google/go-containerregistry/cmd/crane" },
});

export interface RegistryOptions {
  /** For its configuration, its images and its log. */
  readonly dir: string;
  /** Nobody else is let in. */
  readonly user?: typeof registryUser;
}

/** The registry keeps the hash of this password: bcrypt, as it takes no other. */
export const registryUser = {
  username: "fairway",
  password: "correct horse",
  hash: "$2a$04$Rua8/fMBmYO9RAN6pbc2Fez8Q5cTghXS7kz7TaVK1Fvlt4W3b4dw.",
} as const;

/** A real registry of images on 127.0.0.1, into which images are pushed by a real client. */
export interface ImageRegistry extends AsyncDisposable {
  /** As it stands in the names of images. */
  readonly host: string;
  readonly url: string;
  readonly part: Part;
  /** Makes an image of these layers, the lowest first, on top of one that is there or of nothing, and gives its digest. */
  push(name: string, layers: readonly LayerFiles[], base?: string): Promise<string>;
  /** The client, in its own words. */
  crane(...args: readonly string[]): Promise<string>;
}

const readyMs = 20_000;

export async function startRegistry({ dir, user }: RegistryOptions): Promise<ImageRegistry> {
  const [root, tools] = await Promise.all([registryPrograms.ensure(), craneProgram.ensure()]);
  mkdirSync(dir, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  const url = `http://${host}`;
  const passwords = join(dir, "htpasswd");
  if (user) writeFileSync(passwords, `${user.username}:${user.hash}\n`);
  const configuration = {
    version: 0.1,
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(dir, "images") }, delete: { enabled: true } },
    http: { addr: host },
    ...(user && { auth: { htpasswd: { realm: "images", path: passwords } } }),
  };
  const file = join(dir, "registry.yml");
  writeFileSync(file, stringify(configuration));
  const watchdog = new Watchdog();
  const command = join(root, "usr/bin/docker-registry");
  const part = new Part({
    name: "registry",
    command,
    args: ["serve", file],
    logFile: join(dir, "registry.log"),
    watchdog,
  });
  const stop = async () => {
    await part.stop();
    await watchdog.close();
  };
  const isUp = async () => {
    part.ended.throwIfAborted();
    return await fetch(`${url}/v2/`).then(
      ({ status }) => status === (user ? 401 : 200),
      () => false,
    );
  };
  // The client keeps what it was told in a folder of its own, not in that of whoever runs the tests.
  const env = { DOCKER_CONFIG: join(dir, "client") };
  const crane = (...args: readonly string[]) => runCommand(join(tools, "crane"), args, { env });
  try {
    await part.start();
    await waitFor(isUp, readyMs, "the registry is up");
    if (user) await crane("auth", "login", host, "--username", user.username, "--password", user.password);
  } catch (error) {
    await stop();
    throw error;
  }
  const push: ImageRegistry["push"] = async (name, layers, base) => {
    const folder = mkdtempSync(join(tmpdir(), "fairway-layers-"));
    try {
      const archives = await Promise.all(
        layers.map(async (layer, index) => {
          const path = join(folder, `${index}.tar`);
          writeFileSync(path, await archiveOf(layer));
          return ["--new_layer", path];
        }),
      );
      const on = base === undefined ? ["--oci-empty-base"] : ["--base", `${host}/${base}`];
      await crane("append", ...on, ...archives.flat(), "--new_tag", `${host}/${name}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    return (await crane("digest", `${host}/${name}`)).trim();
  };
  return { host, url, part, push, crane, [Symbol.asyncDispose]: stop };
}
