import type { Context } from "../controllers/context.ts";
import type { NodeLifecycle } from "../controllers/node-lifecycle.ts";

/** What a cluster lives through by itself, from its first moment on. */
export type Scenario = (context: Context, nodes: NodeLifecycle) => void;

/** Does something now and then, for as long as the cluster lives. Times are the cluster's own. */
export function every(context: Context, firstMs: number, intervalMs: number, work: () => void): void {
  context.clock.after(firstMs, () => {
    every(context, intervalMs, intervalMs, work);
    work();
  });
}
