import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { bearerToken, TokenReviewAuthenticator, type TokenReviewPort } from "../../../src/identity/index.ts";

class Scripted {
  now = 0;
  readonly asked: string[] = [];
  answer: TokenReviewPort = async () => ({ username: "alice", groups: ["dev"], extra: {} });
  readonly authenticator = new TokenReviewAuthenticator({
    issuer: "alpha",
    review: (token) => {
      this.asked.push(token);
      return this.answer(token);
    },
    now: () => this.now,
    keepMs: 10_000,
  });

  async identify(token: string) {
    const { principal } = await this.authenticator.identify({ authorization: `Bearer ${token}` });
    return principal;
  }
}

const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe("a bearer token", () => {
  test.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "bearer",
    "Basic YTpi",
    "Bearer a b",
    "Bearer ä",
    "Bearer a\r\nX: y",
    `Bearer ${"a".repeat(20_000)}`,
  ])("is not found in %j", (authorization) => {
    expect(() => bearerToken(authorization)).toThrow(code("UNAUTHENTICATED"));
  });

  test("is found whatever the scheme's case", () => {
    expect(bearerToken("bearer abc.def-123_~+/==")).toBe("abc.def-123_~+/==");
  });
});

describe("a verified token", () => {
  test("is not asked about again for its time, and then is", async () => {
    const scripted = new Scripted();
    const first = await scripted.identify("one");
    scripted.now = 9_999;
    expect(await scripted.identify("one")).toBe(first);
    expect(scripted.asked).toHaveLength(1);
    scripted.now = 10_000;
    expect(await scripted.identify("one")).toBe(first);
    expect(scripted.asked).toHaveLength(2);
  });

  test("names its issuer, and is another person when the cluster says something else", async () => {
    const scripted = new Scripted();
    const first = await scripted.identify("one");
    expect(first).toMatchObject({ issuer: "alpha", username: "alice" });
    scripted.now = 10_000;
    scripted.answer = async () => ({ username: "alice", groups: [], extra: {} });
    expect(await scripted.identify("one")).not.toBe(first);
  });

  test("that was revoked is refused as soon as it is asked about", async () => {
    const scripted = new Scripted();
    await scripted.identify("one");
    scripted.now = 10_000;
    scripted.answer = async () => null;
    await expect(scripted.identify("one")).rejects.toEqual(code("UNAUTHENTICATED"));
    // And is not remembered as good from before.
    scripted.now = 10_001;
    await expect(scripted.identify("one")).rejects.toEqual(code("UNAUTHENTICATED"));
  });

  test("is not taken for good while the cluster does not say", async () => {
    const scripted = new Scripted();
    scripted.answer = async () => {
      throw new FairwayError("CLUSTER_UNAVAILABLE", "away");
    };
    await expect(scripted.identify("one")).rejects.toEqual(code("CLUSTER_UNAVAILABLE"));
  });

  test("is asked about once by many requests at the same time", async () => {
    const scripted = new Scripted();
    await Promise.all(Array.from({ length: 20 }, () => scripted.identify("one")));
    expect(scripted.asked).toEqual(["one"]);
  });
});
