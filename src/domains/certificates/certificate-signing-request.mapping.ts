import { type CertificateFacts, type CertificateNames, certificatesIn, requestIn } from "../../kubernetes/index.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";

export const CertificateSigningRequestState = {
  PENDING: "PENDING",
  APPROVED: "APPROVED",
  DENIED: "DENIED",
  FAILED: "FAILED",
  ISSUED: "ISSUED",
} as const;
export type CertificateSigningRequestState =
  (typeof CertificateSigningRequestState)[keyof typeof CertificateSigningRequestState];

/**
 * How far it is. The API server lets none be both approved and denied, and no condition be other than true. A signer that has failed
 * or issued does not take it back: what it said last is what counts.
 */
export function stateOf({ status }: CertificateSigningRequestManifest): CertificateSigningRequestState {
  const has = (wanted: string) => status?.conditions?.some(({ type }) => type === wanted) ?? false;
  if (has("Denied")) return CertificateSigningRequestState.DENIED;
  if (has("Failed")) return CertificateSigningRequestState.FAILED;
  if (status?.certificate) return CertificateSigningRequestState.ISSUED;
  return has("Approved") ? CertificateSigningRequestState.APPROVED : CertificateSigningRequestState.PENDING;
}

const NODE = "system:node:";

/** As whom the kubelet of a node asks. */
export function nodeUsername(node: string): string {
  return `${NODE}${node}`;
}

/** The node whose kubelet asked; null for all others. */
export function nodeNameOf({ spec }: CertificateSigningRequestManifest): string | null {
  return spec?.username?.startsWith(NODE) ? spec.username.slice(NODE.length) || null : null;
}

/** Whom it asks a certificate for; null where that cannot be read. */
export const requestedNames = perObject<CertificateNames | null>(({ spec }) => requestIn(textOf(spec?.request)));

/** The certificate that was issued, without those that it was signed by. */
export const issuedCertificate = perObject<CertificateFacts | null>(
  ({ status }) => certificatesIn(textOf(status?.certificate))[0] ?? null,
);

function textOf(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("latin1");
}

/** Read once of each version of an object, as lists are ordered by it. A version is never changed. */
function perObject<R>(read: (request: CertificateSigningRequestManifest) => R) {
  const known = new WeakMap<CertificateSigningRequestManifest, { readonly value: R }>();
  return (request: CertificateSigningRequestManifest): R => {
    const found = known.get(request) ?? { value: read(request) };
    known.set(request, found);
    return found.value;
  };
}
