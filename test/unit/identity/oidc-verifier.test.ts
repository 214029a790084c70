import { createHmac } from "node:crypto";
import { type CryptoKey, exportSPKI, importJWK } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { forged, OidcWorld, url } from "./oidc-world.ts";

let world: OidcWorld;
beforeEach(async () => {
  world = new OidcWorld();
  await world.addKey("one");
});

const refused = (message = /./) =>
  expect.objectContaining({ code: "UNAUTHENTICATED", retryable: false, message: expect.stringMatching(message) });
const unavailable = expect.objectContaining({ code: "ISSUER_UNAVAILABLE", retryable: true });
const seconds = () => Math.floor(world.now / 1000);

describe("a token that its issuer has signed", () => {
  test.each(["RS256", "PS384", "ES256", "ES512"])("with %s says who it is, until when", async (alg) => {
    await world.addKey("other", { alg });
    const token = await world.sign("other", { exp: seconds() + 60 });
    expect(await world.verifier().verify(token)).toEqual({
      issuer: url,
      username: "jane",
      groups: [],
      extra: {},
      expiresAt: (seconds() + 60) * 1000,
    });
  });

  test.each([[["fairway"]], [["other", "fairway"]], ["portal"]])("may be meant for %j", async (aud) => {
    const verifier = world.verifier({ audiences: ["portal", "fairway"], audienceMatchPolicy: "MatchAny" });
    expect((await verifier.verify(await world.sign("one", { aud }))).username).toBe("jane");
  });

  test("may leave it open which of several keys it was signed with", async () => {
    await world.addKey("two", { named: false });
    await world.addKey("three", { named: false });
    for (const kid of ["two", "three"]) {
      const token = await world.sign(kid, {}, { kid: undefined });
      expect((await world.verifier().verify(token)).username).toBe("jane");
    }
    await world.addKey("four", { publish: false });
    const foreign = await world.sign("four", {}, { kid: undefined });
    await expect(world.verifier().verify(foreign)).rejects.toEqual(refused(/not signed/));
  });

  test.each<[string, () => object, RegExp]>([
    ["meant for others", () => ({ aud: "other" }), /meant for others/],
    ["meant for nobody", () => ({ aud: undefined }), /meant for others/],
    ["meant for an empty list", () => ({ aud: [] }), /meant for others/],
    ["of another issuer", () => ({ iss: `${url}/` }), /"iss"/],
    ["not valid yet", () => ({ nbf: seconds() + 31 }), /not valid yet/],
    ["without an end", () => ({ exp: undefined }), /"exp"/],
    ["with an end that is a text", () => ({ exp: "later" }), /./],
    ["without a user name", () => ({ sub: undefined }), /no text/],
  ])("is refused when it is %s", async (_what, claims, message) => {
    await expect(world.verifier().verify(await world.sign("one", claims()))).rejects.toEqual(refused(message));
  });

  test("is good from a little before it begins, as clocks differ, to the moment when it ends", async () => {
    const token = await world.sign("one", { nbf: seconds() + 29, exp: seconds() + 60 });
    const verifier = world.verifier();
    expect((await verifier.verify(token)).username).toBe("jane");
    world.now += 59_999;
    expect((await verifier.verify(token)).username).toBe("jane");
    world.now += 1;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: "TOKEN_EXPIRED", status: 401 });
    world.now += 3_600_000;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
  });
});

describe("a token that somebody made up", () => {
  const claims = () => ({ iss: url, aud: "fairway", exp: seconds() + 600, sub: "jane" });

  test.each(["none", "None", "HS256", "", "ES256K"])("with the algorithm %j is refused", async (alg) => {
    for (const signature of ["", "c2ln"]) {
      const token = forged({ alg, kid: "one" }, claims(), signature);
      await expect(world.verifier().verify(token)).rejects.toEqual(refused());
    }
  });

  test("and signed with the published key as if that were a shared secret is refused", async () => {
    await world.addKey("rsa", { alg: "RS256" });
    const published = world.published.at(-1) as { kty: string };
    const pem = await exportSPKI((await importJWK(published, "RS256")) as CryptoKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(published)]) {
      const unsigned = forged({ alg: "HS256", kid: "rsa" }, claims()).slice(0, -1);
      const signature = createHmac("sha256", secret).update(unsigned).digest("base64url");
      await expect(world.verifier().verify(`${unsigned}.${signature}`)).rejects.toEqual(refused(/algorithm/));
    }
  });

  test("is refused when its header brings a key along, or says where to find one", async () => {
    await world.addKey("own", { publish: false });
    const jwk = { kty: "EC", crv: "P-256", x: "a", y: "b" };
    for (const header of [{ jwk }, { jku: "https://attacker.example/keys" }, { x5u: "https://attacker.example/x" }]) {
      for (const kid of ["own", "one", "../one"]) {
        const token = await world.sign("own", {}, { ...header, kid });
        await expect(world.verifier().verify(token)).rejects.toEqual(refused(/not signed/));
      }
    }
    expect(world.fetched.filter((address) => !address.startsWith(url))).toEqual([]);
  });

  test("is refused when a key of one kind is named for another", async () => {
    await world.addKey("rsa", { alg: "RS256" });
    await expect(world.verifier().verify(await world.sign("rsa", {}, { kid: "one" }))).rejects.toEqual(refused());
    await expect(world.verifier().verify(await world.sign("one", {}, { kid: "rsa" }))).rejects.toEqual(refused());
  });

  test("is refused when one byte of it is another", async () => {
    const [header = "", payload = "", signature = ""] = (await world.sign("one")).split(".");
    const flip = (text: string) => `${text.slice(0, 5)}${text[5] === "A" ? "B" : "A"}${text.slice(6)}`;
    const parts = [
      [flip(header), payload, signature],
      [header, flip(payload), signature],
      [header, payload, flip(signature)],
      [header, payload, ""],
      [header, payload],
      [header, "", signature],
    ];
    for (const part of parts) await expect(world.verifier().verify(part.join("."))).rejects.toEqual(refused());
  });

  test("is refused when it demands what is not understood", async () => {
    const odd = forged({ alg: "ES256", kid: "one", crit: ["x"], x: 1 }, claims(), "c2ln");
    await expect(world.verifier().verify(odd)).rejects.toEqual(refused());
  });

  test("is not quoted in its refusal", async () => {
    const token = forged({ alg: "ES256", kid: "canary" }, { ...claims(), sub: "canary" }, "canary");
    const failure: Error = await world
      .verifier()
      .verify(token)
      .then(
        () => new Error("it was taken"),
        (error: Error) => error,
      );
    expect(failure).toEqual(refused());
    expect(`${failure.message}${failure.stack}${failure.cause}`).not.toContain("canary");
  });
});

