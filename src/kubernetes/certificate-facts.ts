import { X509Certificate } from "node:crypto";
import { SocketAddress } from "node:net";
import { copyOf } from "./copy-of.ts";

/** Whom a certificate is for. */
export interface CertificateNames {
  /** Empty where only the other names say it. */
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** What is public of a certificate. */
export interface CertificateFacts extends CertificateNames {
  readonly issuer: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Hexadecimal digits. */
  readonly serialNumber: string;
  /** SHA-256 of the certificate, hexadecimal digits. */
  readonly fingerprint: string;
}

/** A chain longer than that is none. */
const MAX_CERTIFICATES = 16;

/** What is public of the certificates of a chain, in PEM, as they stand there. */
export function certificatesIn(pem: string): readonly CertificateFacts[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.slice(0, MAX_CERTIFICATES).flatMap((block) => {
    try {
      const certificate = new X509Certificate(block);
      return [
        {
          ...namesOf(certificate),
          issuer: oneLine(certificate.issuer),
          notBefore: certificate.validFromDate.toISOString(),
          notAfter: certificate.validToDate.toISOString(),
          serialNumber: certificate.serialNumber.toLowerCase(),
          fingerprint: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
        },
      ];
    } catch {
      // No certificate, whatever it calls itself.
      return [];
    }
  });
}

export function namesOf({ subject, subjectAltName = "" }: X509Certificate): CertificateNames {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  // Node puts a name in quotes, as JSON, that could be taken for several, or for one of another sort.
  for (const [, sort, name = ""] of subjectAltName.matchAll(/(?:^|, )([^:"]+):("(?:[^"\\]|\\.)*"|[^,]*)/gy)) {
    if (sort === "DNS") dnsNames.push(copyOf(name.startsWith('"') ? JSON.parse(name) : name));
    if (sort === "IP Address") ipAddresses.push(addressOf(name));
  }
  // Node has no text for a subject without parts, whatever its types say.
  return { subject: oneLine(subject ?? ""), dnsNames, ipAddresses };
}

/** OpenSSL gives a line for each part. */
function oneLine(name: string): string {
  return name.split("\n").reverse().join(", ");
}

/** OpenSSL writes out each zero of an IPv6 address, and big letters. */
function addressOf(text: string): string {
  return text.includes(":") ? new SocketAddress({ address: text, family: "ipv6" }).address : copyOf(text);
}
