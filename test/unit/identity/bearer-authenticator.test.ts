import { beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { BearerAuthenticator } from "../../../src/identity/bearer-authenticator.ts";
import type { Principal } from "../../../src/identity/index.ts";
import type { Verifier } from "../../../src/identity/verifier.ts";
import { ManualClock } from "../authorization/manual-clock.ts";
import { forged } from "./oidc-world.ts";

const alice: Principal = { issuer: "i", username: "alice", groups: ["dev"], extra: {} };
const code = (wanted: string) => expect.objectContaining({ code: wanted });

class Scripted implements Verifier {
  readonly keepMs = 10_000;
  readonly asked: string[] = [];
  answer: (token: string) => Promise<Principal> = async () => alice;
  verify(token: string): Promise<Principal> {
    this.asked.push(token);
    return this.answer(token);
  }
}

let clock: ManualClock;
let oidc: Scripted;
let others: Scripted;
let authenticator: BearerAuthenticator;
beforeEach(() => {
  clock = new ManualClock();
  oidc = new Scripted();
  others = new Scripted();
  authenticator = new BearerAuthenticator({
    issuers: new Map([["https://id.example", oidc]]),
    others,
    timing: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, run),
      random: () => 0.5,
      graceMs: 60_000,
    },
  });
});

const identify = (token: string) => authenticator.identify({ authorization: `Bearer ${token}` });
const ownerOf = async (token: string) => (await identify(token)).principal;
const tokenOf = (iss: unknown) => forged({ alg: "ES256" }, { iss }, "c2ln");
const refusing = (wanted: "UNAUTHENTICATED" | "ISSUER_UNAVAILABLE") => async () => {
  throw new FairwayError(wanted, "no");
};

describe("a token", () => {
  test("is looked at by the issuer that it names, and by nobody else", async () => {
    oidc.answer = refusing("UNAUTHENTICATED");
    await expect(identify(tokenOf("https://id.example"))).rejects.toEqual(code("UNAUTHENTICATED"));
    expect(others.asked).toEqual([]);
  });

  test.each(["opaque", tokenOf("https://id.example/"), tokenOf(["https://id.example"]), tokenOf(undefined)])(
    "that names no issuer of ours is the others': %s",
    async (token) => {
      expect(await ownerOf(token)).toEqual(alice);
      expect([oidc.asked, others.asked]).toEqual([[], [token]]);
    },
  );

  test("that names no issuer of ours is refused where there are no others", async () => {
    const { timing } = {
      timing: { now: () => 0, monotonic: () => 0, after: clock.after.bind(clock), random: () => 0, graceMs: 0 },
    };
    const alone = new BearerAuthenticator({ issuers: new Map([["https://id.example", oidc]]), timing });
    await expect(alone.identify({ authorization: "Bearer opaque" })).rejects.toEqual(code("UNAUTHENTICATED"));
  });

  test("comes along with its owner, to be passed on", async () => {
    expect(await identify("one")).toEqual({ principal: alice, token: "one" });
  });
});

describe("a token that was verified", () => {
  test("is not asked about again for its time, and then is", async () => {
    await ownerOf("one");
    await clock.advance(9_999);
    await ownerOf("one");
    expect(others.asked).toHaveLength(1);
    await clock.advance(1);
    await ownerOf("one");
    expect(others.asked).toHaveLength(2);
  });

  test("is asked about again in time though the clock was put back", async () => {
    await ownerOf("one");
    clock.set(-3_600_000);
    expect(authenticator.known({ authorization: "Bearer one" })).toBeDefined();
    await clock.advance(10_000);
    expect(authenticator.known({ authorization: "Bearer one" })).toBeUndefined();
    await ownerOf("one");
    expect(others.asked).toHaveLength(2);
  });

  test("is known without asking, for as long, and no other is", async () => {
    const known = (authorization?: string) => authenticator.known(authorization === undefined ? {} : { authorization });
    expect(known("Bearer one")).toBeUndefined();
    others.answer = async () => ({ ...alice, expiresAt: clock.now() + 2_000 });
    const { principal } = await identify("one");
    expect(known("Bearer one")).toEqual({ principal, token: "one" });
    for (const other of [undefined, "", "Bearer", "Bearer ", "Bearer  one", "bearer one", "Bearer one ", "Basic one"])
      expect(known(other)).toBeUndefined();
    await clock.advance(1_999);
    expect(known("Bearer one")).toBeDefined();
    await clock.advance(1);
    expect(known("Bearer one")).toBeUndefined();
    expect(others.asked).toEqual(["one"]);
  });

  test("is asked about once by many requests at the same time", async () => {
    await Promise.all(Array.from({ length: 20 }, () => ownerOf("one")));
    expect(others.asked).toEqual(["one"]);
  });

  test("is remembered no longer than it lives", async () => {
    others.answer = async () => ({ ...alice, expiresAt: clock.now() + 2_000 });
    await ownerOf("one");
    await clock.advance(1_999);
    await ownerOf("one");
    others.answer = refusing("UNAUTHENTICATED");
    await clock.advance(1);
    await expect(identify("one")).rejects.toEqual(code("UNAUTHENTICATED"));
  });

  test("is refused when it has ended already, whatever its issuer says", async () => {
    others.answer = async () => ({ ...alice, expiresAt: clock.now() });
    await expect(identify("one")).rejects.toEqual(code("TOKEN_EXPIRED"));
  });

  test("and was revoked is refused as soon as it is asked about, and remembered as good no more", async () => {
    await ownerOf("one");
    await clock.advance(10_000);
    others.answer = refusing("UNAUTHENTICATED");
    await expect(identify("one")).rejects.toEqual(code("UNAUTHENTICATED"));
    await expect(identify("one")).rejects.toEqual(code("UNAUTHENTICATED"));
  });

  test("is not taken for good while nobody can say", async () => {
    others.answer = refusing("ISSUER_UNAVAILABLE");
    await expect(identify("one")).rejects.toEqual(code("ISSUER_UNAVAILABLE"));
  });

  test("is forgotten when there are very many", async () => {
    for (let n = 0; n <= 10_000; n += 1) await ownerOf(`token-${n}`);
    others.asked.length = 0;
    await ownerOf("token-10000");
    await ownerOf("token-1");
    await ownerOf("token-0");
    expect(others.asked).toEqual(["token-0"]);
  });
});

