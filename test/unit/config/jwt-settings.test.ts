import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { defaults } from "../../../src/config/index.ts";
import { mergeLayers, readLayer } from "../../../src/config/layers.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";

const read = (jwt: unknown) => mergeLayers(defaults, readLayer({ authentication: { jwt } })).authentication.jwt;

const least = {
  issuer: { url: "https://id.example", audiences: ["a"] },
  claimMappings: { username: { claim: "sub", prefix: "" } },
};
const withIssuer = (issuer: object) => [{ ...least, issuer: { ...least.issuer, ...issuer } }];
const withMappings = (mappings: object) => [{ ...least, claimMappings: { ...least.claimMappings, ...mappings } }];

test("the list of an API server's AuthenticationConfiguration is taken as it is", () => {
  const certificateAuthority = createCertificateAuthority("issuer CA").certificate;
  const kubernetes = parse(`
apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
  - issuer:
      url: https://id.example/realms/staff
      discoveryURL: https://id.inside/realms/staff/.well-known/openid-configuration
      certificateAuthority: ${JSON.stringify(certificateAuthority)}
      audiences: [kubernetes, fairway]
      audienceMatchPolicy: MatchAny
    claimValidationRules:
      - claim: hd
        requiredValue: example.com
    claimMappings:
      username:
        claim: email
        prefix: ""
      groups:
        expression: claims.realm_access.roles
      uid:
        claim: sub
      extra:
        - key: example.com/tenant
          valueExpression: claims["https://id.example/tenant"]
`);
  expect(read(kubernetes.jwt)).toEqual(kubernetes.jwt);
});

test("what is left out is nothing", () => {
  expect(read([least])).toEqual([
    { ...least, claimValidationRules: [], claimMappings: { ...least.claimMappings, extra: [] } },
  ]);
});

describe("an issuer is refused, with its place,", () => {
  test.each<[string, unknown, RegExp]>([
    ["twice", [least, least], /^authentication\.jwt: must be a list without repetition/],
    ["without anything", [{}], /^authentication\.jwt\[0\]\.issuer: is missing/],
    ["without audiences", withIssuer({ audiences: [] }), /\[0\]\.issuer\.audiences: must be a list that is not empty/],
    ["with an audience twice", withIssuer({ audiences: ["a", "a"] }), /\.audiences: must be/],
    [
      "with several audiences and no policy",
      withIssuer({ audiences: ["a", "b"] }),
      /\.issuer: needs audienceMatchPolicy/,
    ],
    [
      "with another policy",
      withIssuer({ audienceMatchPolicy: "MatchAll" }),
      /\.audienceMatchPolicy: must be one of MatchAny/,
    ],
    ["in clear", withIssuer({ url: "http://id.example" }), /\.issuer\.url: must be an https URL/],
    ["with a user", withIssuer({ url: "https://a:b@id.example" }), /\.issuer\.url: must be/],
    ["with a query", withIssuer({ url: "https://id.example?a=b" }), /\.issuer\.url: must be/],
    ["with a fragment", withIssuer({ url: "https://id.example#a" }), /\.issuer\.url: must be/],
    [
      "discovered at itself",
      withIssuer({ discoveryURL: "https://id.example/" }),
      /\.issuer: must have a discoveryURL other/,
    ],
    ["with a file of certificates", withIssuer({ certificateAuthority: "/etc/ca.crt" }), /must be certificates in PEM/],
    [
      "with broken certificates",
      withIssuer({ certificateAuthority: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }),
      /must be certificates in PEM/,
    ],
    [
      "with an egress selector",
      withIssuer({ egressSelectorType: "cluster" }),
      /egressSelectorType: no such setting; the gateway/,
    ],
    ["without a user name", [{ ...least, claimMappings: {} }], /\.claimMappings\.username: is missing/],
    ["with a name and no prefix", withMappings({ username: { claim: "sub" } }), /\.username: must have a prefix/],
    [
      "with a claim and an expression",
      withMappings({ username: { claim: "sub", prefix: "", expression: "claims.sub" } }),
      /\.username: must have one of claim and expression/,
    ],
    [
      "with a path and a prefix",
      withMappings({ groups: { expression: "claims.a", prefix: "x" } }),
      /no prefix beside expression/,
    ],
    [
      "with groups from nowhere",
      withMappings({ groups: { prefix: "x" } }),
      /\.groups: must have one of claim and expression/,
    ],
    ["with a uid from nowhere", withMappings({ uid: {} }), /\.uid: must have one of/],
    [
      "with an address by a path",
      withMappings({ username: { expression: "claims.email" } }),
      /must take email as claim/,
    ],
    [
      "with CEL for a name",
      withMappings({ username: { expression: "claims.sub + '@x'" } }),
      /\.username\.expression: must be a path .*use claim and prefix/,
    ],
    [
      "with CEL for groups",
      withMappings({ groups: { expression: "claims.roles.split(',')" } }),
      /\.groups\.expression: must be a path .*use claim and prefix/,
    ],
    [
      "with CEL as a rule",
      [{ ...least, claimValidationRules: [{ expression: "claims.hd == 'x'" }] }],
      /\.claimValidationRules\[0\]\.expression: no such setting; CEL expressions are not evaluated/,
    ],
    [
      "with rules for users",
      [{ ...least, userValidationRules: [{ expression: "true" }] }],
      /\.userValidationRules: no such setting; CEL/,
    ],
    [
      "with an extra of Kubernetes' own",
      withMappings({ extra: [{ key: "authentication.kubernetes.io/x", valueExpression: "claims.x" }] }),
      /\.extra\[0\]\.key: must be a key such as/,
    ],
    [
      "with an extra in capitals",
      withMappings({ extra: [{ key: "E.com/x", valueExpression: "claims.x" }] }),
      /\.key: must be/,
    ],
    [
      "with an extra without a domain",
      withMappings({ extra: [{ key: "x", valueExpression: "claims.x" }] }),
      /\.key: must be/,
    ],
  ])("%s", (_what, jwt, message) => {
    expect(() => read(jwt)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(message) }),
    );
  });
});
