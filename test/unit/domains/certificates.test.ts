import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CertificateSigningRequestManifest } from "../../../src/domains/certificates/certificate-signing-request.manifest.ts";
import {
  issuedCertificate,
  nodeNameOf,
  requestedNames,
  stateOf,
} from "../../../src/domains/certificates/certificate-signing-request.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority, createCertificateRequest } from "../../control-plane/certificates.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

type Parts = Pick<CertificateSigningRequestManifest, "spec" | "status">;

const RESOURCE = "certificates.k8s.io/certificatesigningrequests";
const CLIENT = "kubernetes.io/kube-apiserver-client";
const KUBELET = "kubernetes.io/kubelet-serving";
const base64 = (text: string) => Buffer.from(text).toString("base64");
const ca = createCertificateAuthority("cluster CA");
const issued = ca.issue({ commonName: "jane", organizations: ["team"], notAfter: new Date("2027-01-02T03:04:05Z") });
const condition = (type: string) => ({ type, status: "True", reason: "Because", message: "a test says so" });

function request(name: string, { spec, status }: Parts = {}): CertificateSigningRequestManifest & KubernetesObject {
  const { namespace: _, ...meta } = metadata(name);
  return {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: meta,
    spec: {
      request: base64(createCertificateRequest({ commonName: "jane", organizations: ["team"] })),
      signerName: CLIENT,
      usages: ["client auth"],
      username: "joe",
      ...spec,
    },
    ...(status && { status }),
  };
}

describe("a request for a certificate", () => {
  test.each<[string, Parts["status"], string]>([
    ["nobody has said anything", undefined, "PENDING"],
    ["nobody has decided anything", { conditions: [] }, "PENDING"],
    ["there is a condition of another's", { conditions: [condition("Checked")] }, "PENDING"],
    ["it is approved", { conditions: [condition("Approved")] }, "APPROVED"],
    ["it is denied", { conditions: [condition("Denied")] }, "DENIED"],
    ["its signer cannot sign it", { conditions: [condition("Approved"), condition("Failed")] }, "FAILED"],
    ["it is signed", { conditions: [condition("Approved")], certificate: base64(issued.certificate) }, "ISSUED"],
  ])("where %s: %s is %s", (_when, status, state) => {
    expect(stateOf(request("r", status && { status }))).toBe(state);
  });

  test("is of a node where its kubelet asks, and of nobody else who begins alike", () => {
    const node = (username: string) => nodeNameOf(request("r", { spec: { username } }));
    expect(["system:node:n-1", "system:node:", "system:nodes", "joe", ""].map(node)).toEqual([
      "n-1",
      null,
      null,
      null,
      null,
    ]);
  });

  test("has the first certificate for the one that was issued, and reads each version once", () => {
    const signed = request("r", { status: { certificate: base64(issued.certificate + ca.certificate) } });
    expect(issuedCertificate(signed)?.subject).toBe("CN=jane, O=team");
    expect(issuedCertificate(signed)).toBe(issuedCertificate(signed));
    expect(requestedNames(signed)).toBe(requestedNames(signed));
    expect(issuedCertificate(request("r"))).toBeNull();
  });

  test("names nobody where it is no request, and has no certificate where that is none", () => {
    const broken = request("r", { spec: { request: base64("canary") }, status: { certificate: "%%%" } });
    expect([requestedNames(broken), issuedCertificate(broken)]).toEqual([null, null]);
    const empty = { ...request("r"), spec: undefined as never };
    expect([requestedNames(empty), stateOf(empty), nodeNameOf(empty)]).toEqual([null, "PENDING", null]);
  });
});