describe("the keys of an issuer", () => {
  test("are fetched once for many tokens at the same time, through the discovery document", async () => {
    const token = await world.sign("one");
    const verifier = world.verifier({ discoveryURL: "https://inside.example/discovery" });
    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));
    expect(world.fetched).toEqual(["https://inside.example/discovery", `${url}/keys`]);
  });

  test("that are new are found when a token names them", async () => {
    const verifier = world.verifier();
    await verifier.verify(await world.sign("one"));
    await world.addKey("two");
    world.now += 5_000;
    expect((await verifier.verify(await world.sign("two"))).username).toBe("jane");
    expect(world.fetched).toHaveLength(4);
  });

  test("are not asked for again and again because somebody makes up key ids", async () => {
    const verifier = world.verifier();
    await verifier.verify(await world.sign("one"));
    world.now += 5_000;
    for (let n = 0; n < 50; n += 1) {
      const token = await world.sign("one", {}, { kid: `made-up-${n}` });
      await expect(verifier.verify(token)).rejects.toEqual(refused(/not signed/));
    }
    expect(world.fetched).toHaveLength(4);
  });

  test("that were withdrawn are believed no more when the issuer was asked again", async () => {
    const verifier = world.verifier();
    await world.addKey("two");
    const token = await world.sign("one", { exp: seconds() + 3_600 });
    await verifier.verify(token);
    world.published = world.published.slice(1);
    world.now += 5 * 60_000 + 1;
    // The first one after that still finds the old keys, while the new ones are fetched.
    await verifier.verify(token);
    await expect.poll(() => world.fetched.length).toBe(4);
    world.now += 5_000;
    await expect(verifier.verify(token)).rejects.toEqual(refused(/not signed/));
  });

  test("stay good while the issuer is down, and of others nobody knows anything", async () => {
    const verifier = world.verifier();
    const token = await world.sign("one", { exp: seconds() + 36_000 });
    await verifier.verify(token);
    world.down = true;
    world.now += 3_600_000;
    expect((await verifier.verify(token)).username).toBe("jane");
    await world.addKey("two");
    world.now += 5_000;
    const newer = await world.sign("two");
    await expect(verifier.verify(newer)).rejects.toEqual(unavailable);
    await expect(verifier.verify(newer)).rejects.toEqual(unavailable);
    expect((await verifier.verify(token)).username).toBe("jane");
    expect(world.failures.length).toBeGreaterThan(0);
    world.down = false;
    world.now += 5_000;
    expect((await verifier.verify(newer)).username).toBe("jane");
  });

  test("that were never had are no yes, are not asked for at every request, and are had later", async () => {
    world.down = true;
    const verifier = world.verifier();
    const token = await world.sign("one");
    for (let n = 0; n < 10; n += 1) await expect(verifier.verify(token)).rejects.toEqual(unavailable);
    expect(world.fetched).toHaveLength(1);
    world.down = false;
    world.now += 5_000;
    expect((await verifier.verify(token)).username).toBe("jane");
  });

  test.each<[string, object]>([
    ["of another issuer", { issuer: `${url}/`, jwks_uri: `${url}/keys` }],
    ["without an address", { issuer: url }],
    ["with an address in clear", { issuer: url, jwks_uri: "http://id.example/keys" }],
    ["that is a list", []],
  ])("are not taken from a discovery document %s", async (_what, discovery) => {
    world.discovery = discovery;
    await expect(world.verifier().verify(await world.sign("one"))).rejects.toEqual(unavailable);
  });

  test.each<[string, object[]]>([
    ["a secret", [{ kty: "oct", k: "c2VjcmV0", kid: "one", alg: "HS256" }]],
    ["for encryption", [{ kty: "EC", crv: "P-256", x: "a", y: "b", kid: "one", use: "enc" }]],
    ["none", []],
  ])("are no use when they are %s", async (_what, keys) => {
    world.published = keys;
    await expect(world.verifier().verify(await world.sign("one"))).rejects.toEqual(refused());
  });

  test.each([[null], ["keys"], [7]])("cannot be %j", async (key) => {
    world.published = [key];
    await expect(world.verifier().verify(await world.sign("one"))).rejects.toEqual(unavailable);
  });
});
