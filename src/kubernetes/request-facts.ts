import { X509Certificate } from "node:crypto";
import { type CertificateNames, namesOf } from "./certificate-facts.ts";

const SEQUENCE = 0x30;

/** One value as DER writes it: with its tag and length, and without. */
interface Element {
  readonly whole: Buffer;
  readonly body: Buffer;
}

/**
 * Whom a certificate is asked for, by the first request (PKCS #10) in a text of PEM; null where there is none. Node reads
 * certificates alone, but what stands in a request is a certificate's: its parts are put together as one that nobody has
 * signed. They are only moved; what they mean is read by OpenSSL, as for any certificate.
 */
export function requestIn(pem: string): CertificateNames | null {
  const block = /-----BEGIN CERTIFICATE REQUEST-----([^-]+)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  if (block === undefined) return null;
  try {
    return namesOf(new X509Certificate(asCertificate(Buffer.from(block, "base64"))));
  } catch {
    // No request, whatever it calls itself.
    return null;
  }
}

function asCertificate(request: Buffer): Buffer {
  const [outer] = elementsOf(request);
  const [info, algorithm, signature] = elementsOf(bodyOf(outer));
  const [, subject, publicKey, attributes] = elementsOf(bodyOf(info));
  const wholes = [subject, publicKey, algorithm, signature].map((each) => each?.whole ?? missing());
  const [name, key, signed, bits] = wholes as [Buffer, Buffer, Buffer, Buffer];
  const extensions = attributes ? extensionsIn(attributes) : [];
  const certificate = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.of(1)),
    signed,
    name,
    der(SEQUENCE, ANY_TIME, ANY_TIME),
    name,
    key,
    ...(extensions.length > 0 ? [der(0xa3, der(SEQUENCE, ...extensions))] : []),
  );
  return der(SEQUENCE, certificate, signed, bits);
}

const ANY_TIME = der(0x17, Buffer.from("700101000000Z"));

/** 1.2.840.113549.1.9.14, the attribute in which a request has the extensions that are asked for. */
const EXTENSION_REQUEST = Buffer.from("06092a864886f70d01090e", "hex");

/** All of them, wherever they stand: what is left out here would be hidden from who approves. */
function extensionsIn(attributes: Element): readonly Buffer[] {
  return elementsOf(attributes.body).flatMap((attribute) => {
    const [type, values] = elementsOf(attribute.body);
    if (!type?.whole.equals(EXTENSION_REQUEST)) return [];
    return elementsOf(bodyOf(values)).flatMap(({ body }) => elementsOf(body).map(({ whole }) => whole));
  });
}

function elementsOf(bytes: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let start = 0; start < bytes.length; ) {
    // Tags of one byte, which are all that a request has.
    const short = bytes.readUInt8(start + 1);
    const size = short < 0x80 ? 0 : short & 0x7f;
    const from = start + 2 + size;
    const end = from + (size === 0 ? short : bytes.readUIntBE(start + 2, size));
    if (end > bytes.length) throw new RangeError("the element is longer than what it stands in");
    elements.push({ whole: bytes.subarray(start, end), body: bytes.subarray(from, end) });
    start = end;
  }
  return elements;
}

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.of(tag, 0x84), length, body]);
}

function bodyOf(element: Element | undefined): Buffer {
  return element ? element.body : missing();
}

function missing(): never {
  throw new RangeError("a part is missing");
}
