import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { clusterField } from "../../../src/config/cluster-settings.ts";
import type { FairwayError } from "../../../src/errors/index.ts";
import { type ConnectionManifest, registrationOf } from "../../../src/registration/cluster-connection.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";

const ca = createCertificateAuthority("test");
const leaf = ca.issue({ commonName: "jane" });
const base64 = (text: string) => Buffer.from(text).toString("base64");

function connection(spec: unknown): ConnectionManifest {
  const metadata = { name: "member", namespace: "fairway", uid: "u", resourceVersion: "1" };
  return { apiVersion: "fairway.dev/v1alpha1", kind: "ClusterConnection", metadata, spec } as ConnectionManifest;
}

const secret = (values: Record<string, string>) =>
  new Map(Object.entries(values).map(([key, value]) => [key, Buffer.from(value)]));

const spec = { server: "https://10.0.0.1:6443", secretRef: { name: "credential" } };
const token = { token: "canary-token\n", "ca.crt": ca.certificate };

function kubeconfig(user: object, cluster: object = {}): string {
  const server = "https://10.0.0.2:6443/";
  return JSON.stringify({
    "current-context": "second",
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [
      { name: "first", context: { cluster: "nowhere" } },
      { name: "second", context: { cluster: "c", user: "u" } },
    ],
  });
}

describe("a ClusterConnection", () => {
  test("registers the server of its spec with the token of its Secret", () => {
    const { config, settings, labels } = registrationOf(
      connection({ ...spec, labels: { region: "north" }, deadlineMs: 300, upstream: "token" }),
      secret(token),
    );
    expect(config).toMatchObject({ name: "member", server: "https://10.0.0.1:6443" });
    expect(config.credentials()).toMatchObject({
      tls: { caData: Buffer.from(ca.certificate), insecure: false },
      user: { token: "canary-token" },
    });
    expect(settings).toMatchObject({ name: "member", deadlineMs: 300, upstream: "token" });
    expect(labels).toEqual({ region: "north" });
    // Whoever prints it prints no secret.
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain("canary");
  });

  test("registers the current context of a kubeconfig in its Secret, whatever that is called there", () => {
    const user = { "client-certificate-data": base64(leaf.certificate), "client-key-data": base64(leaf.key) };
    const { config } = registrationOf(
      connection({ secretRef: spec.secretRef }),
      secret({ kubeconfig: kubeconfig(user) }),
    );
    expect(config).toMatchObject({ name: "member", server: "https://10.0.0.2:6443" });
    expect(config.credentials().user.certData?.toString()).toBe(leaf.certificate);
  });

  const refusals: readonly [string, unknown, Record<string, string>, string, string][] = [
    ["no token", spec, { "ca.crt": ca.certificate }, "KUBECONFIG_INVALID", "neither a kubeconfig nor a token"],
    ["an empty token", spec, { token: " \n" }, "KUBECONFIG_INVALID", "neither a kubeconfig nor a token"],
    ["a token that ends a header", spec, { token: "canary\r\nx: y" }, "KUBECONFIG_INVALID", "cannot be sent"],
    ["a CA that is none", spec, { token: "canary", "ca.crt": "canary" }, "KUBECONFIG_INVALID", "PEM certificate"],
    ["no server", { secretRef: spec.secretRef }, token, "CONFIG_INVALID", "spec.server is missing"],
    ["a server in the clear", { ...spec, server: "http://10.0.0.1" }, token, "KUBECONFIG_INVALID", "by https"],
    ["a server that is none", { ...spec, server: 7 }, token, "KUBECONFIG_INVALID", "server"],
    ["a password in the server", { ...spec, server: "https://a:canary@b" }, token, "KUBECONFIG_INVALID", "credentials"],
    ["a proxy that is none", { ...spec, proxyUrl: "ftp://x" }, token, "KUBECONFIG_INVALID", "proxy-url"],
    ["a setting that is none", { ...spec, dedlineMs: 1 }, token, "CONFIG_INVALID", "spec.dedlineMs: no such setting"],
    ["a setting out of range", { ...spec, deadlineMs: 0 }, token, "CONFIG_INVALID", "spec.deadlineMs"],
    ["a kubeconfig that is none", spec, { kubeconfig: "{canary" }, "KUBECONFIG_INVALID", "not YAML"],
    ["an empty kubeconfig", spec, { kubeconfig: "{}" }, "KUBECONFIG_INVALID", "no current context"],
    ...["exec", "auth-provider", "tokenFile", "client-certificate", "client-key"].map(
      (field): [string, unknown, Record<string, string>, string, string] => [
        `a kubeconfig with ${field}`,
        spec,
        { kubeconfig: kubeconfig({ [field]: field === "exec" ? { command: "canary" } : "/canary" }) },
        "KUBECONFIG_INVALID",
        `users[0].user.${field} is not taken from a Secret`,
      ],
    ),
    [
      "a kubeconfig with a CA file",
      spec,
      { kubeconfig: kubeconfig({}, { "certificate-authority": "/canary" }) },
      "KUBECONFIG_INVALID",
      "clusters[0].cluster.certificate-authority is not taken from a Secret",
    ],
  ];

  test.each(refusals)(
    "with %s is refused, and nothing of the Secret is told",
    (_what, given, values, code, message) => {
      const attempt = () => registrationOf(connection(given), secret(values));
      expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
      try {
        attempt();
      } catch (error) {
        expect((error as FairwayError).message).not.toContain("canary");
        expect((error as FairwayError).cause).toBeUndefined();
      }
    },
  );
});

test("the CRD has every setting of a cluster, and nothing that the gateway does not know", () => {
  const file = new URL("../../../deploy/crds/fairway.dev_clusterconnections.yaml", import.meta.url);
  const { spec } = parse(readFileSync(file, "utf8"));
  const known = Object.keys(spec.versions[0].schema.openAPIV3Schema.properties.spec.properties).sort();
  const settings = Object.keys(clusterField.members ?? {}).filter((name) => name !== "name");
  const own = ["server", "tlsServerName", "proxyUrl", "secretRef", "labels"];
  expect(known).toEqual([...settings, ...own].sort());
});
