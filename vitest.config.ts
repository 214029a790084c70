import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { lanes, testFiles } from "./test/lanes.ts";

// Left to itself vitest keeps one core free, which is half of a machine with two.
const workers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  resolve: {
    // Vite prefers a package's "module" entry and would hand index.mjs to our sources, while type-graphql and Apollo,
    // which Node loads itself, get index.js: two copies, "from another module or realm".
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  test: {
    projects: lanes.map((lane, index) => ({
      extends: true as const,
      test: {
        name: lane.name,
        include: lane.interprets ? testFiles(import.meta.dirname, lane) : [`test/${lane.name}/**/*.test.ts`],
        provide: { executor: lane.interprets ? "graphql-js" : "compiled" },
        testTimeout: lane.testSeconds * 1000,
        // Hooks start and stop the parts that tests share, and a cold start may share the machine with a build.
        hookTimeout: lane.testSeconds * 2000,
        maxWorkers: lane.atATime ?? workers,
        // Lanes of different numbers of workers do not run together.
        sequence: { groupOrder: index },
        // To load the gateway takes longer than most files' tests: what one file has loaded serves the next.
        isolate: false,
      },
    })),
    // A retry would hide the timing bugs that these tests are for.
    retry: 0,
    allowOnly: !process.env.CI,
    // A test that checks nothing passes whatever the code does.
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    teardownTimeout: 10_000,
  },
});
