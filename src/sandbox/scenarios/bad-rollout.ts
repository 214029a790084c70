import type { Context } from "../controllers/context.ts";
import { setImage } from "./steady.ts";

/** Somebody has rolled out a tag that was never pushed: the new pods hang, the old ones keep the shop open. */
export function badRollout(context: Context): void {
  context.clock.after(3_000, () => {
    setImage(context, "shop", "checkout", (image) => image.replace(/:[^:]*$/, ":3.3.0-does-not-exist"));
  });
}
