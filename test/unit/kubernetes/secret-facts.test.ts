import { describe, expect, test } from "vitest";
import { secretFacts } from "../../../src/kubernetes/secret-facts.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const ca = createCertificateAuthority("shop CA");
const leaf = ca.issue({ commonName: "shop.example.com", organizations: ["Shop"], dnsNames: ["shop.example.com"] });

describe("what of a secret is no secret", () => {
  test("is each certificate of a chain, the first one first", () => {
    const { certificates } = secretFacts("kubernetes.io/tls", { "tls.crt": base64(leaf.certificate + ca.certificate) });
    expect(certificates).toMatchObject([
      { subject: "CN=shop.example.com, O=Shop", issuer: "CN=shop CA", dnsNames: ["shop.example.com"] },
      { subject: "CN=shop CA", issuer: "CN=shop CA", dnsNames: [] },
    ]);
    expect(certificates?.[0]?.notAfter).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  });

  test("is each name of a certificate by itself, also one that is written like two", () => {
    const dnsNames = ["a.example.com, DNS:b.example.com", "c.example.com"];
    const { certificate } = ca.issue({ commonName: "shop", dnsNames, ipAddresses: ["10.0.0.7"] });
    const { certificates } = secretFacts("kubernetes.io/tls", { "tls.crt": base64(certificate) });
    expect(certificates).toMatchObject([{ dnsNames, ipAddresses: ["10.0.0.7"] }]);
  });

  test("is none of a key, and none of what only calls itself a certificate", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (const value of [leaf.key, broken, "", "canary"]) {
      expect(
        secretFacts("kubernetes.io/tls", { "tls.crt": base64(value), "tls.key": base64(leaf.certificate) }),
      ).toEqual({});
    }
    const { certificates } = secretFacts("Opaque", { "tls.crt": base64(broken + leaf.certificate) });
    expect(certificates).toHaveLength(1);
  });

  test("is the host of each registry, in one form", () => {
    const auths = {
      "https://index.docker.io/v1/": { auth: "canary" },
      "Registry.example.com:5000": {},
      "*.example.org": {},
    };
    const data = { ".dockerconfigjson": base64(JSON.stringify({ auths })) };
    expect(secretFacts("kubernetes.io/dockerconfigjson", data)).toEqual({
      registries: ["*.example.org", "index.docker.io", "registry.example.com:5000"],
    });
    expect(secretFacts("Opaque", data)).toEqual({});
    expect(
      secretFacts("kubernetes.io/dockercfg", { ".dockercfg": base64('{"registry.test":{"auth":"canary"}}') }),
    ).toEqual({
      registries: ["registry.test"],
    });
  });

  test.each([
    ["no object", "canary"],
    ["null", null],
    ["no JSON", { ".dockerconfigjson": base64("canary") }],
    ["a list", { ".dockerconfigjson": base64("[]") }],
    ["no hosts", { ".dockerconfigjson": base64('{"auths":"canary"}') }],
    ["a host that is none", { ".dockerconfigjson": base64('{"auths":{"can ary":{}, "a@canary":{}}}') }],
    ["a number", { ".dockerconfigjson": 1, "tls.crt": 1 }],
  ])("is nothing of %s", (_what, data) => {
    expect(secretFacts("kubernetes.io/dockerconfigjson", data)).toEqual({});
  });
});
