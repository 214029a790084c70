import { beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { TokenReviewVerifier } from "../../../src/identity/token-review-verifier.ts";
import { forged } from "./oidc-world.ts";

const now = 1_000_000;
const serviceAccount = (cluster: string, claims: object = {}) =>
  forged({ alg: "RS256", kid: `key of ${cluster}` }, { iss: "https://kubernetes.default.svc", ...claims }, "c2ln");

interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: string[];
  readonly extra?: Record<string, string[]>;
}

let asked: string[];
let known: Record<string, Record<string, User>>;
let away: Set<string>;
let verifier: TokenReviewVerifier;
beforeEach(() => {
  asked = [];
  known = { alpha: {}, bravo: {}, charlie: {} };
  away = new Set();
  verifier = new TokenReviewVerifier({
    clusters: ["alpha", "bravo", "charlie"],
    now: () => now,
    review: async (cluster, token) => {
      asked.push(cluster);
      if (away.has(cluster)) throw new FairwayError("CLUSTER_UNAVAILABLE", "canary");
      return known[cluster]?.[token] ?? null;
    },
  });
});

const robot = { username: "system:serviceaccount:default:robot", groups: ["system:serviceaccounts"] };

describe("a token that a cluster vouches for", () => {
  test("says who it is, there and nowhere else", async () => {
    const token = serviceAccount("bravo", { exp: 2_000 });
    const extra = {
      "authentication.kubernetes.io/credential-id": ["JTI=1"],
      "authentication.kubernetes.io/pod-name": ["p"],
    };
    known.bravo = { [token]: { ...robot, uid: "u-1", extra } };
    expect(await verifier.verify(token)).toEqual({
      issuer: "cluster:bravo",
      cluster: "bravo",
      username: "system:serviceaccount:default:robot",
      uid: "u-1",
      groups: ["system:serviceaccounts"],
      extra: { "authentication.kubernetes.io/pod-name": ["p"] },
      expiresAt: 2_000_000,
    });
    expect(asked).toEqual(["alpha", "bravo"]);
  });

  test("of an equal name in another cluster is somebody else", async () => {
    const tokens = ["alpha", "bravo"].map((cluster) => {
      const token = serviceAccount(cluster);
      known[cluster] = { [token]: robot };
      return token;
    });
    const [one, two] = await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(one?.username).toBe(two?.username);
    expect([one?.issuer, one?.cluster]).toEqual(["cluster:alpha", "alpha"]);
    expect([two?.issuer, two?.cluster]).toEqual(["cluster:bravo", "bravo"]);
  });

  test("leads the next one that the same key has signed to that cluster first", async () => {
    const [first, second] = [serviceAccount("charlie", { exp: 2_000 }), serviceAccount("charlie", { exp: 3_000 })];
    known.charlie = { [first]: robot, [second]: robot };
    await verifier.verify(first);
    asked.length = 0;
    await verifier.verify(second);
    expect(asked).toEqual(["charlie"]);
  });

  test("may be no JWT, and has no end then", async () => {
    known.alpha = { opaque: { username: "alice" } };
    expect(await verifier.verify("opaque")).toEqual({
      issuer: "cluster:alpha",
      cluster: "alpha",
      username: "alice",
      groups: [],
      extra: {},
    });
  });
});

describe("a token that no cluster vouches for", () => {
  test("is refused when each has said so", async () => {
    await expect(verifier.verify("opaque")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(asked).toEqual(["alpha", "bravo", "charlie"]);
  });

  test("was good once, where it says that it has ended", async () => {
    const token = serviceAccount("alpha", { exp: 1_000 });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
  });

  test("is neither good nor bad while one that may know does not answer", async () => {
    away.add("bravo");
    const failure = await verifier.verify("opaque").catch((error: FairwayError) => error);
    expect(failure).toMatchObject({ code: "ISSUER_UNAVAILABLE", retryable: true });
    expect((failure as FairwayError).message).not.toContain("canary");
    known.charlie = { opaque: { username: "alice" } };
    expect(await verifier.verify("opaque")).toMatchObject({ username: "alice", cluster: "charlie" });
  });
});

test("whoever makes tokens up does not take all connections to the clusters", async () => {
  const answers: (() => void)[] = [];
  const slow = new TokenReviewVerifier({
    clusters: ["alpha"],
    now: () => now,
    review: () => new Promise((resolve) => answers.push(() => resolve({ username: "alice" }))),
  });
  const asking = Array.from({ length: 64 }, (_, n) => slow.verify(`token-${n}`));
  await expect(slow.verify("one-more")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS", retryable: true });
  for (const answer of answers) answer();
  await Promise.all(asking);
  const next = slow.verify("one-more");
  answers.at(-1)?.();
  expect(await next).toMatchObject({ username: "alice" });
});
