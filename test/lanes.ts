import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A lane is one vitest project, of the files in the folder of the same name under test/ unless it says otherwise. `test/run.ts` runs lanes one after the other,
 * `vitest.config.ts` makes the projects, mutants name the lane that must see them.
 */
export interface Lane {
  readonly name: string;
  /** Which of its files need real control planes: all, or those named `*.real.test.ts`. */
  readonly real: "all" | "named";
  /** How many files at a time, where each starts processes that take a core or a GiB. Default: as many as there are cores for. */
  readonly atATime?: number;
  /** For a single test, hooks included twice over. A test that needs longer says so itself, next to the reason. */
  readonly testSeconds: number;
  /** The whole lane; past it the lane is ended and has failed. */
  readonly minutes: number;
  /** Runs what starts a gateway in these lanes once more, with graphql-js as its executor. */
  readonly interprets?: readonly string[];
}

/** In the order of a run: the cheap ones, which find most mistakes, come first. */
export const lanes: readonly Lane[] = [
  { name: "architecture", real: "named", testSeconds: 10, minutes: 2 },
  { name: "unit", real: "named", testSeconds: 10, minutes: 10 },
  { name: "contract", real: "named", testSeconds: 15, minutes: 10 },
  { name: "transport", real: "named", testSeconds: 15, minutes: 5 },
  {
    name: "graphql-js",
    real: "named",
    testSeconds: 15,
    minutes: 5,
    interprets: ["contract", "transport"],
  },
  { name: "bench", real: "named", atATime: 1, testSeconds: 120, minutes: 8 },
  { name: "cluster", real: "all", atATime: 2, testSeconds: 30, minutes: 30 },
  { name: "matrix", real: "all", atATime: 1, testSeconds: 60, minutes: 10 },
  { name: "chaos", real: "all", atATime: 1, testSeconds: 120, minutes: 15 },
];

/** The test files of a lane, as paths from the root, in a stable order. */
export function testFiles(root: string, lane: Lane): string[] {
  if (!lane.interprets) return filesBelow(root, join("test", lane.name));
  const files = lane.interprets.flatMap((name) => filesBelow(root, join("test", name)));
  return files.filter((file) => /\b(serveRealEngine|startGateway)\(/.test(readFileSync(join(root, file), "utf8")));
}

function filesBelow(root: string, folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(folder, name))
    .sort();
}

export function needsControlPlane(lane: Lane, file: string): boolean {
  return lane.real === "all" || file.endsWith(".real.test.ts");
}

/** The examples in Python: files named `*.python.test.ts`. */
export function needsPython(file: string): boolean {
  return file.endsWith(".python.test.ts");
}

/** What opens pages in a real browser: files named `*.browser.test.ts`. */
export function needsChromium(file: string): boolean {
  return file.endsWith(".browser.test.ts");
}
