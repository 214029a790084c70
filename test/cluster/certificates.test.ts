import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCertificateRequest, type LeafOptions } from "../control-plane/certificates.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { published } from "../support/published.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "SE-2",
  "requests for certificates: who asks, for whom, state, the certificate that was issued",
  "kube-apiserver, kube-controller-manager as signer",
);
covers("CL-2", "what kubelets ask certificates for, nodes and requests both ways", "kube-apiserver");

interface Request {
  readonly name: string;
  readonly state: string;
  readonly [field: string]: unknown;
}
interface Manifest {
  readonly metadata: { readonly resourceVersion: string };
  readonly status: { readonly certificate?: string; readonly conditions?: readonly { readonly type: string }[] };
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
