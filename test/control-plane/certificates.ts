import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/**
 * X.509 certificates out of node:crypto alone, which can sign but not assemble one. ECDSA P-256, DER written by hand:
 * only what RFC 5280 asks of a CA and of the leaves that a control plane and its neighbours need.
 */
export interface KeyAndCertificate {
  readonly certificate: string; // PEM
  readonly key: string; // PEM, PKCS #8
}

export interface LeafOptions {
  readonly commonName: string;
  readonly organizations?: readonly string[]; // Kubernetes reads them as groups
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[]; // IPv4
  readonly notAfter?: Date; // default: in a year
}

export interface CertificateAuthority extends KeyAndCertificate {
  issue(options: LeafOptions): KeyAndCertificate;
}

const dayMs = 24 * 60 * 60 * 1000;

function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

const sequence = (...content: Uint8Array[]) => der(0x30, ...content);
const octets = (...content: Uint8Array[]) => der(0x04, ...content);
const bits = (content: Uint8Array, unused = 0) => der(0x03, Buffer.of(unused), content);
const text = (value: string) => der(0x0c, Buffer.from(value));
const boolean = (value: boolean) => der(0x01, Buffer.of(value ? 0xff : 0));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, ""); // YYYYMMDDHHMMSSZ
  // RFC 5280: two-digit years up to 2049, four digits from 2050 on
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function name(commonName: string, organizations: readonly string[] = []): Buffer {
  const attribute = (type: string, value: string) => der(0x31, sequence(oid(type), text(value)));
  return sequence(...organizations.map((o) => attribute("2.5.4.10", o)), attribute("2.5.4.3", commonName));
}

const extension = (id: string, critical: boolean, value: Uint8Array) =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

const keyIdentifier = (spki: Buffer) => createHash("sha1").update(spki).digest();

const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256

interface Signer {
  readonly subject: Buffer;
  readonly spki: Buffer;
  readonly key: KeyObject;
}

/** In a certificate, and in a request for one. */
function subjectAltNames({ dnsNames = [], ipAddresses = [] }: Pick<LeafOptions, "dnsNames" | "ipAddresses">): Buffer[] {
  const names = [
    ...dnsNames.map((dns) => der(0x82, Buffer.from(dns))),
    ...ipAddresses.map((ip) => der(0x87, Buffer.from(ip.split(".").map(Number)))),
  ];
  return names.length > 0 ? [extension("2.5.29.17", false, sequence(...names))] : [];
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function certify(subject: Buffer, spki: Buffer, notAfter: Date, extensions: Buffer[], signer: Signer): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and without a leading zero byte
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, serial),
    algorithm,
    signer.subject,
    // An hour of slack: tests may run under a clock that is set back a little
    sequence(time(new Date(Date.now() - 60 * 60 * 1000)), time(notAfter)),
    subject,
    spki,
    der(
      0xa3,
      sequence(
        ...extensions,
        extension("2.5.29.14", false, octets(keyIdentifier(spki))),
        extension("2.5.29.35", false, sequence(der(0x80, keyIdentifier(signer.spki)))),
      ),
    ),
  );
  return pem("CERTIFICATE", sequence(body, algorithm, bits(sign("sha256", body, signer.key))));
}

/** A fresh P-256 key pair, both halves as PEM too. The API server signs service account tokens with one. */
export function createKey(): { key: KeyObject; spki: Buffer; pem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    key: privateKey,
    spki: publicKey.export({ type: "spki", format: "der" }),
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/** A self-signed CA whose leaves serve both as server and as client certificates. */
export function createCertificateAuthority(commonName: string): CertificateAuthority {
  const { key, spki, pem: keyPem } = createKey();
  const self: Signer = { subject: name(commonName), spki, key };
  const authorityExtensions = [
    extension("2.5.29.19", true, sequence(boolean(true))), // basicConstraints: CA
    extension("2.5.29.15", true, bits(Buffer.of(0x06), 1)), // keyUsage: keyCertSign, cRLSign
  ];
  return {
    key: keyPem,
    certificate: certify(self.subject, spki, new Date(Date.now() + 3650 * dayMs), authorityExtensions, self),
    issue({ commonName, organizations, notAfter, ...names }) {
      const leaf = createKey();
      const extensions = [
        extension("2.5.29.15", true, bits(Buffer.of(0x80), 7)), // keyUsage: digitalSignature
        extension("2.5.29.37", false, sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"))), // server, client
        ...subjectAltNames(names),
      ];
      const expiry = notAfter ?? new Date(Date.now() + 365 * dayMs);
      return {
        key: leaf.pem,
        certificate: certify(name(commonName, organizations), leaf.spki, expiry, extensions, self),
      };
    },
  };
}

/** A request for a certificate (PKCS #10) of a fresh key, in PEM. */
export function createCertificateRequest({
  commonName,
  organizations,
  ...names
}: Omit<LeafOptions, "notAfter">): string {
  const { key, spki } = createKey();
  const extensions = subjectAltNames(names);
  const asked = sequence(oid("1.2.840.113549.1.9.14"), der(0x31, sequence(...extensions)));
  const body = sequence(
    der(0x02, Buffer.of(0)), // version 1
    name(commonName, organizations),
    spki,
    der(0xa0, ...(extensions.length > 0 ? [asked] : [])),
  );
  return pem("CERTIFICATE REQUEST", sequence(body, algorithm, bits(sign("sha256", body, key))));
}
