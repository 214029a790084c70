import type { ReviewAttributes } from "../authorization/index.ts";
import type { Caller } from "../state/index.ts";

/** A caller whose rights to do something can be asked about as well. */
export interface Person extends Caller {
  /** Whether the cluster says, right now, that he may. Rejects where it does not say. */
  allows(cluster: string, attributes: ReviewAttributes, signal: AbortSignal): Promise<boolean>;
}
