import { describe, expect, test } from "vitest";
import { requestIn } from "../../../src/kubernetes/request-facts.ts";
import { createCertificateAuthority, createCertificateRequest } from "../../control-plane/certificates.ts";

/** Of `openssl req -new -newkey rsa:2048`, with an IPv6 address, a critical key usage and a challenge password. */
const byOpenssl = `-----BEGIN CERTIFICATE REQUEST-----
MIIC7zCCAdcCAQAwLTENMAsGA1UECgwEdGVhbTENMAsGA1UECwwEYSwgYjENMAsG
A1UEAwwEamFuZTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAMhT2ScQ
aZ1F10isCMJIH/7GiR6qa6GhRB7QI8lzeqeGAar1pSQSitMpAzpPm7/QU42V4tZ1
Cxrb6peJ402a5rSy9Cjyu75npzKIEdKic8ld+FhDZuuOe7WXuuRC98ER5Db6flkd
3qPOBO3qkV635WtT9wZDA8ZcYbiTrCSv5FvNKAqqlQpLuzmgttBo2r3DTC0uXvo1
CpkUFumwRVMFYyaVj0J+uK2JrPc+ELJNZhbj923vv56HAZ9ZVgBJ/KcL2cWB2Tas
9/1NHa6rYtA8V3asptzz5N7bbtmxjeF/hqQSwNvJCgPli2umj2sV/1iqhVLnEmmP
5BBDGsnvYA+Dp4UCAwEAAaB9MBcGCSqGSIb3DQEJBzEKDAhzZWNyZXQxMjBiBgkq
hkiG9w0BCQ4xVTBTMA4GA1UdDwEB/wQEAwIHgDBBBgNVHREEOjA4gg93ZWIuZXhh
bXBsZS5jb22CDSouZXhhbXBsZS5jb22HECABDbgAAAAAAAAAAAAAAAGHBAoAAAcw
DQYJKoZIhvcNAQELBQADggEBAH8u8cf6/70MicEak8eICy+5fS/Ih3AoKAH6YTAM
2Y2gLOWL8jpK6zd69SRaGWZ8vtSCuX+wrsipUNx+1jvpUKVqScIZfVokTIgTvXtE
6yTPfPyyhUWh9+7B7ovCvUPDzw5TsJ7IyOWoDvlDMfTk5HKWGpB9rKy/FWF7nrWT
OS30iAem6hp/ckFOWIT8M8SpeXzxF9rWx5l+GmYLCOzjfTsKU1NGJFT2ZUWWQGsU
SXAC5JDoe6teS7OrMI9M3ub/xwMubRf8Vxd+9t9NWjfTrlBkLZI87PlPh75qxItI
G6rN91lgE1tNWQ5/qH6Oi3hH9ozykPPTGsvcV+PdOlZvDPE=
-----END CERTIFICATE REQUEST-----
`;

const bytesOf = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
const pemOf = (bytes: Uint8Array) =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(bytes).toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;

describe("a request for a certificate", () => {
  test("says whom the certificate is to be for, in the form of a certificate's own names", () => {
    const names = {
      commonName: "system:node:worker-1",
      organizations: ["system:nodes"],
      dnsNames: ["worker-1", "worker-1.example.com"],
      ipAddresses: ["10.0.0.7"],
    };
    expect(requestIn(createCertificateRequest(names))).toEqual({
      subject: "CN=system:node:worker-1, O=system:nodes",
      dnsNames: ["worker-1", "worker-1.example.com"],
      ipAddresses: ["10.0.0.7"],
    });
  });

  test("may name nobody but its subject", () => {
    expect(requestIn(createCertificateRequest({ commonName: "jane" }))).toEqual({
      subject: "CN=jane",
      dnsNames: [],
      ipAddresses: [],
    });
  });

  test("is read as OpenSSL writes it, with an RSA key and what else it may ask for", () => {
    expect(requestIn(`a comment\n${byOpenssl}`)).toEqual({
      subject: "CN=jane, OU=a\\, b, O=team",
      dnsNames: ["web.example.com", "*.example.com"],
      ipAddresses: ["2001:db8::1", "10.0.0.7"],
    });
  });

  test("cannot make one name look like two", () => {
    const [name] = ["a.example.com, DNS:b.example.com"];
    const found = requestIn(createCertificateRequest({ commonName: "jane\nO=admins", dnsNames: [name as string] }));
    expect(found).toEqual({ subject: "CN=jane\\0AO=admins", dnsNames: [name], ipAddresses: [] });
  });

  test("is none of what is cut off or damaged anywhere: it is read, or it is null", () => {
    const whole = bytesOf(createCertificateRequest({ commonName: "jane", dnsNames: ["a.example.com"] }));
    expect(requestIn(pemOf(whole))).not.toBeNull();
    for (let length = 0; length < whole.length; length += 1) {
      expect(requestIn(pemOf(whole.subarray(0, length))), `the first ${length} bytes`).toBeNull();
    }
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      for (const value of [0x00, 0x7f, 0x80, 0x84, 0xff]) {
        damaged[at] = value;
        const found = requestIn(pemOf(damaged));
        if (found) expect(Object.keys(found)).toEqual(["subject", "dnsNames", "ipAddresses"]);
      }
    }
  });

  test.each([
    ["nothing", ""],
    ["other text", "canary"],
    ["a certificate", createCertificateAuthority("shop CA").certificate],
    ["no bytes", pemOf(Buffer.alloc(0))],
    ["no sequence", pemOf(Buffer.from("0500", "hex"))],
    ["a length of more bytes than there are numbers", pemOf(Buffer.from("3087ffffffffffffff", "hex"))],
  ])("is not in %s", (_what, pem) => {
    expect(requestIn(pem)).toBeNull();
  });
});
