import type { Manifest } from "../context.ts";

/** From before there was a field for it; it still goes before that. */
const BETA = "volume.beta.kubernetes.io/storage-class";

/** The storage class of a claim or of a volume, as the volume controllers read it; null for none. */
export function classNameOf({
  metadata,
  spec,
}: Manifest & { readonly spec?: { readonly storageClassName?: string } }): string | null {
  return (metadata.annotations?.[BETA] ?? spec?.storageClassName) || null;
}
