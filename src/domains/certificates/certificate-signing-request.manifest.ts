import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

/** What is read of the manifest of a CertificateSigningRequest. */
export interface CertificateSigningRequestManifest extends Manifest {
  readonly spec?: {
    /** PEM as base64, as all bytes in JSON. */
    readonly request?: string;
    readonly signerName?: string;
    readonly expirationSeconds?: number;
    readonly usages?: readonly string[];
    /** Who asked, as the API server wrote it down. */
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
  };
  readonly status?: {
    readonly conditions?: readonly ConditionManifest[];
    /** PEM as base64: the certificate, then what it was signed by. */
    readonly certificate?: string;
  };
}
