import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Config } from "../../src/config/index.ts";
import { answer } from "./answering.ts";
import { built } from "./built.ts";

const { Gateway } = await built<typeof import("../../src/gateway.ts")>("gateway");
const { defaults } = await built<typeof import("../../src/config/index.ts")>("config/index");
const { createLogger } = await built<typeof import("../../src/telemetry/index.ts")>("telemetry/index");

/** The shortest that the loop is looked at in, in milliseconds: a longer one would miss most of the iterations. */
const RESOLUTION = 1;
let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** By how much the event loop was late, in milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly samples: number;
}

const answers = {
  /** All of the gateway, as a person starts it; resolves with where it serves. What is not set has its default. */
  async start(kubeconfig: string, settings: Partial<Config> = {}): Promise<string> {
    const config = { ...defaults, ...settings, kubeconfig, port: 0 };
    const gateway = new Gateway({ config, log: createLogger({ level: "error" }), version: "bench" });
    await gateway.start();
    return gateway.url;
  },

  watchLoop(): void {
    delay = monitorEventLoopDelay({ resolution: RESOLUTION });
    delay.enable();
  },

  /** Since `watchLoop`. What the monitor records is from one of its timers to the next. */
  loopDelay(): LoopDelay {
    if (!delay) throw new Error("nobody has begun to look at the loop");
    delay.disable();
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
    const { count, max } = delay;
    return { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(max), samples: count };
  },

  memory(): NodeJS.MemoryUsage {
    return process.memoryUsage();
  },
};
export type WholeGateway = Pick<typeof answers, keyof typeof answers>;
answer(answers);
