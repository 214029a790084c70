import { type GuardedId, guarded } from "./guarded.ts";
import { ratioOf } from "./ratio.ts";
import { type Ratios, storeRatios } from "./stored.ts";

// `npm run bench:ratios`, on an idle machine: measures what the lane `bench` measures, and stores it for comparison.

const ratios: Partial<Record<GuardedId, number>> = {};
for (const id of Object.keys(guarded) as GuardedId[]) ratios[id] = ratioOf(await guarded[id](console.error));
storeRatios(ratios as Ratios);
console.log(JSON.stringify(ratios));
