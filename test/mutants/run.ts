import { join } from "node:path";
import { assetsState, ensureAssets } from "../control-plane/assets.ts";
import { needsControlPlane, testFiles } from "../lanes.ts";
import { runGates } from "./gates.ts";
import { readMutants } from "./mutant.ts";

// `npm run test:gates [-- NAME...]`: a lane proves something only if a defect can break it.

// What a defect breaks it breaks in few seeds, and each mutant runs the chaos twice.
process.env.FAIRWAY_CHAOS_SEEDS ??= "20";

const root = join(import.meta.dirname, "..", "..");
const strict = process.env.CI === "true";
const only = process.argv.slice(2);
const mutants = readMutants(import.meta.dirname);
const unknown = only.filter((name) => !mutants.some((mutant) => mutant.name === name));
if (unknown.length > 0) {
  console.error(`No such mutant: ${unknown.join(", ")}. There are: ${mutants.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

async function problem(): Promise<string | undefined> {
  const needed = mutants.some(({ lane, files }) =>
    (files.length > 0 ? files : testFiles(root, lane)).some((file) => needsControlPlane(lane, file)),
  );
  if (!needed || assetsState().present) return undefined;
  try {
    await ensureAssets();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const verdicts = await runGates({
  root,
  folder: import.meta.dirname,
  only,
  controlPlaneProblem: await problem(),
  log: console.log,
});
const count = (kind: string) => [...verdicts.values()].filter((verdict) => verdict.kind === kind).length;
const absent = count("absent");
if (absent > 0 && !strict) console.log(`${absent} not tried: their parts are absent here`);
const survived = count("survived") + (strict ? absent : 0);
console.log(`${verdicts.size} mutants, ${count("killed")} killed, ${survived} survived`);
process.exitCode = survived > 0 || verdicts.size === 0 ? 1 : 0;
