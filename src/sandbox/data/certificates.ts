import type { Cloud } from "./clouds.ts";
import * as kinds from "./kinds.ts";
import type { PlatformObject } from "./platform.ts";

// Made once by openssl; the keys were thrown away.
const made = {
  /** Of the kubelet of Berlin's first node, for its server. */
  kubelet: [
    "MIIBTDCB8gIBADBNMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxNDAyBgNVBAMMK3N5c3RlbTpub2RlOndvcmtlci0xLms4cy5iZXJs",
    "aW4uZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASiJ1yz9vScqv1xkQFyCxkuuJuEBE9DQOQuJn8QhdeoEg9o",
    "ynELm3VcwbY7fdngXj8Fke+0+A8pAfPjOAjgGSr/oEMwQQYJKoZIhvcNAQkOMTQwMjAwBgNVHREEKTAngh93b3JrZXItMS5rOHMu",
    "YmVybGluLmV4YW1wbGUuY29thwQKFBAlMAoGCCqGSM49BAMCA0kAMEYCIQDNDZz8fWf/07aZaV1oAq18dYA8OKFEgTrQxD7uHbdi",
    "QwIhANBuNINsWBPAtwRWBuLDvCPk8+0UVPWyQs75tAwl/POt",
  ].join(""),
  /** Of a developer. */
  jane: [
    "MIHeMIGGAgEAMCQxEzARBgNVBAoMCmRldmVsb3BlcnMxDTALBgNVBAMMBGphbmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ7",
    "MIA7Z3BKYAe83RSBZLygi2X4Th9iP/1ARe23QYlCvLcMpTWExbnlN2W8CXW3OzmjQA+5lzb1S7vanDllxKOmoAAwCgYIKoZIzj0E",
    "AwIDRwAwRAIgCGIjNAf8hz0wh1+iBpHLiR0774sa/sQzxbGKPynDcgMCIBZXODFiAT5558e0sPXAi5LHDHWotCegGKf9Olbb/Ap8",
  ].join(""),
  /** What she was given. */
  janes: [
    "MIIBNDCB2gIUQXILneAnGYbhmTHHMBSWacKfw8QwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjcw",
    "MjM3MjNaFw00NjExMjIwMjM3MjNaMCQxEzARBgNVBAoMCmRldmVsb3BlcnMxDTALBgNVBAMMBGphbmUwWTATBgcqhkjOPQIBBggq",
    "hkjOPQMBBwNCAAQ7MIA7Z3BKYAe83RSBZLygi2X4Th9iP/1ARe23QYlCvLcMpTWExbnlN2W8CXW3OzmjQA+5lzb1S7vanDllxKOm",
    "MAoGCCqGSM49BAMCA0kAMEYCIQDtDqIxO6aVL5civB0sSn7fGpnGbd2yOT+eVDwSklP7zgIhAIDGF6zQduJO1BRJHKsxHytTzJlL",
    "tYLY8x8MT8v76Dpl",
  ].join(""),
};

/** PEM as base64, as bytes are in JSON. */
function pem(what: string, der: string): string {
  const lines = der.replaceAll(/.{64}/g, "$&\n");
  return Buffer.from(`-----BEGIN ${what}-----\n${lines}\n-----END ${what}-----\n`).toString("base64");
}

/** What signers were asked for: by a node that joins where nobody approves by himself, and by somebody who works there. */
export function certificatesOf(cloud: Cloud, at: (minutesAgo: number) => string): readonly PlatformObject[] {
  const request = (name: string, spec: object, status: object): PlatformObject => ({
    kind: kinds.certificateSigningRequests,
    namespace: "",
    object: { metadata: { name }, spec, status },
  });
  const approved = {
    type: "Approved",
    status: "True",
    reason: "KubectlApprove",
    message: "This CSR was approved by kubectl certificate approve.",
    lastUpdateTime: at(18),
    lastTransitionTime: at(18),
  };
  const issued = request(
    "jane",
    {
      request: pem("CERTIFICATE REQUEST", made.jane),
      signerName: "kubernetes.io/kube-apiserver-client",
      usages: ["client auth"],
      username: "jane",
      groups: ["developers", "system:authenticated"],
    },
    { conditions: [approved], certificate: pem("CERTIFICATE", made.janes) },
  );
  const node = cloud.nodeName(0, () => "");
  const pending = request(
    "csr-4kd9x",
    {
      request: pem("CERTIFICATE REQUEST", made.kubelet),
      signerName: "kubernetes.io/kubelet-serving",
      usages: ["digital signature", "server auth"],
      username: `system:node:${node}`,
      groups: ["system:nodes", "system:authenticated"],
    },
    {},
  );
  return cloud.cluster === "dc-berlin" ? [issued, pending] : [];
}
