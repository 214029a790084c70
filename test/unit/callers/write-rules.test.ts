import { describe, expect, test } from "vitest";
import { isProtected } from "../../../src/callers/cluster-protection.ts";
import { readOnlyReason } from "../../../src/callers/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";

const who = { issuer: "https://idp", username: "alice", groups: ["dev", "all"], extra: {} };
const writable = { name: "alpha", readOnly: false };

describe("nothing is written", () => {
  test("where the gateway takes no writes, then the cluster, then the caller, each in words of its own", () => {
    const nobody = { allowWrites: false, readOnlyCallers: [{ usernames: ["alice"] }] };
    const anybody = { ...nobody, allowWrites: true };
    expect(readOnlyReason(nobody, { name: "alpha", readOnly: true }, who)).toBe("This gateway takes no writes");
    expect(readOnlyReason(anybody, { name: "alpha", readOnly: true }, who)).toBe(
      'Cluster "alpha" takes no writes through this gateway',
    );
    expect(readOnlyReason(anybody, writable, who)).toBe("This gateway takes no writes from this caller");
    expect(readOnlyReason({ ...anybody, readOnlyCallers: [] }, writable, who)).toBeNull();
  });

  test.each([
    [{ issuer: "https://idp" }, true],
    [{ issuer: "https://other" }, false],
    [{ usernames: ["bob", "alice"] }, true],
    [{ usernames: ["Alice"] }, false],
    [{ groups: ["ops", "dev"] }, true],
    [{ groups: ["alice"] }, false],
    [{ usernames: ["bob"], groups: ["dev"] }, true],
    [{ usernames: ["bob"], groups: ["ops"] }, false],
    [{ issuer: "https://other", usernames: ["alice"], groups: ["dev"] }, false],
    [{ issuer: "https://idp", usernames: ["alice"] }, true],
    [{ issuer: "https://idp", usernames: [] }, false],
  ])("by the callers of %j: %s", (rule, isMeant) => {
    const rules = { allowWrites: true, readOnlyCallers: [{ usernames: ["nobody"] }, rule] };
    expect(readOnlyReason(rules, writable, who) !== null).toBe(isMeant);
  });
});

describe("a namespace is protected", () => {
  const cluster = (answer: string | UpstreamError) => ({
    name: "alpha",
    writer: {
      get: async () => {
        if (answer instanceof Error) throw answer;
        const annotations = { "fairway.dev/protected": answer };
        return {
          object: {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: "n", uid: "u", resourceVersion: "1", annotations },
          },
          resourceVersion: "1",
        };
      },
    },
  });
  const rules = { protected: false, protectedNamespaces: ["vault"] };
  const { signal } = new AbortController();
  const found = (answer: string | UpstreamError, namespace = "shop", more = {}) =>
    // biome-ignore lint/suspicious/noExplicitAny: a Writer has more than is used here
    isProtected(cluster(answer) as any, { ...rules, ...more }, namespace, signal);
  const refused = (code: "FORBIDDEN" | "NOT_FOUND" | "CLUSTER_TIMEOUT") => new UpstreamError(code, "no");

  test.each<[string, boolean, string | UpstreamError, string?, object?]>([
    ["by its annotation", true, "true"],
    ["by its annotation, spelled as YAML might", true, "True"],
    ["not by one that says no", false, "false"],
    ["not by an empty one", false, ""],
    ["by the settings, whatever the annotation says", true, "false", "vault"],
    ["by the cluster's settings", true, "false", "shop", { protected: true }],
    ["by the cluster's settings, where there is none", true, "false", "", { protected: true }],
    ["not where there is none", false, "true", ""],
    ["when the gateway may not look at it", true, refused("FORBIDDEN")],
    ["not when it does not exist", false, refused("NOT_FOUND")],
  ])("%s", async (_why, expected, answer, namespace, more) => {
    expect(await found(answer, namespace, more)).toBe(expected);
  });

  test("nobody knows when the cluster does not answer", async () => {
    await expect(found(refused("CLUSTER_TIMEOUT"))).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
  });
});
