import type { SecretFacts } from "../../kubernetes/index.ts";
import type { Manifest } from "../context.ts";

/** What is kept of the manifest of a Secret: no value of it. */
export interface SecretManifest extends Manifest {
  readonly type?: string;
  readonly immutable?: boolean;
  /** Size of each value in bytes, by key. */
  readonly dataSizes?: Readonly<Record<string, number>>;
  readonly dataFacts?: SecretFacts;
}

/** What is read of the manifest of a ServiceAccount. */
export interface ServiceAccountManifest extends Manifest {
  readonly secrets?: readonly { readonly name?: string }[];
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly automountServiceAccountToken?: boolean;
}
