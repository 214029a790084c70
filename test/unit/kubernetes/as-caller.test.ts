import { describe, expect, test } from "vitest";
import { type CallerIdentity, countsIn, upstreamHeaders } from "../../../src/kubernetes/index.ts";

const jane: CallerIdentity = { issuer: "https://idp.example", username: "jane", groups: [], extra: {} };
const fromAlpha: CallerIdentity = { ...jane, issuer: "cluster:alpha", cluster: "alpha" };
const alpha = { name: "alpha", upstream: "impersonate" } as const;
const bravo = { name: "bravo", upstream: "impersonate" } as const;

const refused = expect.objectContaining({ code: "FORBIDDEN" });

describe("somebody counts", () => {
  test.each([
    ["of an issuer of the gateway, everywhere", jane, alpha, true],
    ["of an issuer that the cluster accepts", jane, { ...alpha, accepts: ["https://idp.example"] }, true],
    ["of an issuer that the cluster does not accept: not", jane, { ...alpha, accepts: ["https://other"] }, false],
    ["where no issuer is accepted: not", jane, { ...alpha, accepts: [] }, false],
    ["known to one cluster, in that one", fromAlpha, alpha, true],
    ["known to one cluster, in that one, whatever else it accepts", fromAlpha, { ...alpha, accepts: [] }, true],
    ["known to one cluster, in another: not", fromAlpha, bravo, false],
    ["known to one cluster, in another that maps it", fromAlpha, { ...bravo, accepts: ["cluster:alpha"] }, true],
  ])("%s", (_what, who, rules, counts) => {
    expect(countsIn(who, rules)).toBe(counts);
    if (!counts) expect(() => upstreamHeaders(who, "token", rules)).toThrow(refused);
  });
});

describe("a reserved name", () => {
  const accepting = { name: "bravo", upstream: "impersonate", accepts: ["cluster:alpha"] } as const;
  const of = (username: string, ...groups: string[]): CallerIdentity => ({
    issuer: "cluster:alpha",
    cluster: "alpha",
    username,
    groups,
    extra: {},
  });

  test.each([
    ["of a service account", of("system:serviceaccount:shop:robot", "system:serviceaccounts")],
    ["of a group", of("alice", "system:masters")],
  ])("%s counts in the cluster that gave it, and in no other, even one that accepts its issuer", (_what, caller) => {
    expect(countsIn(caller, { name: "alpha", upstream: "token" })).toBe(true);
    expect(countsIn(caller, accepting)).toBe(false);
  });

  test("does not include the group that everybody is in", () => {
    expect(countsIn(of("alice", "system:authenticated"), accepting)).toBe(true);
  });
});

describe("a caller goes upstream", () => {
  test("impersonated, with all that is known of him", () => {
    const who = { ...jane, uid: "u-1", groups: ["dev", "ops"], extra: { "example.com/Team": ["a", "b"] } };
    expect(upstreamHeaders(who, "token", alpha)).toEqual({
      "impersonate-user": "jane",
      "impersonate-uid": "u-1",
      "impersonate-group": ["dev", "ops"],
      "impersonate-extra-example.com%2f%54eam": ["a", "b"],
    });
  });

  test("with his token and nothing else, where the cluster is told to know it", () => {
    const who = { ...jane, uid: "u-1", groups: ["dev"] };
    expect(upstreamHeaders(who, "token", { ...alpha, upstream: "token" })).toEqual({ authorization: "Bearer token" });
  });

  test("with his token to the cluster that has vouched for it, whoever he is there", () => {
    const robot = { ...fromAlpha, username: "system:serviceaccount:default:robot", groups: ["system:serviceaccounts"] };
    expect(upstreamHeaders(robot, "token", alpha)).toEqual({ authorization: "Bearer token" });
  });

  test("impersonated, and without his token, where another cluster vouches for him", () => {
    const rules = { ...bravo, accepts: ["cluster:alpha"] };
    expect(upstreamHeaders(fromAlpha, "token", rules)).toEqual({ "impersonate-user": "jane" });
    expect(upstreamHeaders(fromAlpha, "token", { ...rules, upstream: "token" })).toEqual({
      "impersonate-user": "jane",
    });
  });

  test("not at all without a token where a token is needed", () => {
    expect(() => upstreamHeaders(jane, undefined, { ...alpha, upstream: "token" })).toThrow(refused);
    expect(() => upstreamHeaders(fromAlpha, undefined, alpha)).toThrow(refused);
  });

  test("without the group that everybody is in, which the API server adds itself", () => {
    const who = { ...jane, groups: ["system:authenticated"] };
    expect(upstreamHeaders(who, undefined, alpha)).toEqual({ "impersonate-user": "jane" });
    expect(upstreamHeaders({ ...jane, groups: ["dev", ...who.groups] }, undefined, alpha)).toMatchObject({
      "impersonate-group": ["dev"],
    });
  });

  test.each(["system:admin", "system:serviceaccount:default:robot", "system:anonymous", "system:"])(
    "never as %s",
    (username) => expect(() => upstreamHeaders({ ...jane, username }, "token", alpha)).toThrow(refused),
  );

  test.each(["system:masters", "system:nodes", "system:unauthenticated", "system:serviceaccounts"])(
    "never in the group %s",
    (group) => expect(() => upstreamHeaders({ ...jane, groups: ["dev", group] }, "token", alpha)).toThrow(refused),
  );

  const unsendable = [
    "",
    " jane",
    "jane\t",
    "ja\r\nimpersonate-group: system:masters",
    "ja\0ne",
    "ja\x7fne",
    "ja\ud800ne",
  ];
  test.each(unsendable)("never with what would arrive as something else: %j", (text) => {
    expect(() => upstreamHeaders({ ...jane, username: text }, "token", alpha)).toThrow(refused);
    expect(() => upstreamHeaders({ ...jane, groups: [text] }, "token", alpha)).toThrow(refused);
    expect(() => upstreamHeaders({ ...jane, extra: { key: [text] } }, "token", alpha)).toThrow(refused);
  });

  test("whatever letters his name has, as the bytes that the API server reads", () => {
    const headers = upstreamHeaders({ ...jane, username: "jürgen 🚢" }, "token", alpha);
    expect(Buffer.from(String(headers["impersonate-user"]), "latin1").toString()).toBe("jürgen 🚢");
  });
});
