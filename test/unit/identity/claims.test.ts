import { describe, expect, test } from "vitest";
import type { JwtIssuer } from "../../../src/identity/index.ts";
import { principalOf } from "../../../src/identity/oidc/claims.ts";

const issuer = { url: "https://id.example", audiences: ["fairway"] };
type Mappings = JwtIssuer["claimMappings"];

function mapped(claims: object, mappings: Partial<Mappings> = {}, rules: JwtIssuer["claimValidationRules"] = []) {
  const claimMappings = { username: { claim: "sub", prefix: "" }, extra: [], ...mappings };
  return principalOf(claims as Record<string, unknown>, { issuer, claimMappings, claimValidationRules: rules });
}

const refused = (message?: string) =>
  expect.objectContaining({ code: "UNAUTHENTICATED", ...(message !== undefined && { message }) });

describe("a principal", () => {
  test("has the names that the claims give, each with its prefix", () => {
    const claims = { sub: "jane", teams: ["dev", "ops"], oid: "u-1", tenant: "t" };
    const principal = mapped(claims, {
      username: { claim: "sub", prefix: "id:" },
      groups: { claim: "teams", prefix: "id:" },
      uid: { claim: "oid" },
      extra: [{ key: "example.com/tenant", valueExpression: "claims.tenant" }],
    });
    expect(principal).toEqual({
      issuer: "https://id.example",
      username: "id:jane",
      groups: ["id:dev", "id:ops"],
      uid: "u-1",
      extra: { "example.com/tenant": ["t"] },
    });
  });

  test.each<[unknown, string[]]>([
    ["dev", ["dev"]],
    [["dev"], ["dev"]],
    [[], []],
    [undefined, []],
    [null, []],
    [["dev", ""], ["dev"]],
  ])("with the claim of groups %j is in %j", (teams, groups) => {
    expect(mapped({ sub: "jane", teams }, { groups: { claim: "teams", prefix: "" } }).groups).toEqual(groups);
  });

  test.each([7, {}, [7], [["dev"]], [null], true])("cannot be made of groups that are %j", (...[teams]) => {
    expect(() => mapped({ sub: "jane", teams }, { groups: { claim: "teams", prefix: "" } })).toThrow(refused());
  });

  test.each([undefined, null, "", 7, {}, true])("cannot be made of a user name that is %j", (sub) => {
    expect(() => mapped({ sub })).toThrow(refused('The token has no text as the claim "sub"'));
  });

  test.each([undefined, null, "", 7])("cannot be made of a uid that is %j", (oid) => {
    expect(() => mapped({ sub: "jane", oid }, { uid: { claim: "oid" } })).toThrow(refused());
  });

  test("takes nested claims by their path, and a claim's name as it is, dots included", () => {
    const claims = { realm: { roles: ["a"], "x.y": "z" }, "https://id/team": "t", "realm.roles": "flat", sub: "jane" };
    const groupsOf = (groups: NonNullable<Mappings["groups"]>) => mapped(claims, { groups }).groups;
    expect(groupsOf({ expression: "claims.realm.roles" })).toEqual(["a"]);
    expect(groupsOf({ expression: 'claims["realm"]["x.y"]' })).toEqual(["z"]);
    expect(groupsOf({ expression: "claims['https://id/team']" })).toEqual(["t"]);
    expect(groupsOf({ claim: "realm.roles", prefix: "" })).toEqual(["flat"]);
    for (const expression of ["claims.nothing", "claims.realm.nothing.deeper", "claims.realm.roles.length"]) {
      expect(() => groupsOf({ expression })).toThrow(refused(`The token has no ${expression}`));
    }
  });

  test.each(["constructor", "__proto__", "toString"])("takes %s, which every object has, for no claim", (claim) => {
    expect(() => mapped({ sub: "jane" }, { username: { claim, prefix: "" } })).toThrow(refused());
    expect(mapped({ sub: "jane" }, { groups: { claim, prefix: "" } }).groups).toEqual([]);
  });

  test.each(["system:admin", "system:", "system:serviceaccount:a:b"])("is never %s", (sub) => {
    expect(() => mapped({ sub })).toThrow(refused());
    expect(mapped({ sub }, { username: { claim: "sub", prefix: "id:" } }).username).toBe(`id:${sub}`);
    expect(() => mapped({ sub: "masters" }, { username: { claim: "sub", prefix: "system:" } })).toThrow(refused());
  });

  test.each(["system:masters", "system:authenticated"])("is never in %s", (group) => {
    const groups = { claim: "teams", prefix: "" };
    expect(() => mapped({ sub: "jane", teams: ["dev", group] }, { groups })).toThrow(refused());
  });

  test("whose name is an address has it verified, where the issuer says anything about that", () => {
    const username = { claim: "email", prefix: "" };
    expect(mapped({ email: "j@e.com", email_verified: true }, { username }).username).toBe("j@e.com");
    expect(mapped({ email: "j@e.com" }, { username }).username).toBe("j@e.com");
    for (const email_verified of [false, "true", 1, null]) {
      expect(() => mapped({ email: "j@e.com", email_verified }, { username })).toThrow(
        refused("The token's e-mail address is not verified"),
      );
    }
  });

  test("has the required claims", () => {
    const rules = [{ claim: "hd", requiredValue: "example.com" }];
    expect(mapped({ sub: "jane", hd: "example.com" }, {}, rules).username).toBe("jane");
    for (const hd of [undefined, "", "other", ["example.com"], 1]) {
      expect(() => mapped({ sub: "jane", hd }, {}, rules)).toThrow(refused());
    }
  });

  test("has no value of a claim in its refusal", () => {
    const teams = [{ canary: 1 }];
    const failure = () => mapped({ sub: "canary", teams }, { groups: { claim: "teams", prefix: "" } });
    expect(failure).toThrow(refused());
    expect(failure).not.toThrow(/canary/);
  });
});
