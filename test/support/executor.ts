import { inject } from "vitest";
import type { Environment } from "../../src/api/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    executor: Environment["executor"];
  }
}

/** What the gateways of this lane run operations with. */
export const executor = inject("executor");