describe("what goes on for a token", () => {
  const watch = async (token = "one") => {
    const ends: string[] = [];
    const watching = authenticator.watch(await identify(token), (reason) => ends.push(reason.code));
    return { ends, watching };
  };

  test("ends at the moment when the token does", async () => {
    others.answer = async () => ({ ...alice, expiresAt: 1_000_000 + 25_000 });
    const { ends } = await watch();
    await clock.advance(24_999);
    expect(ends).toEqual([]);
    await clock.advance(1);
    expect(ends).toEqual(["TOKEN_EXPIRED"]);
    expect(clock.timers).toBe(0);
  });

  test("ends when the token is revoked, at the latest with the second look", async () => {
    const { ends } = await watch();
    await clock.advance(15_000);
    others.answer = refusing("UNAUTHENTICATED");
    await clock.advance(20_000);
    expect(ends).toEqual(["UNAUTHENTICATED"]);
  });

  test.each<[string, Partial<Principal>]>([
    ["somebody else's", { username: "bob" }],
    ["of somebody in fewer groups", { groups: [] }],
    ["of somebody with another uid", { uid: "u-2" }],
  ])("ends when the token is %s", async (_what, change) => {
    const { ends } = await watch();
    others.answer = async () => ({ ...alice, ...change });
    await clock.advance(12_000);
    expect(ends).toEqual(["UNAUTHENTICATED"]);
  });

  test("goes on while nobody can say, for the grace and no longer", async () => {
    const { ends } = await watch();
    others.answer = refusing("ISSUER_UNAVAILABLE");
    await clock.advance(59_000);
    expect(ends).toEqual([]);
    await clock.advance(15_000);
    expect(ends).toEqual(["ISSUER_UNAVAILABLE"]);
  });

  test("goes on, and counts the grace anew, when it can be said again", async () => {
    const { ends } = await watch();
    others.answer = refusing("ISSUER_UNAVAILABLE");
    await clock.advance(50_000);
    others.answer = async () => alice;
    await clock.advance(20_000);
    others.answer = refusing("ISSUER_UNAVAILABLE");
    await clock.advance(50_000);
    expect(ends).toEqual([]);
  });

  test("asks about one token for many streams at once", async () => {
    for (let n = 0; n < 20; n += 1) await watch();
    others.asked.length = 0;
    await clock.advance(10_000);
    expect(others.asked).toEqual(["one"]);
  });

  test("is looked after no more when it has ended by itself", async () => {
    const { ends, watching } = await watch();
    watching[Symbol.dispose]();
    others.answer = refusing("UNAUTHENTICATED");
    await clock.advance(60_000);
    expect(ends).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  test("is not ended by an answer that comes after it has ended by itself", async () => {
    const { ends, watching } = await watch();
    const { promise, reject } = Promise.withResolvers<Principal>();
    others.answer = () => promise;
    await clock.advance(10_000);
    watching[Symbol.dispose]();
    reject(new FairwayError("UNAUTHENTICATED", "no"));
    await clock.advance(60_000);
    expect(ends).toEqual([]);
  });
});
