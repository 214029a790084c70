import { describe, expect, test } from "vitest";
import {
  type FileTree,
  type ImageReference,
  parseImageReference,
  Registries,
  type RegistryOptions,
} from "../../../src/integrations/registry/index.ts";
import type { LayerFiles } from "../../support/archive.ts";

/** A registry of images, real or not, for the contract that both fulfil. */
export interface RegistryUnderTest {
  readonly host: string;
  readonly url: string;
  readonly push: (name: string, layers: readonly LayerFiles[], base?: string) => Promise<string>;
  /** Ends it, as if its machine had gone. */
  readonly kill: () => Promise<void>;
}

export const never = new AbortController().signal;

export class RecordedAnswers {
  readonly outcomes: string[] = [];
  askedIntegration(integration: string, name: string, outcome: string): void {
    this.outcomes.push(`${integration} ${name} ${outcome}`);
  }
}

export function registriesFor(
  { host, url }: Pick<RegistryUnderTest, "host" | "url">,
  more: Partial<RegistryOptions> = {},
  limits: { readonly mostEntries?: number } = {},
): Registries & { readonly answers: RecordedAnswers } {
  const answers = new RecordedAnswers();
  return Object.assign(new Registries([{ host, url, timeoutMs: 2_000, ...more }], answers, limits), { answers });
}

export function reference(text: string): ImageReference {
  const found = parseImageReference(text);
  if (!found) throw new Error(`no reference: ${text}`);
  return found;
}

/** The files, links and empty folders of an image, as lines. */
export async function linesOf(registries: Registries, name: string): Promise<readonly string[]> {
  const found = await registries.find(reference(name), never);
  if (!found) throw new Error("no such registry");
  return shown(await found.files(never));
}

function shown(tree: FileTree): readonly string[] {
  return [...tree]
    .map(([path, { type, sizeBytes, target }]) => {
      return type === "SYMLINK" ? `${path} -> ${target}` : type === "DIRECTORY" ? `${path}/` : `${path} ${sizeBytes}`;
    })
    .sort();
}

/** `start` gives a registry of its own to each call. */
export function registryContract(start: () => Promise<RegistryUnderTest>): void {
  describe("a registry", () => {
    test("tells the digest and the files of an image, by tag and by digest", async () => {
      const registry = await start();
      const digest = await registry.push("base/tomcat:8.0", [{ "opt/": "folder/", "opt/tomcat": "binary" }]);
      await using registries = registriesFor(registry);
      for (const name of [`${registry.host}/base/tomcat:8.0`, `${registry.host}/base/tomcat@${digest}`]) {
        const found = await registries.find(reference(name), never);
        expect(found?.image).toMatchObject({ digest, sizeBytes: expect.any(Number) });
        expect(found?.image.layers).toHaveLength(1);
        expect(await linesOf(registries, name)).toEqual(["opt/", "opt/tomcat 6"]);
      }
      expect(new Set(registries.answers.outcomes)).toEqual(new Set([`registry ${registry.host} ok`]));
    });

    test("has upper layers hide, replace and take away what lower ones have", async () => {
      const registry = await start();
      await registry.push("layers:1", [
        {
          "etc/a": "1",
          "etc/b": "22",
          "var/cache/x": "x",
          "var/cache/y": "y",
          "bin/sh": "binary",
          "was/folder/x": "x",
        },
        { "etc/.wh.a": "", "etc/b": "now longer", "var/cache/.wh..wh..opq": "", "var/cache/z": "z" },
        { "bin/ls": { link: "busybox" }, "was/folder": "a file now" },
      ]);
      await using registries = registriesFor(registry);
      expect(await linesOf(registries, `${registry.host}/layers:1`)).toEqual([
        "bin/",
        "bin/ls -> busybox",
        "bin/sh 6",
        "etc/",
        "etc/b 10",
        "var/",
        "var/cache/",
        "var/cache/z 1",
        "was/",
        "was/folder 10",
      ]);
    });

    test("has a file of several names under each of them, as large as it is", async () => {
      const registry = await start();
      const layers = [
        { "bin/busybox": "binary", "bin/cp": { same: "bin/busybox" } },
        { "bin/mv": { same: "./bin/cp" } },
      ];
      await registry.push("names:1", [...layers, { "bin/x": { same: "bin/gone" } }]);
      await using registries = registriesFor(registry);
      const lines = ["bin/", "bin/busybox 6", "bin/cp 6", "bin/mv 6", "bin/x 0"];
      expect(await linesOf(registries, `${registry.host}/names:1`)).toEqual(lines);
    });

    test("is not asked for the files of an image that has more than can be held", async () => {
      const registry = await start();
      await registry.push("many:1", [
        { a: "1", b: "2" },
        { c: "3", d: "4" },
      ]);
      const name = `${registry.host}/many:1`;
      await using enough = registriesFor(registry, {}, { mostEntries: 4 });
      expect(await linesOf(enough, name)).toHaveLength(4);
      await using few = registriesFor(registry, {}, { mostEntries: 3 });
      await expect(linesOf(few, name)).rejects.toMatchObject({ code: "INTEGRATION_UNAVAILABLE" });
    });

    test("reads a layer that images share once", async () => {
      const registry = await start();
      await registry.push("shared/base:1", [{ "opt/base": "base" }]);
      await registry.push("shared/app:1", [{ "opt/app": "app" }], "shared/base:1");
      await using registries = registriesFor(registry);
      expect(await linesOf(registries, `${registry.host}/shared/base:1`)).toEqual(["opt/", "opt/base 4"]);
      expect(await linesOf(registries, `${registry.host}/shared/app:1`)).toEqual(["opt/", "opt/app 3", "opt/base 4"]);
    });

    test("says so when there is no such image, tag or digest", async () => {
      const registry = await start();
      await registry.push("some/image:1", [{ a: "a" }]);
      await using registries = registriesFor(registry);
      const absent = ["none/at-all:1", "some/image:2", `some/image@sha256:${"0".repeat(64)}`];
      for (const name of absent) {
        const asked = registries.find(reference(`${registry.host}/${name}`), never);
        await expect(asked).rejects.toMatchObject({
          code: "NOT_FOUND",
          message: `Registry "${registry.host}" has no image "${name}"`,
        });
      }
    });

    test("that is away is told apart from an image that is not there", async () => {
      const registry = await start();
      await registry.push("some/image:1", [{ a: "a" }]);
      await using registries = registriesFor(registry, { timeoutMs: 500 });
      await registry.kill();
      const asked = registries.find(reference(`${registry.host}/some/image:1`), never);
      await expect(asked).rejects.toMatchObject({
        code: "INTEGRATION_UNAVAILABLE",
        message: `Registry "${registry.host}" gave no usable answer about "some/image:1"`,
      });
      expect(registries.answers.outcomes).toEqual([`registry ${registry.host} failed`]);
    });

    test("that nobody configured is not asked", async () => {
      const registry = await start();
      await using registries = registriesFor({ host: "registry.example.com", url: registry.url });
      expect(registries.knows(reference(`${registry.host}/some/image:1`))).toBe(false);
      expect(await registries.find(reference(`${registry.host}/some/image:1`), never)).toBeNull();
      expect(registries.answers.outcomes).toEqual([]);
    });
  });
}
