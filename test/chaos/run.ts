import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

// `npm run test:chaos [-- --seeds N | --seed S]`: the lane by itself; the last line says how many seeds lost something.
const { values } = parseArgs({ options: { seeds: { type: "string" }, seed: { type: "string" } } });
const dir = mkdtempSync(join(tmpdir(), "fairway-chaos-"));
const summary = join(dir, "summary");
const { status } = spawnSync("node_modules/.bin/vitest", ["run", "--project", "chaos"], {
  stdio: "inherit",
  env: {
    ...process.env,
    FAIRWAY_CHAOS_SUMMARY: summary,
    ...(values.seeds && { FAIRWAY_CHAOS_SEEDS: values.seeds }),
    ...(values.seed && { FAIRWAY_CHAOS_SEED: values.seed }),
  },
});
try {
  process.stdout.write(readFileSync(summary, "utf8"));
} catch {
  console.log("seeds=0 lost=0 (the lane ended before a seed did)");
}
rmSync(dir, { recursive: true, force: true });
process.exitCode = status ?? 1;
