import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { Registries, RegistryOptions } from "../../../src/integrations/registry/index.ts";
import { archiveOf } from "../../support/archive.ts";
import { digestOf, ScriptedRegistry } from "../../support/scripted-registry.ts";
import { linesOf, never, reference, registriesFor, registryContract } from "./registry.ts";

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

async function start(): Promise<ScriptedRegistry> {
  return stack.use(await ScriptedRegistry.start());
}

function registriesOf(registry: ScriptedRegistry, more: Partial<RegistryOptions> = {}): Registries {
  return stack.use(registriesFor(registry, more));
}

registryContract(async () => {
  const registry = await start();
  const { host, url } = registry;
  return { host, url, push: registry.push.bind(registry), kill: () => registry.kill() };
});

const unusable = { code: "INTEGRATION_UNAVAILABLE", message: expect.stringContaining("gave no usable answer") };
const layerType = "application/vnd.oci.image.layer.v1.tar";

describe("an image that several platforms have", () => {
  const index = "application/vnd.oci.image.index.v1+json";

  test("is looked at as Linux on amd64 has it, and has the digest of the whole", async () => {
    const registry = await start();
    const platforms = ["windows amd64", "linux arm64", "linux amd64"];
    const manifests: object[] = [];
    for (const each of platforms) {
      const [os, architecture] = each.split(" ");
      const digest = await registry.push(`multi:${os}-${architecture}`, [{ [each.replace(" ", "/")]: "x" }]);
      manifests.push({
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest,
        size: 1,
        platform: { os, architecture },
      });
    }
    const digest = registry.keepManifest(
      "multi:1",
      Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })),
      index,
    );
    const registries = registriesOf(registry);
    const name = `${registry.host}/multi:1`;
    expect((await registries.find(reference(name), never))?.image.digest).toBe(digest);
    expect(await linesOf(registries, name)).toEqual(["linux/", "linux/amd64 1"]);
  });

  test("without one for any platform is of no use", async () => {
    const registry = await start();
    registry.keepManifest("multi:1", Buffer.from('{"manifests":[]}'), index);
    await expect(registriesOf(registry).find(reference(`${registry.host}/multi:1`), never)).rejects.toMatchObject(
      unusable,
    );
  });
});

test.each([
  ["as it is", layerType, (body: Buffer) => body],
  ["packed with zstd", `${layerType}+zstd`, (body: Buffer) => zstdCompressSync(body)],
])("a layer %s is read", async (_how, type, packed) => {
  const registry = await start();
  registry.pushManifest("some/image:1", [registry.keepBlob("some/image", packed(await archiveOf({ a: "a" })), type)]);
  expect(await linesOf(registriesOf(registry), `${registry.host}/some/image:1`)).toEqual(["a 1"]);
});

test("what an archive has outside of its root is left out", async () => {
  const registry = await start();
  await registry.push("some/image:1", [{ "../../etc/passwd": "x", "./a//b": "b", "/c": "c" }]);
  expect(await linesOf(registriesOf(registry), `${registry.host}/some/image:1`)).toEqual(["a/", "a/b 1", "c 1"]);
});

