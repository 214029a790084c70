import type { Misses, Reader, ReadSet } from "../state/index.ts";
import type { Seal } from "./seal.ts";

/** What each resolver is handed, for one pass of one operation. */
export interface PassContext {
  /** The only door to what is in memory, bound to the caller. */
  readonly reader: Reader;
  /** Where cells are noted that are read past the Reader (health, discovery). */
  readonly reads: ReadSet;
  /** What memory does not have, and what changes the world: asked for here, awaited by the engine. */
  readonly misses: Misses;
  /** Makes and opens cursors and revisions. */
  readonly seal: Seal;
  readonly requestId: string;
  /** What carried the request. Absent where a pass is for several of them. */
  readonly transport?: string;
}
