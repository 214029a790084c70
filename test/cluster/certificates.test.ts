import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCertificateRequest, type LeafOptions } from "../control-plane/certificates.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { byToken } from "../matrix/by-token.ts";
import { binding, role } from "../matrix/grants.ts";
import { covers } from "../support/covers.ts";
import { post, query } from "../support/graphql-client.ts";
import { published } from "../support/published.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

covers(
  "SE-2",
  "requests for certificates: who asks, for whom, state, the certificate that was issued",
  "kube-apiserver, kube-controller-manager as signer",
);
covers(
  "SE-2",
  "requests for certificates approved and denied, by whom the API server lets",
  "kube-apiserver with RBAC, kube-controller-manager as signer",
);
covers("CL-2", "what kubelets ask certificates for, nodes and requests both ways", "kube-apiserver");

interface Request {
  readonly name: string;
  readonly state: string;
  readonly [field: string]: unknown;
}
interface Manifest {
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: object; readonly labels?: object };
  readonly status: { readonly certificate?: string; readonly conditions?: readonly object[] };
}
interface Payload {
  readonly certificateSigningRequest: { readonly name: string; readonly state: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
  readonly revision: string | null;
}

const CLIENT = "kubernetes.io/kube-apiserver-client";
const KUBELET = "kubernetes.io/kubelet-serving";
let rig: Rig;
let cluster: Cluster;
let node: string;

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 1, config: { allowWrites: true } });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  node = `${cluster.name}-node-001`;
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const path = (name = "") => `/apis/certificates.k8s.io/v1/certificatesigningrequests/${name}`;
const read = (name: string) => cluster.api.request<Manifest>("GET", path(name));

/** Asks as somebody who may; a name among the arguments is who he then is. */
async function ask(
  name: string,
  names: Omit<LeafOptions, "notAfter">,
  spec: { readonly signerName?: string; readonly usages?: readonly string[]; readonly expirationSeconds?: number } = {},
  as?: string,
): Promise<void> {
  const body = {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name },
    spec: {
      request: Buffer.from(createCertificateRequest(names)).toString("base64"),
      signerName: CLIENT,
      usages: ["client auth"],
      ...spec,
    },
  };
  const impersonated = as ? [`--as=${as}`, "--as-group=system:nodes", "--as-group=system:masters"] : [];
  await cluster.kubectl(["create", "-f", "-", ...impersonated], JSON.stringify(body));
}

async function requests(filter: object): Promise<readonly Request[]> {
  const { certificateSigningRequests } = await query<{ certificateSigningRequests: { nodes: Request[] } }>(
    rig.url,
    await published("certificate-signing-requests"),
    { filter, orderBy: [{ field: "NAME" }] },
  );
  return certificateSigningRequests.nodes;
}

const reaches = (name: string, state: string) =>
  waitFor(async () => (await requests({ name: { eq: name } })).find((each) => each.state === state), 20_000, state);

