import type { Registry } from "../storage/registry.ts";
import type { Store } from "../storage/store.ts";
import type { SandboxClock } from "../world/clock.ts";
import type { Random } from "../world/random.ts";
import type { EventRecorder } from "./event-recorder.ts";

/** What every controller of a cluster is given. */
export interface Context {
  readonly clock: SandboxClock;
  readonly random: Random;
  readonly store: Store;
  readonly registry: Registry;
  readonly events: EventRecorder;
}
