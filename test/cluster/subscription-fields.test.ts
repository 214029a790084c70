import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { installCalico, installGatewayApi } from "../parts/network-crds.ts";
import { installTekton } from "../parts/tekton.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { installHomeKinds } from "../support/home-kinds.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { type EventCase, eventCases } from "./event-cases/index.ts";

const schema = buildSchema(readFileSync("schema/schema.graphql", "utf8"));
// Feeds are no states of objects: each has a file of its own, as `logs.test.ts`.
const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {})
  .filter(({ type }) => !String(type).endsWith("Batch!"))
  .map(({ name }) => name)
  // Made of objects of several kinds: `applications.test.ts` and `workload-events.test.ts` show them.
  .filter((name) => name !== "applicationEvents" && name !== "workloadEvents")
  // What no API server says: `alerts.test.ts` shows them.
  .filter((name) => name !== "alertEvents" && name !== "silenceEvents");

/** At once, and of a job, too: by default its pods are to be orphaned first, which nobody does here. */
const deletion = { gracePeriodSeconds: 0, propagationPolicy: "Background" };

let rig: Rig;
beforeAll(async () => {
  const config = { homeCluster: "alpha", homeNamespace: "events" };
  rig = await startRig({ clusters: 2, nodes: 0, controllers: false, config });
  for (const cluster of rig.controlPlane.clusters) {
    await installTekton(cluster);
    await installGatewayApi(cluster);
    await installCalico(cluster);
    await installHomeKinds(cluster);
    await cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name: "events" } });
  }
}, 600_000); // Tekton may have to be built
afterAll(() => rig?.[Symbol.asyncDispose]());

test("each field of Subscription has a row in the table, and each row a field", () => {
  expect(fields.length).toBeGreaterThan(0);
  expect(Object.keys(eventCases).sort()).toEqual([...fields].sort());
});

describe.each(fields.filter((field) => eventCases[field]))("%s", (field) => {
  const { args, filter, on, clusterScoped, path, body, afterDeletion, clusters } = eventCases[field] as EventCase;
  const selection = deltaFields.replace("... on Object", `... on ${on}`);
  const document = (extra = "") =>
    `subscription ($filter: ${filter}) { ${field}(${args}filter: $filter${extra}) { ${selection} } }`;
  const name = field.toLowerCase();
  const place = clusterScoped ? {} : { namespaces: ["events"] };

  test("shows what is created, changed and deleted at the source, in each cluster", async () => {
    const state = new FoldedState<FoldedObject>();
    const types: string[] = [];
    const variables = { filter: { ...place, name: { startsWith: name } } };
    const subscription = subscribe<Record<string, Delta<FoldedObject>>>(rig.url, document(), variables, (response) => {
      for (const { type, object } of response.data?.[field]?.changes ?? []) types.push(`${type} ${object?.cluster}`);
      state.take(field, response);
    });
    await waitFor(() => state.synced, 10_000, "SYNCED");
    for (const { name: cluster, api } of rig.controlPlane.clusters) {
      if (clusters && !clusters.includes(cluster)) continue;
      types.length = 0;
      const one = `${path("events")}/${name}-1`;
      await api.request("POST", path("events"), body(`${name}-1`));
      await waitFor(() => types.includes(`ADDED ${cluster}`), 10_000, "ADDED");
      // No controller runs here that would take off what protects storage in use.
      const labels = { metadata: { labels: { changed: "yes" }, finalizers: null } };
      await api.request("PATCH", one, labels, { contentType: "application/merge-patch+json" });
      await waitFor(() => types.includes(`MODIFIED ${cluster}`), 10_000, "MODIFIED");
      await api.request("DELETE", one, deletion);
      await afterDeletion?.(api, `${name}-1`);
      await waitFor(() => types.includes(`DELETED ${cluster}`), 10_000, "DELETED");
      // A pod is told to end before it is gone: two modifications by the API server's own doing.
      expect([...new Set(types)]).toEqual([`ADDED ${cluster}`, `MODIFIED ${cluster}`, `DELETED ${cluster}`]);
    }
    expect(state.breaks).toEqual([]);
    await subscription.close();
  });

  test("gives ids under which `node` finds the same object", async () => {
    const [cluster] = rig.controlPlane.clusters;
    await cluster?.api.request("POST", path("events"), body(`${name}-2`));
    const state = new FoldedState<FoldedObject>();
    const variables = { filter: { ...place, name: { startsWith: name } } };
    const subscription = subscribe<Record<string, Delta<FoldedObject>>>(rig.url, document(), variables, (response) =>
      state.take(field, response),
    );
    await waitFor(() => state.synced && state.objects.size > 0, 10_000, "SYNCED with the object");
    for (const [id, object] of state.objects) {
      const { node } = await query<{ node: FoldedObject }>(
        rig.url,
        `query ($id: ID!) { node(id: $id) { ... on ${on} { cluster namespace name resourceVersion } } }`,
        { id },
      );
      expect(node).toEqual(object);
    }
    const free = { metadata: { finalizers: null } };
    const options = { contentType: "application/merge-patch+json" };
    await cluster?.api.request("PATCH", `${path("events")}/${name}-2`, free, options);
    await cluster?.api.request("DELETE", `${path("events")}/${name}-2`, deletion);
    if (cluster) await afterDeletion?.(cluster.api, `${name}-2`);
    // What comes next begins where nothing is left to be told.
    await waitFor(() => state.objects.size === 0, 10_000, "DELETED");
    await subscription.close();
  });

  test("begins with nothing but the cursor when asked for NONE", async () => {
    const phases: unknown[] = [];
    const variables = { filter: place };
    const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
      rig.url,
      document(", initial: NONE"),
      variables,
      ({ data }) => phases.push([data?.[field]?.phase, data?.[field]?.changes.length, typeof data?.[field]?.cursor]),
    );
    await waitFor(() => phases.length > 0, 10_000, "the first delta");
    expect(phases).toEqual([["SYNCED", 0, "string"]]);
    await subscription.close();
  });
});
