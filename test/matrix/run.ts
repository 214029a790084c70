import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

// `npm run test:matrix [-- --seed S[,S…]]`: the lane by itself; the last line says how many decisions were compared, and
// in how many the gateway and the API server differ.
const { values } = parseArgs({ options: { seed: { type: "string" } } });
const dir = mkdtempSync(join(tmpdir(), "fairway-matrix-"));
const summary = join(dir, "summary");
const { status } = spawnSync("node_modules/.bin/vitest", ["run", "--project", "matrix"], {
  stdio: "inherit",
  env: {
    ...process.env,
    FAIRWAY_MATRIX_SUMMARY: summary,
    ...(values.seed && { FAIRWAY_MATRIX_SEEDS: values.seed }),
  },
});
try {
  process.stdout.write(readFileSync(summary, "utf8"));
} catch {
  console.log("decisions=0 differences=0 (the lane ended before the matrix did)");
}
rmSync(dir, { recursive: true, force: true });
process.exitCode = status ?? 1;
