import { afterEach, beforeEach, expect, test } from "vitest";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
});

afterEach(() => world[Symbol.asyncDispose]());

const by = { ref: { cluster: "alpha", namespace: "shop", name: "credentials" } };
const set = [{ key: "password", value: "canary" }];
const mutation = `mutation ($input: SecretUpdateInput!) {
  secretUpdate(input: $input) { secret { name } userErrors { code message field } }
}`;

const quoted = 'admission webhook denied the request: "canary" is too short';

test.each([
  ["a webhook that quotes", new UpstreamError("INVALID", quoted, { httpStatus: 422 })],
  [
    "a field that is quoted",
    new UpstreamError("INVALID", quoted, {
      httpStatus: 422,
      causes: [{ field: "data.password", reason: "FieldValueInvalid", message: 'Invalid value: "canary"' }],
    }),
  ],
  ["a webhook that calls it a conflict", new UpstreamError("CONFLICT", quoted, { httpStatus: 409 })],
  ["what is no validation", new UpstreamError("UPSTREAM_REJECTED", quoted, { httpStatus: 400 })],
])("%s does not repeat a value through the gateway", async (_what, error) => {
  world.cluster("alpha").onPatch = async () => {
    throw error;
  };
  const answer = await world.run(mutation, { input: { by, set } });
  expect(JSON.stringify(answer)).toMatch(/FieldValueInvalid|kept back/);
  expect(JSON.stringify(answer)).not.toContain("canary");
  expect(JSON.stringify(world.audit.records)).not.toContain("canary");
});

const denied = 'secrets "credentials" is forbidden: User "jane" cannot patch resource "secrets" in API group ""';
const patched = `mutation ($input: ResourcePatchInput!) { resourcePatch(input: $input) { userErrors { code message } } }`;
const secret = { ref: { cluster: "alpha", kind: "secrets", namespace: "shop", name: "credentials" } };

test.each([
  ["secretUpdate", mutation, { by, set }],
  ["resourcePatch", patched, { by: secret, patch: { merge: { data: {} } } }],
])(
  "a webhook that refuses as if it were a right repeats no value by %s, of whoever it is",
  async (_what, query, input) => {
    world.cluster("alpha").onPatch = async () => {
      throw new UpstreamError("FORBIDDEN", quoted, { httpStatus: 403, cluster: "alpha", reason: "Forbidden" });
    };
    const answer = await world.run(query, { input });
    expect(answer.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(JSON.stringify(answer)).toContain("kept back");
    expect(JSON.stringify(answer)).not.toContain("canary");
  },
);

test("who may not do it is told so in the API server's words, which quote nobody", async () => {
  world.cluster("alpha").onPatch = async () => {
    throw new UpstreamError("FORBIDDEN", denied, { httpStatus: 403, cluster: "alpha" });
  };
  const { errors } = await world.run(mutation, { input: { by, set } });
  expect(errors).toMatchObject([{ message: expect.stringContaining(denied), extensions: { code: "FORBIDDEN" } }]);
});
