import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type ImageRegistry, registryUser, startRegistry } from "../../parts/registry.ts";
import { linesOf, never, reference, registriesFor, registryContract } from "./registry.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

async function start(user?: typeof registryUser): Promise<ImageRegistry & { readonly dir: string }> {
  const dir = mkdtempSync(join(tmpdir(), "fairway-registry-"));
  stack.defer(() => rmSync(dir, { recursive: true }));
  const registry = stack.use(await startRegistry({ dir, ...(user && { user }) }));
  return { ...registry, dir };
}

registryContract(async () => {
  const { host, url, push, part } = await start();
  return { host, url, push, kill: () => part.stop() };
});

test("a registry that wants to know who asks is told, and its refusal is not mistaken for an absence", async () => {
  const registry = await start(registryUser);
  await registry.push("private/image:1", [{ a: "a" }]);
  const passwordFile = join(registry.dir, "password");
  writeFileSync(passwordFile, "wrong\n");
  const { username } = registryUser;
  const name = `${registry.host}/private/image:1`;
  const refused = {
    code: "INTEGRATION_UNAVAILABLE",
    message: expect.stringContaining("does not let the gateway read"),
  };

  await using stranger = registriesFor(registry);
  await expect(stranger.find(reference(name), never)).rejects.toMatchObject(refused);

  await using known = registriesFor(registry, { username, passwordFile });
  await expect(known.find(reference(name), never)).rejects.toMatchObject(refused);
  writeFileSync(passwordFile, `${registryUser.password}\n`);
  expect(await linesOf(known, name)).toEqual(["a 1"]);
});
