import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { Holding, PODS } from "./m2/holding.ts";
import { startFlags } from "./support/start-flags.ts";
import { median } from "./support/statistics.ts";
import type { LoopDelay } from "./support/whole-gateway.ts";

const ROUNDS = 3;

export const l1: Figure = {
  id: "L1",
  what: `delay of the gateway's event loop while ${PODS.toLocaleString("en")} pods are read: p99 in ms`,
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 20 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const rounds: LoopDelay[] = [];
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await using holding = await Holding.start();
    await holding.gateway.ask("watchLoop");
    const milliseconds = await holding.sync();
    const delay = await holding.gateway.ask("loopDelay");
    log(
      `L1 round ${round}: p50 ${rounded(delay.p50, 1)}, p99 ${rounded(delay.p99, 1)}, longest ${rounded(delay.max, 1)} ms ` +
        `of ${delay.samples} in ${rounded(milliseconds / 1000, 1)} s`,
    );
    rounds.push(delay);
    seconds.push(milliseconds / 1000);
  }
  const of = (what: keyof LoopDelay) => rounds.map((each) => rounded(each[what], 1));
  return {
    value: median(of("p99")),
    raw: {
      rounds: of("p99"),
      p50: median(of("p50")),
      longest: of("max"),
      samples: of("samples"),
      syncedSeconds: rounded(median(seconds), 2),
      flags: startFlags().join(" "),
    },
  };
}