describe("a request for a certificate", () => {
  test("is pending until it is approved, and then has what the signer issued", async () => {
    await ask("jane", { commonName: "jane", organizations: ["team"] }, { expirationSeconds: 3_600 });
    expect(await reaches("jane", "PENDING")).toMatchObject({
      signerName: CLIENT,
      requester: { username: cluster.admin.name, groups: expect.arrayContaining(["system:authenticated"]) },
      usages: ["client auth"],
      expirationSeconds: 3_600,
      conditions: [],
      subject: "CN=jane, O=team",
      certificate: null,
      expiresAt: null,
      node: null,
    });
    await cluster.kubectl(["certificate", "approve", "jane"]);
    const issued = await reaches("jane", "ISSUED");
    const { status } = await read("jane");
    const truth = new X509Certificate(Buffer.from(status.certificate ?? "", "base64"));
    expect(issued).toMatchObject({
      conditions: [{ type: "Approved", status: "TRUE", reason: "KubectlApprove" }],
      certificate: {
        subject: "CN=jane, O=team",
        issuer: `CN=${cluster.name} CA`,
        serialNumber: truth.serialNumber.toLowerCase(),
      },
      expiresAt: truth.validToDate.toISOString(),
    });
    expect(Math.abs(Date.parse(String(issued.expiresAt)) - Date.now() - 3_600_000)).toBeLessThan(600_000);
    expect(await cluster.kubectl(["get", "csr", "jane", "--no-headers"])).toContain("Approved,Issued");
  });

  test("that is denied, or that its signer refuses, says so", async () => {
    await ask("denied", { commonName: "joe" });
    // What a kubelet serves with must be for the node that asks, and this is for nobody's.
    await ask("failed", { commonName: "joe" }, { signerName: KUBELET, usages: ["server auth"] });
    await cluster.kubectl(["certificate", "deny", "denied"]);
    await cluster.kubectl(["certificate", "approve", "failed"]);
    expect(await reaches("denied", "DENIED")).toMatchObject({ conditions: [{ type: "Denied" }], certificate: null });
    expect(await reaches("failed", "FAILED")).toMatchObject({
      conditions: expect.arrayContaining([expect.objectContaining({ type: "Failed", status: "TRUE" })]),
      certificate: null,
    });
    expect((await requests({ state: { in: ["DENIED", "FAILED"] } })).map(({ name }) => name)).toEqual([
      "denied",
      "failed",
    ]);
  });

  test("of a kubelet leads to its node, and the node to what its kubelet asks for", async () => {
    const username = `system:node:${node}`;
    const names = { organizations: ["system:nodes"], dnsNames: [node], ipAddresses: ["10.0.0.7"] };
    const spec = { signerName: KUBELET, usages: ["digital signature", "server auth"] };
    await ask("serving", { commonName: username, ...names }, spec, username);
    await reaches("serving", "PENDING");
    expect(await requests({ username })).toMatchObject([
      {
        name: "serving",
        subject: `CN=${username}, O=system:nodes`,
        dnsNames: [node],
        ipAddresses: ["10.0.0.7"],
        requester: { username },
        node: { name: node },
      },
    ]);
    await cluster.kubectl(["certificate", "approve", "serving"]);
    await reaches("serving", "ISSUED");
    const data = await query<object>(
      rig.url,
      `query ($name: String!) {
        clusterNode(by: { ref: { cluster: "${cluster.name}", name: $name } }) {
          certificateSigningRequests { nodes { name certificate { dnsNames ipAddresses } } }
        }
        cluster(name: "${cluster.name}") { certificateSigningRequests(filter: { signerName: { eq: "${KUBELET}" } }) { totalCount } }
      }`,
      { name: node },
    );
    expect(data).toEqual({
      clusterNode: {
        certificateSigningRequests: {
          nodes: [{ name: "serving", certificate: { dnsNames: [node], ipAddresses: ["10.0.0.7"] } }],
        },
      },
      cluster: { certificateSigningRequests: { totalCount: 2 } },
    });
  });
});

type Verb = "approve" | "deny";

const payloadOf = (verb: Verb, data: Readonly<Record<string, Payload>> | undefined) =>
  data?.[verb === "approve" ? "certificateSigningRequestApprove" : "certificateSigningRequestDeny"];

async function decide(verb: Verb, name: string, more: object = {}): Promise<Payload | undefined> {
  const input = { by: { ref: { cluster: cluster.name, name } }, ...more };
  const document = await published(`certificate-signing-request-${verb}`);
  return payloadOf(verb, await query<Record<string, Payload>>(rig.url, document, { input }));
}