describe("requests for certificates", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha", "beta");
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const put = (cluster: string, name: string, parts: Parts = {}) => world.put(cluster, RESOURCE, request(name, parts));
  const putNode = (cluster: string, name: string) =>
    world.put(cluster, "nodes", { apiVersion: "v1", kind: "Node", metadata: { ...metadata(name), namespace: "" } });
  const names = async (args: string) => {
    const { certificateSigningRequests } = await world.data<{
      certificateSigningRequests: { nodes: { name: string }[] };
    }>(`{ certificateSigningRequests(${args}) { nodes { name } } }`);
    return certificateSigningRequests.nodes.map(({ name }) => name);
  };

  test("say who asks, for whom, of which signer, and what came of it", async () => {
    put("alpha", "jane", {
      spec: { uid: "u-1", groups: ["system:authenticated"], expirationSeconds: 3_600 },
      status: { conditions: [condition("Approved")], certificate: base64(issued.certificate) },
    });
    put("alpha", "bare", { spec: { request: base64("canary"), username: "" } });
    const data = await world.data(`{
      certificateSigningRequest(by: { ref: { cluster: "alpha", name: "jane" } }) {
        kind namespace signerName requester { username uid groups } usages expirationSeconds state
        conditions { type status reason message } subject dnsNames ipAddresses expiresAt
        certificate { subject issuer expiresAt }
      }
      bare: certificateSigningRequest(by: { ref: { cluster: "alpha", name: "bare" } }) {
        requester { username uid groups } expirationSeconds state conditions { type } subject dnsNames ipAddresses
        expiresAt certificate { subject } node { name }
      }
    }`);
    expect(data).toEqual({
      certificateSigningRequest: {
        kind: "CertificateSigningRequest",
        namespace: null,
        signerName: CLIENT,
        requester: { username: "joe", uid: "u-1", groups: ["system:authenticated"] },
        usages: ["client auth"],
        expirationSeconds: 3_600,
        state: "ISSUED",
        conditions: [{ type: "Approved", status: "TRUE", reason: "Because", message: "a test says so" }],
        subject: "CN=jane, O=team",
        dnsNames: [],
        ipAddresses: [],
        expiresAt: "2027-01-02T03:04:05.000Z",
        certificate: { subject: "CN=jane, O=team", issuer: "CN=cluster CA", expiresAt: "2027-01-02T03:04:05.000Z" },
      },
      bare: {
        requester: { username: "", uid: null, groups: [] },
        expirationSeconds: null,
        state: "PENDING",
        conditions: [],
        subject: null,
        dnsNames: [],
        ipAddresses: [],
        expiresAt: null,
        certificate: null,
        node: null,
      },
    });
  });

  test("are found by signer, state and user, and ordered by what they say", async () => {
    put("alpha", "a", { spec: { signerName: KUBELET, username: "system:node:n-1" } });
    put("alpha", "b", { spec: { username: "zoe" }, status: { conditions: [condition("Denied")] } });
    const later = ca.issue({ commonName: "jane", notAfter: new Date("2028-01-01T00:00:00Z") });
    put("beta", "c", { status: { certificate: base64(later.certificate) } });
    put("beta", "d", { status: { certificate: base64(issued.certificate) } });
    expect(await names(`filter: { signerName: { startsWith: "kubernetes.io/kubelet" } }`)).toEqual(["a"]);
    expect(await names(`filter: { state: { in: [PENDING, DENIED] } }`)).toEqual(["a", "b"]);
    expect(await names(`filter: { state: { in: [] } }`)).toEqual([]);
    expect(await names(`filter: { username: "joe" }`)).toEqual(["c", "d"]);
    expect(await names(`filter: { username: "joe", state: { in: [ISSUED] }, clusters: ["alpha"] }`)).toEqual([]);
    expect(await names(`orderBy: [{ field: EXPIRES_AT }], filter: { state: { in: [ISSUED] } }`)).toEqual(["d", "c"]);
    expect(await names(`orderBy: [{ field: STATE }]`)).toEqual(["b", "c", "d", "a"]);
    expect(await names(`orderBy: [{ field: USERNAME, direction: DESC }]`)).toEqual(["b", "a", "c", "d"]);
    expect(await names(`orderBy: [{ field: SIGNER_NAME }]`)).toEqual(["b", "c", "d", "a"]);
  });

  test("lead to the node whose kubelet asks, and back, within their cluster", async () => {
    putNode("alpha", "n-1");
    putNode("beta", "n-1");
    const kubelet = { spec: { username: "system:node:n-1", signerName: KUBELET } };
    put("alpha", "serving", kubelet);
    put("alpha", "gone", { spec: { username: "system:node:n-2" } });
    put("alpha", "jane");
    const data = await world.data(`{
      certificateSigningRequests(orderBy: [{ field: NAME }]) { nodes { name node { cluster name } } }
      clusterNodes(orderBy: [{ field: CLUSTER }]) { nodes { cluster certificateSigningRequests { nodes { name } } } }
      cluster(name: "alpha") { certificateSigningRequests(filter: { state: { in: [PENDING] } }) { totalCount } }
    }`);
    expect(data).toEqual({
      certificateSigningRequests: {
        nodes: [
          { name: "gone", node: null },
          { name: "jane", node: null },
          { name: "serving", node: { cluster: "alpha", name: "n-1" } },
        ],
      },
      clusterNodes: {
        nodes: [
          { cluster: "alpha", certificateSigningRequests: { nodes: [{ name: "serving" }] } },
          { cluster: "beta", certificateSigningRequests: { nodes: [] } },
        ],
      },
      cluster: { certificateSigningRequests: { totalCount: 3 } },
    });
  });
});
