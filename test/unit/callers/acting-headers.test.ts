import { expect, test } from "vitest";
import { actingHeaders } from "../../../src/callers/index.ts";
import { loopbackPrincipal } from "../../../src/identity/index.ts";

const jane = { issuer: "https://issuer.test", username: "jane", groups: ["shop"], extra: {} };
const impersonate = { name: "alpha", upstream: "impersonate" } as const;

test("somebody who is not there is impersonated, with what is known of him", () => {
  expect(actingHeaders(jane, impersonate, true)).toEqual({ "impersonate-user": "jane", "impersonate-group": ["shop"] });
});

test("where a cluster knows him by a token alone he is refused, as none is kept", () => {
  expect(() => actingHeaders(jane, { ...impersonate, upstream: "token" }, true)).toThrow("by a token alone");
  const alphas = { ...jane, issuer: "cluster:alpha", cluster: "alpha" };
  expect(() => actingHeaders(alphas, impersonate, true)).toThrow("by a token alone");
});

test("who counts nowhere else is nobody there later, either", () => {
  const bravos = { ...jane, issuer: "cluster:bravo", cluster: "bravo" };
  expect(() => actingHeaders(bravos, impersonate, true)).toThrow("does not accept callers of this issuer");
  expect(actingHeaders(bravos, { ...impersonate, accepts: ["cluster:bravo"] }, true)).toMatchObject({
    "impersonate-user": "jane",
  });
});

test("what was begun without authentication is the gateway's own, and nobody's once there is authentication", () => {
  expect(actingHeaders(loopbackPrincipal, impersonate, false)).toEqual({});
  expect(() => actingHeaders(loopbackPrincipal, impersonate, true)).toThrow("did not ask who its callers are");
});
