import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { lanes, testFiles } from "./test/lanes.ts";

export default defineConfig({
  resolve: {
    // Vite prefers a package's "module" entry and would hand index.mjs to our sources, while type-graphql and Apollo,
    // which Node loads itself, get index.js: two copies, "from another module or realm".
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  test: {
    projects: lanes.map((lane) => ({
      extends: true as const,
      test: {
        name: lane.name,
        include: lane.interprets ? testFiles(import.meta.dirname, lane) : [`test/${lane.name}/**/*.test.ts`],
        provide: { executor: lane.interprets ? "graphql-js" : "compiled" },
        testTimeout: lane.testSeconds * 1000,
        // Hooks start and stop the parts that tests share, and a cold start may share the machine with a build.
        hookTimeout: lane.testSeconds * 2000,
        fileParallelism: !lane.oneByOne,
        // To load the gateway takes longer than most files' tests: what one file has loaded serves the next.
        isolate: false,
      },
    })),
    // Left to itself it keeps one core free, which is half of a machine with two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
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
