import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readCommandLine } from "../../src/config/index.ts";
import { registrationManifests } from "../../src/register.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { writeKubeconfig } from "../control-plane/kubeconfig.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { startGateway } from "../support/rig.ts";

const KINDS = "configmaps";

interface Listed {
  readonly resources: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly namespace: string; readonly name: string }[];
    readonly clusterErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

test("a gateway that may list in single namespaces serves these, and says what to do where it is not told of them", async () => {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  for (const namespace of ["shop", "lab", "hidden"]) await cluster.kubectl(["create", "namespace", namespace]);
  const make = (namespace: string, name: string) =>
    cluster.api.request("POST", `/api/v1/namespaces/${namespace}/configmaps`, {
      metadata: { name, labels: { ours: "" } },
    });
  for (const namespace of ["shop", "lab", "hidden"]) await make(namespace, "first");

  const command = readCommandLine(["register", "alpha", "--kinds", KINDS, "--namespaces", "shop,lab"]);
  if (command.kind !== "register") return expect.unreachable();
  const documents = parseAllDocuments(registrationManifests(command.options)).map((each) =>
    JSON.stringify(each.toJS()),
  );
  await cluster.kubectl(["apply", "-f", "-"], documents.slice(0, -1).join("\n---\n"));
  const token = (await cluster.kubectl(["create", "token", "fairway", "-n", "fairway"])).trim();
  const kubeconfig = join(dir, "as-a-service-account");
  writeKubeconfig(kubeconfig, [{ ...cluster.kubeconfigEntry, user: "fairway", token }]);

  // Everybody is somebody, so that the answer about the store is the gateway's own.
  const document = `{ resources(kind: "${KINDS}", filter: { labels: "ours" }, orderBy: [{ field: NAME }]) { totalCount nodes { namespace name } clusterErrors { code message } } }`;
  const list = async (url: string) => (await query<Listed>(url, document)).resources;
  const settings = { name: cluster.name, upstream: "impersonate", readOnly: false, protected: false } as const;
  const clusters = [{ ...settings, protectedNamespaces: [], namespaces: ["shop", "lab"] }];
  const gateway = stack.use(await startGateway(kubeconfig, { clusters }));
  const places = async () =>
    (await list(gateway.url)).nodes.map(({ namespace, name }) => `${namespace}/${name}`).sort();
  await waitFor(async () => (await places()).length === 2, 15_000, "the objects of both namespaces");
  expect(await places()).toEqual(["lab/first", "shop/first"]);

  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    gateway.url,
    `subscription { resourceEvents(kind: "${KINDS}", filter: { labels: "ours" }) { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");
  await make("shop", "second");
  await make("lab", "second");
  await make("hidden", "second");
  await cluster.api.request("DELETE", "/api/v1/namespaces/shop/configmaps/first");
  const streamed = () =>
    [...state.objects.values()]
      .map(({ namespace, name }) => `${namespace}/${name}`)
      .sort()
      .join();
  await waitFor(() => streamed() === "lab/first,lab/second,shop/second", 10_000, "what happened in both");
  expect(await places()).toEqual(["lab/first", "lab/second", "shop/second"]);
  expect(state.breaks).toEqual([]);
  await subscription.close();

  // Without the setting it is refused, and the refusal says what to set.
  const untold = stack.use(
    await startGateway(kubeconfig, { authentication: { jwt: [], tokenReview: { clusters: [cluster.name] } } }),
  );
  const refusal = await waitFor(
    async () => {
      const { data } = await post<Listed>(untold.url, document, {}, cluster.admin.token);
      return data?.resources.clusterErrors[0];
    },
    15_000,
    "the refusal",
  );
  expect(refusal).toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("clusters[].namespaces") });
}, 120_000);
