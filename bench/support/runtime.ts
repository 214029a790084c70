import type { Runtime } from "../../src/kubernetes/index.ts";
import { built } from "./built.ts";

/** What the composition root hands to everything that talks to clusters; metrics are counted as they are in service. */
export async function createRuntime(): Promise<Runtime> {
  const { silentLogger, Turns } = await built<typeof import("../../src/kubernetes/index.ts")>("kubernetes/index");
  const { Metrics, systemClock, systemRandom } =
    await built<typeof import("../../src/telemetry/index.ts")>("telemetry/index");
  return {
    now: systemClock.now,
    monotonic: systemClock.monotonic,
    random: systemRandom,
    logger: silentLogger,
    metrics: new Metrics(),
    turns: new Turns(),
  };
}
