import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CertificateSigningRequestManifest } from "../../../src/domains/certificates/certificate-signing-request.manifest.ts";
import {
  issuedCertificate,
  nodeNameOf,
  requestedNames,
  stateOf,
} from "../../../src/domains/certificates/certificate-signing-request.mapping.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import { encodeId } from "../../../src/graphql/index.ts";
import { type KubernetesObject, UpstreamError } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority, createCertificateRequest } from "../../control-plane/certificates.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
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

describe.each([
  ["Approve", "Approved", "FairwayApprove", "APPROVED"],
  ["Deny", "Denied", "FairwayDeny", "DENIED"],
])("certificateSigningRequest%s", (verb, type, defaultReason, state) => {
  let world: KubernetesWorld;
  let alpha: ScriptedCluster;
  let current: CertificateSigningRequestManifest & KubernetesObject;
  const other = { type: "Checked", status: "Unknown" };

  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha");
    alpha = world.cluster("alpha");
    current = request("jane", { status: { conditions: [other] } });
    alpha.onGet = async () => ({ object: current, resourceVersion: current.metadata.resourceVersion });
    alpha.onUpdate = async (_ref, fields) => ({ object: { ...current, ...fields }, resourceVersion: "77" });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const field = `certificateSigningRequest${verb}`;
  const ref = { cluster: "alpha", name: "jane" };
  const place = { ...ref, resource: RESOURCE, namespace: "" };
  async function decide(input: object = {}) {
    const { data, errors } = await world.run(
      `mutation ($input: CertificateSigningRequest${verb}Input!) { ${field}(input: $input) {
        certificateSigningRequest { name state conditions { type status reason message } }
        userErrors { code field message } revision
      } }`,
      { input: { by: { ref }, ...input } },
    );
    return { payload: data?.[field], errors };
  }
  const refusal = (code: string, of: string | null = "input.by") => ({
    certificateSigningRequest: null,
    userErrors: [{ code, field: of, message: expect.any(String) }],
    revision: null,
  });

  test("adds its condition to those that are there, for the version that was read", async () => {
    const { payload, errors } = await decide({ reason: "Known", message: "She asked me in person." });
    expect(errors).toBeUndefined();
    const added = { type, status: "True", reason: "Known", message: "She asked me in person." };
    expect(alpha.updates).toEqual([
      {
        ref: place,
        fields: { status: { conditions: [other, added] } },
        options: {
          subresource: "approval",
          resourceVersion: current.metadata.resourceVersion,
          dryRun: false,
          signal: expect.any(AbortSignal),
        },
      },
    ]);
    expect(payload).toEqual({
      certificateSigningRequest: {
        name: "jane",
        state,
        conditions: [
          { type: "Checked", status: "UNKNOWN", reason: null, message: null },
          { ...added, status: "TRUE" },
        ],
      },
      userErrors: [],
      revision: expect.any(String),
    });
  });

  test("says who wrote it where no reason is given, and nothing more", async () => {
    current = request("jane");
    const { payload } = await decide({ dryRun: true, message: "" });
    expect(payload).toMatchObject({ userErrors: [], revision: null });
    expect(alpha.updates).toMatchObject([
      {
        fields: { status: { conditions: [{ type, status: "True", reason: defaultReason }] } },
        options: { dryRun: true },
      },
    ]);
    expect(JSON.stringify(alpha.updates)).not.toContain("message");
  });

  test.each(["Approved", "Denied"])("is refused for one that is %s already, and sends nothing", async (decided) => {
    current = request("jane", { status: { conditions: [condition(decided)] } });
    const { payload } = await decide();
    expect(payload).toEqual(refusal("INVALID"));
    expect(payload).toMatchObject({ userErrors: [{ message: `It is ${decided.toLowerCase()} already` }] });
    expect(alpha.updates).toEqual([]);
  });

  test("looks again where somebody else was faster, and does not decide what he has decided", async () => {
    alpha.onUpdate = async () => {
      current = request("jane", { status: { conditions: [condition("Denied")] } });
      throw new UpstreamError("CONFLICT", "the object has been modified", { httpStatus: 409, cluster: "alpha" });
    };
    expect((await decide()).payload).toEqual(refusal("INVALID"));
    expect(alpha.updates).toHaveLength(1);
  });

  test("of a version, or of an object, that is not there any more is refused", async () => {
    expect((await decide({ expectedResourceVersion: "1" })).payload).toEqual(
      refusal("CONFLICT", "input.expectedResourceVersion"),
    );
    const id = encodeId({ ...place, uid: "another" });
    expect((await decide({ by: { id } })).payload).toEqual(refusal("NOT_FOUND"));
    expect(alpha.updates).toEqual([]);
  });

  test("in a protected cluster asks for the name once more, unless nothing is to be changed", async () => {
    alpha.protected.add("");
    expect((await decide()).payload).toEqual(refusal("CONFIRMATION_REQUIRED", "input.confirm"));
    expect((await decide({ confirm: "joe" })).payload).toEqual(refusal("CONFIRMATION_REQUIRED", "input.confirm"));
    expect(alpha.updates).toEqual([]);
    expect(alpha.asked[0]).toEqual({
      verb: "update",
      group: "certificates.k8s.io",
      resource: "certificatesigningrequests",
      subresource: "approval",
      name: "jane",
    });
    expect((await decide({ dryRun: true })).payload).toMatchObject({ userErrors: [] });
    expect((await decide({ confirm: "jane" })).payload).toMatchObject({ userErrors: [] });
  });

  test("that the API server forbids is an error of the field, in its words", async () => {
    const message = 'user not permitted to approve requests with signerName "x"';
    alpha.onUpdate = async () => {
      throw new FairwayError("FORBIDDEN", message, { cluster: "alpha" });
    };
    const { errors } = await decide();
    expect(errors).toMatchObject([{ message, extensions: { code: "FORBIDDEN", cluster: "alpha" } }]);
  });

  test.each<[string, object, string | null]>([
    ["an empty one", { reason: "" }, "input.reason"],
    ["several words", { reason: "because I can" }, "input.reason"],
    ["several lines", { reason: "Because\nI" }, "input.reason"],
    ["one that ends in a line", { reason: "Because\n" }, "input.reason"],
    ["a number", { reason: "1" }, "input.reason"],
    ["one without an end", { reason: "x".repeat(1_025) }, "input.reason"],
    ["a message without an end", { message: "x".repeat(32_769) }, "input.message"],
  ])("with a reason that is none, %s, is refused, and asks nobody", async (_what, input, of) => {
    expect((await decide(input)).payload).toEqual(refusal("INVALID", of));
    expect([alpha.gets, alpha.updates]).toEqual([[], []]);
  });

  test.each<[string, object, string]>([
    ["no request at all", { by: {} }, "BAD_USER_INPUT"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    ["the id of something else", { by: { id: encodeId({ ...place, resource: "pods", uid: "u" }) } }, "INVALID_ID"],
    ["an id and a place", { by: { id: "x", ref } }, "BAD_USER_INPUT"],
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["a place with a namespace", { by: { ref: { ...ref, namespace: "shop" } } }, "BAD_USER_INPUT"],
    ["a reason that is no text", { reason: ["Known"] }, "BAD_USER_INPUT"],
    ["a condition of its own", { status: "False" }, "BAD_USER_INPUT"],
  ])("is refused when it names %s, and asks nobody", async (_what, input, code) => {
    const { errors } = await decide(input);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect([alpha.gets, alpha.updates]).toEqual([[], []]);
  });

  test.each(["", ".", "..", "jane/status", "../nodes", "jane%2Fstatus"])("finds nobody named %j", async (name) => {
    expect((await decide({ by: { ref: { ...ref, name } } })).payload).toEqual(refusal("NOT_FOUND"));
    expect([alpha.gets, alpha.updates]).toEqual([[], []]);
  });

  test("in a gateway that takes no writes is refused before anything is sent", async () => {
    world.allowWrites = false;
    const { errors } = await decide();
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect([alpha.gets, alpha.updates]).toEqual([[], []]);
  });
});