describe("what a registry answers is not believed when it", () => {
  const manifestOf = (text: string) => async (registry: ScriptedRegistry) => {
    registry.keepManifest("some/image:1", Buffer.from(text), "application/vnd.oci.image.manifest.v1+json");
  };
  const layerOf = (change: (layer: { mediaType: string; digest: string; size: number }) => object, body?: Buffer) => {
    return async (registry: ScriptedRegistry) => {
      const kept = registry.keepBlob("some/image", body ?? (await archiveOf({ a: "a" })), layerType);
      registry.pushManifest("some/image:1", [change(kept)]);
    };
  };

  test.each([
    ["is no JSON", manifestOf("<html>")],
    ["is null", manifestOf("null")],
    ["is a list", manifestOf("[]")],
    ["has no layers", manifestOf('{"schemaVersion":2}')],
    ["has layers without digests", manifestOf('{"config":{"digest":"x","size":1},"layers":[]}')],
    ["is too long", manifestOf(JSON.stringify({ layers: [], filler: "x".repeat(5 * 1024 * 1024) }))],
    ["has a layer of another size", layerOf((layer) => ({ ...layer, size: 3 }))],
    ["has a layer of an unknown form", layerOf((layer) => ({ ...layer, mediaType: "application/x-secret" }))],
    ["has a layer that is not packed as it says", layerOf((layer) => ({ ...layer, mediaType: `${layerType}+gzip` }))],
    ["has a layer that is no archive", layerOf((layer) => layer, Buffer.alloc(2048, "no archive"))],
  ])("%s", async (_what, prepare) => {
    const registry = await start();
    await prepare(registry);
    await expect(linesOf(registriesOf(registry), `${registry.host}/some/image:1`)).rejects.toMatchObject(unusable);
  });

  test("gives another manifest than the digest promises", async () => {
    const registry = await start();
    const digest = await registry.push("some/image:1", [{ a: "a" }]);
    const other = Buffer.from(JSON.stringify({ layers: [] }));
    registry.before = (request, response) => {
      if (!request.url?.includes("/manifests/")) return false;
      response.end(other);
      return true;
    };
    const name = `${registry.host}/some/image@${digest}`;
    await expect(registriesOf(registry).find(reference(name), never)).rejects.toMatchObject(unusable);
  });

  test("gives another layer than the digest promises", async () => {
    const registry = await start();
    const [promised, given] = [await archiveOf({ a: "a" }), await archiveOf({ b: "b" })];
    const layer = registry.keepBlob("some/image", promised, layerType);
    registry.pushManifest("some/image:1", [layer]);
    registry.kept.set(`some/image/blobs/${layer.digest}`, { type: "application/octet-stream", body: given });
    expect(given.length).toBe(promised.length);
    await expect(linesOf(registriesOf(registry), `${registry.host}/some/image:1`)).rejects.toMatchObject(unusable);
  });

  test.each([301, 400, 429, 500, 503])("says HTTP status %i", async (status) => {
    const registry = await start();
    registry.before = (_request, response) => {
      response.writeHead(status).end("secret details");
      return true;
    };
    await expect(registriesOf(registry).find(reference(`${registry.host}/some/image:1`), never)).rejects.toMatchObject(
      unusable,
    );
  });

  test("does not answer at all", async () => {
    const registry = await start();
    registry.before = () => true;
    const began = performance.now();
    const asked = registriesOf(registry, { timeoutMs: 200 }).find(reference(`${registry.host}/some/image:1`), never);
    await expect(asked).rejects.toMatchObject(unusable);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("redirects in a circle", async () => {
    const registry = await start();
    registry.before = (request, response) => {
      response.writeHead(307, { location: request.url as string }).end();
      return true;
    };
    await expect(registriesOf(registry).find(reference(`${registry.host}/some/image:1`), never)).rejects.toMatchObject(
      unusable,
    );
    expect(registry.requests.length).toBeLessThan(6);
  });
});

describe("who is asking", () => {
  test("is shown to the registry's realm for a token, and the token to the registry alone", async () => {
    const [registry, realm, store] = [await start(), await start(), await start()];
    const body = await archiveOf({ a: "a" });
    const layer = { mediaType: layerType, digest: digestOf(body), size: body.length };
    registry.pushManifest("some/image:1", [layer]);
    store.keepBlob("elsewhere", body, layerType);
    registry.before = (request, response) => {
      if (request.headers.authorization !== "Bearer a-token") {
        const challenge = `Bearer realm="${realm.url}/token",service="registry",scope="repository:some/image:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
        return true;
      }
      if (!request.url?.includes("/blobs/")) return false;
      response.writeHead(307, { location: `${store.url}/v2/elsewhere/blobs/${layer.digest}` }).end();
      return true;
    };
    realm.before = (_request, response) => {
      response.end('{"token":"a-token"}');
      return true;
    };
    const dir = mkdtempSync(join(tmpdir(), "fairway-registry-"));
    stack.defer(() => rmSync(dir, { recursive: true }));
    const passwordFile = join(dir, "password");
    writeFileSync(passwordFile, "hunter2");
    const registries = registriesOf(registry, { username: "robot", passwordFile });
    expect(await linesOf(registries, `${registry.host}/some/image:1`)).toEqual(["a 1"]);
    const [asked, ...more] = realm.requests;
    expect(more).toEqual([]);
    expect(asked?.path).toBe("/token?service=registry&scope=repository%3Asome%2Fimage%3Apull");
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from("robot:hunter2").toString("base64")}`);
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each([
    ["no way at all", undefined],
    ["a way of its own", "Negotiate"],
    ["a realm that is no address", 'Bearer realm="somewhere"'],
    ["a password where none is set", "Basic"],
  ])("is not told where the registry wants %s", async (_what, challenge) => {
    const registry = await start();
    registry.before = (_request, response) => {
      response.writeHead(401, challenge === undefined ? {} : { "www-authenticate": challenge }).end();
      return true;
    };
    const asked = registriesOf(registry).find(reference(`${registry.host}/some/image:1`), never);
    await expect(asked).rejects.toMatchObject({ code: "INTEGRATION_UNAVAILABLE" });
    await expect(asked).rejects.toThrow(/does not let the gateway read/);
  });
});
