import type { ReadSet } from "../../state/index.ts";
import type { Stream } from "./stream.ts";

/**
 * A selection without declared joins is shared by everybody of equal visibility. Should a field read all the same, by one caller's
 * leave, what it read must reach nobody. What has no cell was asked for by such a leave, as often as not.
 */
export function assertShareable({ plan, fieldName }: Pick<Stream, "plan" | "fieldName">, reads: ReadSet): void {
  if (plan.joins.size > 0) return;
  for (const { resource } of reads.scopes()) {
    throw new Error(`A field below Subscription.${fieldName} reads ${resource} and does not declare it`);
  }
  for (const reason of reads.forbidden) {
    throw new Error(`A field below Subscription.${fieldName} reads past the Reader and does not declare it: ${reason}`);
  }
}
