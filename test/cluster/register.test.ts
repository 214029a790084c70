import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readCommandLine } from "../../src/config/index.ts";
import { registrationManifests } from "../../src/register.ts";
import { ApiClient } from "../control-plane/api-client.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { writeKubeconfig } from "../control-plane/kubeconfig.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { post, query } from "../support/graphql-client.ts";
import { startGateway } from "../support/rig.ts";

function printed(...args: readonly string[]): string {
  const command = readCommandLine(["register", ...args]);
  if (command.kind !== "register") return expect.unreachable(JSON.stringify(command));
  return registrationManifests(command.options);
}

/** What goes to the cluster, and the ClusterConnection, which goes home. */
function parts(text: string): { readonly member: string; readonly home: string } {
  const documents = parseAllDocuments(text).map((each) => JSON.stringify(each.toJS()));
  return { member: documents.slice(0, -1).join("\n---\n"), home: documents.at(-1) ?? "" };
}

const tokenOf = async (cluster: Cluster, account = "fairway", namespace = "fairway") =>
  (await cluster.kubectl(["create", "token", account, "--namespace", namespace])).trim();

type Rule = {
  readonly verbs: string[];
  readonly apiGroups: string[];
  readonly resources: string[];
  resourceNames?: string[];
};

/** Every right that RBAC gives somebody in a namespace, one by one. */
async function rightsOf(cluster: Cluster, token: string, namespace = "default"): Promise<Set<string>> {
  const api = new ApiClient({ server: cluster.server, ca: cluster.caData, token });
  try {
    const review = await api.request<{ status: { resourceRules: Rule[] } }>(
      "POST",
      "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
      { spec: { namespace } },
    );
    return new Set(flat(review.status.resourceRules));
  } finally {
    api.close();
  }
}

const flat = (rules: readonly Rule[]) =>
  rules.flatMap(({ verbs, apiGroups, resources, resourceNames = [""] }) =>
    verbs.flatMap((verb) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => resourceNames.map((name) => `${verb} ${group}/${resource} ${name}`)),
      ),
    ),
  );

test("what register prints is enough to serve a cluster, and nothing beyond it is granted", async () => {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const names = ["home", "member"];
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 2, names, nodes: 0, controllers: false }));
  const home = controlPlane.cluster("home");
  const member = controlPlane.cluster("member");
  const text = printed("member", "--server", member.server);
  await member.kubectl(["apply", "-f", "-"], parts(text).member);

  // Beside what everybody has who is somebody, exactly what is printed.
  await member.kubectl(["create", "serviceaccount", "nobody"]);
  const common = await rightsOf(member, await tokenOf(member, "nobody", "default"));
  const token = await tokenOf(member);
  const granted = [...(await rightsOf(member, token))].filter((right) => !common.has(right));
  const roles = parseAllDocuments(text).map((each) => each.toJS() as { rules?: Rule[] });
  expect(granted.sort()).toEqual([...new Set(flat(roles.flatMap(({ rules = [] }) => rules)))].sort());
  expect(granted.some((right) => right.includes("secrets"))).toBe(false);

  // The gateway itself lives in the home cluster, with what that grants and no more.
  const crd = await readFile(new URL("../../deploy/crds/fairway.dev_clusterconnections.yaml", import.meta.url), "utf8");
  const homeRights = await readFile(new URL("../../deploy/home-cluster.yaml", import.meta.url), "utf8");
  await home.kubectl(["apply", "-f", "-"], crd);
  await home.kubectl(["apply", "-f", "-"], homeRights);
  await home.kubectl(["apply", "-f", "-"], parts(printed("home")).member);
  const kubeconfig = join(dir, "as-a-service-account");
  writeKubeconfig(kubeconfig, [{ ...home.kubeconfigEntry, user: "fairway", token: await tokenOf(home) }]);
  const gateway = stack.use(await startGateway(kubeconfig, { homeCluster: "home" }));

  const credential = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "member-credential", namespace: "fairway" },
    stringData: { token, "ca.crt": member.caData },
  };
  await home.kubectl(["apply", "-f", "-"], `${JSON.stringify(credential)}\n---\n${parts(text).home}`);
  const document =
    "{ namespaces { nodes { cluster } } deployments { clusterErrors { cluster code } } clusters { nodes { name reachable credentialExpiresAt } } }";
  interface Shown {
    readonly namespaces: { readonly nodes: readonly { readonly cluster: string }[] };
    readonly deployments: { readonly clusterErrors: readonly object[] };
    readonly clusters: { readonly nodes: readonly { name: string; reachable: boolean; credentialExpiresAt: string }[] };
  }
  const shown = await waitFor(
    async () => {
      const answer = await query<Shown>(gateway.url, document);
      const clusters = new Set(answer.namespaces.nodes.map(({ cluster }) => cluster));
      return clusters.size === 2 && answer.deployments.clusterErrors.length === 0 ? answer : undefined;
    },
    20_000,
    "both clusters",
  );
  expect(shown.clusters.nodes).toMatchObject([
    { name: "home", reachable: true },
    { name: "member", reachable: true },
  ]);
  for (const { credentialExpiresAt } of shown.clusters.nodes)
    expect(Date.parse(credentialExpiresAt)).toBeGreaterThan(Date.now());
  await waitFor(
    async () =>
      (await home.kubectl(["get", "clusterconnections", "-n", "fairway", "--no-headers"])).match(
        /member\s+True\s+True/,
      ),
    20_000,
    "the status",
  );
  const secrets = await post(
    gateway.url,
    '{ resources(kind: "secrets", filter: { clusters: ["member"] }) { totalCount clusterErrors { code } } }',
  );
  expect(JSON.stringify(secrets)).toContain("FORBIDDEN");
}, 120_000);
