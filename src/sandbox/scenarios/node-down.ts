import type { Context } from "../controllers/context.ts";
import type { NodeLifecycle } from "../controllers/node-lifecycle.ts";
import type { Node } from "../controllers/types.ts";
import { nodes } from "../data/kinds.ts";
import { lastNode } from "./steady.ts";

/** A node falls silent and stays so: its pods are unknown, then replaced elsewhere. */
export function nodeDown({ store, clock }: Context, lifecycle: NodeLifecycle): void {
  clock.after(3_000, () => {
    const name = lastNode(store.all<Node>(nodes));
    if (name !== undefined) lifecycle.lose(name);
  });
}
