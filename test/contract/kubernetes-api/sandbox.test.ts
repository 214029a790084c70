import { startSandbox } from "../../../src/sandbox/index.ts";
import { Client } from "./client.ts";
import type { ServerUnderTest } from "./server-under-test.ts";
import { kubernetesApiContract } from "./suite.ts";

kubernetesApiContract(async (): Promise<ServerUnderTest> => {
  const sandbox = await startSandbox({ clusters: 1, scenario: "quiet" });
  const [cluster] = sandbox.clusters;
  if (!cluster) throw new Error("the sandbox has no cluster");
  const client = new Client({ server: cluster.url, token: "sandbox-admin" });
  const fault = (body: object) => client.ok("POST", "/sandbox/faults", body);
  await fault({ action: "forbid", user: "bob" });
  return {
    client,
    powerless: { name: "bob", token: "bob" },
    forgetHistory: async () => {
      await fault({ action: "expire" });
    },
    [Symbol.asyncDispose]: async () => {
      client.close();
      await sandbox.stop();
    },
  };
});
