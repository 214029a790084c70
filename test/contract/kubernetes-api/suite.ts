import { afterAll, beforeAll, describe } from "vitest";
import { deleteCases } from "./delete-cases.ts";
import { discoveryCases } from "./discovery-cases.ts";
import { expiryCases } from "./expiry-cases.ts";
import { listCases } from "./list-cases.ts";
import { patchCases } from "./patch-cases.ts";
import { reviewCases } from "./review-cases.ts";
import type { ServerUnderTest } from "./server-under-test.ts";
import { watchCases } from "./watch-cases.ts";
import { workloadCases } from "./workload-cases.ts";
import { writeCases } from "./write-cases.ts";

/**
 * What the gateway relies on in an API server, as one suite over the real one and the sandbox. Where they disagree, the
 * sandbox is wrong.
 */
export function kubernetesApiContract(start: () => Promise<ServerUnderTest>): void {
  let server: ServerUnderTest | undefined;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());
  const given = () => {
    if (!server) throw new Error("the server was not started");
    return server;
  };
  describe("discovery", () => discoveryCases(given));
  describe("lists", () => listCases(given));
  describe("watches", () => watchCases(given));
  describe("creates and updates", () => writeCases(given));
  describe("patches", () => patchCases(given));
  describe("deletions", () => deleteCases(given));
  describe("workloads", () => workloadCases(given));
  describe("reviews and refusals", () => reviewCases(given));
  // The last, as a real server is restarted for it.
  describe("what is forgotten", () => expiryCases(given));
}
