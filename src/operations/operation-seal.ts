import { createHmac, timingSafeEqual } from "node:crypto";
import { canonical } from "./canonical.ts";
import type { OperationManifest, OperationOrder } from "./operation.manifest.ts";

/**
 * Says of an Operation that this gateway has verified who began it. Whoever may create one by hand could write any name
 * into it; what nobody has sealed is never run. A seal is of the object's uid, so that it is good for no other object, nor
 * for one that is made of a copy later.
 */
export class OperationSeal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  of({ metadata, spec }: OperationManifest): string {
    return createHmac("sha256", this.#key)
      .update("fairway operations\0")
      .update(canonical({ uid: metadata.uid, order: spec && orderOf(spec) }))
      .digest("base64url");
  }

  isGood(manifest: OperationManifest): boolean {
    const expected = Buffer.from(this.of(manifest));
    const given = Buffer.from(manifest.status?.seal ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

export function orderOf({ type, targets, parameters, principal }: OperationOrder): OperationOrder {
  return { type, targets, parameters, principal };
}
