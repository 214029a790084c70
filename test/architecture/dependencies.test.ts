import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "./source-file.ts";

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, Manifest & { readonly resolved?: string; readonly integrity?: string }>>;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(projectRoot, path), "utf8")) as T;

/** Folders of a package in an installed tree, nested ones too. */
function copiesOf(name: string, modules: string): string[] {
  if (!existsSync(modules)) return [];
  const packages = readdirSync(modules).flatMap((entry) =>
    entry.startsWith("@") ? readdirSync(join(modules, entry)).map((scoped) => `${entry}/${scoped}`) : [entry],
  );
  return packages.flatMap((entry) => [
    ...(entry === name ? [join(modules, entry)] : []),
    ...copiesOf(name, join(modules, entry, "node_modules")),
  ]);
}

function rangeFaults(manifest: Manifest): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(all).flatMap(([name, version]) =>
    /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${name}: ${version} is not one exact version`],
  );
}

/** What would keep `npm ci` from working, or tie it to the place where the lock file was written. */
function lockFaults(lock: Lock): string[] {
  const paths = Object.keys(lock.packages);
  return Object.entries(lock.packages).flatMap(([path, entry]) => [
    ...(entry.resolved === undefined ? [] : [`${path} names the registry it came from`]),
    ...(path !== "" && entry.integrity === undefined ? [`${path} has no hash`] : []),
    // npm drops an optional package that its registry does not have, and `npm ci` then refuses the whole lock file.
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${path} lacks its optional ${name}`),
  ]);
}

describe("there is one copy of graphql", () => {
  test("in the installed tree", () => {
    expect(copiesOf("graphql", join(projectRoot, "node_modules"))).toHaveLength(1);
  });

  test("in the lock file", () => {
    const paths = Object.keys(readJson<Lock>("package-lock.json").packages);
    expect(paths.filter((path) => path.endsWith("node_modules/graphql"))).toEqual(["node_modules/graphql"]);
  });

  test("and several copies of another package are found, so a second graphql would be", () => {
    const modules = join(projectRoot, "node_modules");
    const paths = Object.keys(readJson<Lock>("package-lock.json").packages);
    const nested = paths.find((path) => path.split("node_modules/").length > 2 && existsSync(join(projectRoot, path)));
    const name = nested?.split("node_modules/").at(-1) ?? "";
    expect(copiesOf(name, modules).length).toBeGreaterThan(1);
  });
});

describe("versions are exact", () => {
  test("in package.json", () => {
    expect(rangeFaults(readJson<Manifest>("package.json"))).toEqual([]);
  });

  test.each(["^1.2.3", "~1.2.3", "*", "24.*", "latest", ">=1"])("%s is found", (version) => {
    expect(rangeFaults({ devDependencies: { some: version } })).toHaveLength(1);
  });
});

describe("the lock file installs anywhere", () => {
  test("as it is", () => {
    expect(lockFaults(readJson<Lock>("package-lock.json"))).toEqual([]);
  });

  test.each([
    ["an address", { resolved: "https://registry.example.com/x.tgz", integrity: "sha512-x" }],
    ["a missing hash", {}],
    ["a missing optional package", { integrity: "sha512-x", optionalDependencies: { "x-darwin-arm64": "1.0.0" } }],
  ])("%s is found", (_what, entry) => {
    expect(lockFaults({ packages: { "node_modules/x": entry } })).toHaveLength(1);
  });
});
