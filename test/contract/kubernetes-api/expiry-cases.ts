import { expect, test } from "vitest";
import { configMapsIn, type Given, ownNames, ownNamespace } from "./server-under-test.ts";

// A real server is stopped, compacted and started again, which takes seconds.
const patience = { timeout: 60_000 };

export function expiryCases(given: Given): void {
  test(
    "a watch from a forgotten version is told so, a page of one can be had anew, and a list shows what is",
    patience,
    async () => {
      const server = given();
      const path = configMapsIn(await ownNamespace(server));
      const labels = { own: "yes" };
      for (const name of ["a", "b", "c"]) await server.client.ok("POST", path, { metadata: { name, labels } });
      const first = await server.client.ok("GET", `${path}?limit=1&labelSelector=own`);
      const old = first.metadata.resourceVersion;
      await server.client.ok("DELETE", `${path}/b`);
      await server.client.ok("POST", path, { metadata: { name: "d", labels } });
      await server.forgetHistory();
      const { client } = server;

      const watch = await client.watch(`${path}?watch=true&resourceVersion=${old}`);
      expect(watch.status).toBe(200);
      await watch.end();
      expect(watch.events).toEqual([
        {
          type: "ERROR",
          object: {
            kind: "Status",
            apiVersion: "v1",
            metadata: {},
            status: "Failure",
            message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/),
            reason: "Expired",
            code: 410,
          },
        },
      ]);

      const page = await client.get(`${path}?limit=1&labelSelector=own&continue=${first.metadata.continue}`);
      expect(page.status).toBe(410);
      expect(page.body).toMatchObject({
        kind: "Status",
        status: "Failure",
        reason: "Expired",
        message: expect.stringMatching(
          /^The provided continue parameter is too old to display a consistent list result\./,
        ),
        code: 410,
      });
      // The token that comes with the refusal goes on from there, with what is there now.
      const rest = await client.ok("GET", `${path}?labelSelector=own&continue=${page.body.metadata.continue}`);
      expect(ownNames(rest)).toEqual(["c", "d"]);

      const exact = await client.get(`${path}?resourceVersion=${old}&resourceVersionMatch=Exact`);
      expect(exact).toMatchObject({ status: 410, body: { reason: "Expired", code: 410 } });

      const now = await client.ok("GET", `${path}?labelSelector=own`);
      expect(ownNames(now)).toEqual(["a", "c", "d"]);
      const live = await client.watch(
        `${path}?watch=true&resourceVersion=${now.metadata.resourceVersion}&labelSelector=own`,
      );
      await client.ok("DELETE", `${path}/a`);
      expect(await live.tells(1)).toEqual(["DELETED a"]);
      live.close();
    },
  );
}