describe("a decision", () => {
  test("lets the signer issue the certificate, and leaves all else of the request as it was", async () => {
    await ask("ann", { commonName: "ann" });
    // What tools leave behind is not kept in memory, and must not be lost for that.
    const kept = { "kubectl.kubernetes.io/last-applied-configuration": "{}", "example.com/ticket": "17" };
    const merge = { contentType: "application/merge-patch+json" };
    const metadata = { annotations: kept, labels: { team: "shop" } };
    await cluster.api.request("PATCH", path("ann"), { metadata }, merge);

    expect(await decide("approve", "ann", { dryRun: true })).toMatchObject({
      certificateSigningRequest: { name: "ann", state: "APPROVED" },
      userErrors: [],
      revision: null,
    });
    expect((await read("ann")).status.conditions).toBeUndefined();

    const why = { reason: "Known", message: "She asked in person." };
    const decided = await decide("approve", "ann", why);
    expect(decided).toMatchObject({ certificateSigningRequest: { name: "ann" }, userErrors: [] });
    const { certificateSigningRequests } = await query<{ certificateSigningRequests: { nodes: Request[] } }>(
      rig.url,
      `query ($minRevision: String) {
        certificateSigningRequests(filter: { name: { eq: "ann" } }, minRevision: $minRevision) { nodes { name state } }
      }`,
      { minRevision: decided?.revision },
    );
    expect(certificateSigningRequests.nodes[0]?.state).toMatch(/^(APPROVED|ISSUED)$/);
    expect(await reaches("ann", "ISSUED")).toMatchObject({
      conditions: [{ type: "Approved", status: "TRUE", ...why, changedAt: expect.any(String) }],
      certificate: { subject: "CN=ann" },
    });
    expect((await read("ann")).metadata).toMatchObject(metadata);
  });

  test("against it keeps it from being issued", async () => {
    await ask("ben", { commonName: "ben" });
    const denied = await decide("deny", "ben");
    expect(denied).toMatchObject({ certificateSigningRequest: { name: "ben", state: "DENIED" }, userErrors: [] });
    expect(await cluster.kubectl(["get", "csr", "ben", "--no-headers"])).toContain("Denied");
    expect((await read("ben")).status.conditions).toMatchObject([{ type: "Denied", reason: "FairwayDeny" }]);
  });

  test("is made once, and of what is there", async () => {
    await ask("cat", { commonName: "cat" });
    expect(await decide("approve", "cat", { expectedResourceVersion: "1" })).toMatchObject({
      certificateSigningRequest: null,
      userErrors: [{ code: "CONFLICT", field: "input.expectedResourceVersion" }],
    });
    const { metadata } = await read("cat");
    const expected = { expectedResourceVersion: metadata.resourceVersion };
    expect(await decide("deny", "cat", expected)).toMatchObject({ userErrors: [] });
    for (const verb of ["approve", "deny"] as const) {
      expect(await decide(verb, "cat")).toEqual({
        certificateSigningRequest: null,
        userErrors: [{ code: "INVALID", message: "It is denied already", field: "input.by" }],
        revision: null,
      });
    }
    expect((await read("cat")).status.conditions).toHaveLength(1);
    expect(await decide("approve", "nobody")).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });
});

describe("somebody", () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    gateway = await startGateway(rig.kubeconfig, { ...byToken, allowWrites: true });
    const group = { apiGroups: ["certificates.k8s.io"] };
    const read = { ...group, resources: ["certificatesigningrequests"], verbs: ["get", "list", "watch"] };
    const update = { ...group, resources: ["certificatesigningrequests/approval"], verbs: ["update"] };
    const approve = { ...group, resources: ["signers"], resourceNames: [CLIENT], verbs: ["approve"] };
    for (const [name, rules] of [
      ["alice", [read, update, approve]],
      ["bob", [read, update]],
      ["mallory", [read, approve]],
    ] as const) {
      const to = { kind: "ClusterRole", name: `certificates-of-${name}` } as const;
      for (const { path: at, body } of [role("", to.name, rules), binding("", to.name, to, [{ kind: "User", name }])]) {
        await cluster.api.request("POST", at, body);
      }
    }
    await ask("dan", { commonName: "dan" });
  });
  afterAll(() => gateway?.stop());

  async function decideAs(who: string, verb: Verb) {
    const document = await published(`certificate-signing-request-${verb}`);
    const input = { by: { ref: { cluster: cluster.name, name: "dan" } } };
    return post<Record<string, Payload>>(gateway.url, document, { input }, cluster.tokenOf(who));
  }

  test.each([
    ["bob", "approve", "who may not approve for that signer", "user not permitted to approve requests with signerName"],
    ["bob", "deny", "who may not approve for that signer", "user not permitted to approve requests with signerName"],
    [
      "mallory",
      "approve",
      "who may not update approvals",
      'cannot update resource "certificatesigningrequests/approval"',
    ],
    ["mallory", "deny", "who may not update approvals", 'cannot update resource "certificatesigningrequests/approval"'],
  ] as const)("as %s cannot %s: %s is refused by the API server", async (who, verb, _why, told) => {
    const { data, errors } = await decideAs(who, verb);
    expect(payloadOf(verb, data)).toBeUndefined();
    expect(errors).toMatchObject([
      { message: expect.stringContaining(told), extensions: { code: "FORBIDDEN", cluster: cluster.name } },
    ]);
    expect((await read("dan")).status.conditions).toBeUndefined();
  });

  test("with both rights, and none to patch anything, approves", async () => {
    const { data, errors } = await decideAs("alice", "approve");
    expect(errors).toBeUndefined();
    expect(payloadOf("approve", data)).toMatchObject({ userErrors: [], certificateSigningRequest: { name: "dan" } });
    expect(await reaches("dan", "ISSUED")).toMatchObject({ certificate: { subject: "CN=dan" } });
  });
});
