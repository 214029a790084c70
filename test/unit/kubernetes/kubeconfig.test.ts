import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import type { FairwayError } from "../../../src/errors/index.ts";
import { loadKubeconfig } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";

const root = mkdtempSync(join(tmpdir(), "fairway-kubeconfig-"));
afterAll(() => rmSync(root, { recursive: true }));

const authority = createCertificateAuthority("test");
const leaf = authority.issue({ commonName: "jane" });
const base64 = (text: string) => Buffer.from(text).toString("base64");

let files = 0;
let folder: string;
beforeEach(() => {
  folder = join(root, String(++files));
  mkdirSync(folder);
});

/** Writes a kubeconfig, and returns its path. */
function write(content: unknown, name = "config"): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : stringify(content));
  return path;
}

const cluster = (name: string, more: object = {}) => ({
  name,
  cluster: { server: `https://${name}.example.com:6443`, ...more },
});
const user = (name: string, more: object = { token: "canary-token" }) => ({ name, user: more });
const context = (name: string, of = name, by: string | undefined = name) => ({
  name,
  context: { cluster: of, user: by },
});
const config = (names: string[], more: object = {}) => ({
  apiVersion: "v1",
  kind: "Config",
  clusters: names.map((name) => cluster(name)),
  users: names.map((name) => user(name)),
  contexts: names.map((name) => context(name)),
  ...more,
});

function problem(path: string | undefined, contexts?: string[]): FairwayError {
  try {
    loadKubeconfig(path, contexts);
  } catch (error) {
    return error as FairwayError;
  }
  return expect.unreachable("it was taken");
}

describe("loading a kubeconfig", () => {
  test("makes a cluster of each context, of the context's name", () => {
    const contexts = [context("first", "a", "a"), context("second", "b", "b"), context("third", "a", "b")];
    const configs = loadKubeconfig(write(config(["a", "b"], { contexts })));
    expect(configs.map(({ name, server }) => [name, server])).toEqual([
      ["first", "https://a.example.com:6443"],
      ["second", "https://b.example.com:6443"],
      ["third", "https://a.example.com:6443"],
    ]);
  });

  test("takes the contexts that are asked for, in that order, and does not look at the others", () => {
    const path = write({ ...config(["a", "b"]), contexts: [context("a"), context("broken", "nowhere"), context("b")] });
    expect(loadKubeconfig(path, ["b", "a"]).map(({ name }) => name)).toEqual(["b", "a"]);
  });

  test("joins several files, of which the first counts for a context in two", () => {
    const first = write({ ...config(["a"]), contexts: [context("a"), context("mixed", "b", "b")] }, "first");
    const second = write(
      { ...config(["a", "b"]), clusters: [cluster("a", { server: "https://other" }), cluster("b")] },
      "second",
    );
    const configs = loadKubeconfig([first, second].join(delimiter));
    expect(configs.map(({ name, server }) => [name, server])).toEqual([
      ["a", "https://a.example.com:6443"],
      ["mixed", "https://b.example.com:6443"],
      ["b", "https://b.example.com:6443"],
    ]);
  });

  test("keeps the credentials of two files apart where their users have one name", () => {
    const make = (name: string, token: string) =>
      write(
        { clusters: [cluster(name)], users: [user("admin", { token })], contexts: [context(name, name, "admin")] },
        name,
      );
    const [a, b] = loadKubeconfig([make("a", "token-a"), make("b", "token-b")].join(delimiter));
    expect(a?.credentials().user).toEqual({ name: "a/admin", token: "token-a" });
    expect(b?.credentials().user).toEqual({ name: "b/admin", token: "token-b" });
  });

  test("takes a context without a user", () => {
    const path = write({ clusters: [cluster("a")], contexts: [{ name: "a", context: { cluster: "a" } }] });
    expect(loadKubeconfig(path)[0]?.credentials().user).toEqual({ name: "a/" });
  });

  test("reads every field that says who one is, with paths beside the file", () => {
    writeFileSync(join(folder, "ca.crt"), authority.certificate);
    writeFileSync(join(folder, "token"), "t");
    const path = write({
      clusters: [
        cluster("a", {
          "certificate-authority": "ca.crt",
          "tls-server-name": "api.internal",
          "insecure-skip-tls-verify": false,
          "proxy-url": "http://proxy:3128",
          server: "https://a.example.com/k8s/",
        }),
      ],
      users: [
        user("a", {
          tokenFile: "token",
          "client-certificate-data": base64(leaf.certificate),
          "client-key-data": base64(leaf.key),
          as: "jane",
          "as-uid": "u1",
          "as-groups": ["dev", "ops"],
          "as-user-extra": { "Scopes/x": ["1", "2"] },
        }),
      ],
      contexts: [context("a")],
    });
    const [loaded] = loadKubeconfig(path);
    expect(loaded).toMatchObject({ server: "https://a.example.com/k8s", proxyUrl: "http://proxy:3128" });
    expect(loaded?.credentials()).toEqual({
      tls: { caFile: join(folder, "ca.crt"), serverName: "api.internal", insecure: false },
      user: {
        name: "a/a",
        tokenFile: join(folder, "token"),
        certData: Buffer.from(leaf.certificate),
        keyData: Buffer.from(leaf.key),
        impersonate: {
          "impersonate-user": "jane",
          "impersonate-uid": "u1",
          "impersonate-group": ["dev", "ops"],
          "impersonate-extra-scopes%2Fx": ["1", "2"],
        },
      },
    });
  });

  test("finds a credential plugin as kubectl does, and tells it what it is asked for", () => {
    const exec = (command: string) => {
      const users = [
        user("a", {
          exec: { apiVersion: "client.authentication.k8s.io/v1", command, env: [{ name: "X", value: "1" }] },
        }),
      ];
      return loadKubeconfig(write({ clusters: [cluster("a")], users, contexts: [context("a")] }))[0]?.credentials().user
        .exec;
    };
    expect(exec("aws")).toMatchObject({ command: "aws" });
    expect(exec("./bin/login")).toMatchObject({ command: join(folder, "bin/login") });
    expect(exec("/opt/login")).toMatchObject({ command: "/opt/login" });
    const info = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { interactive: false },
    };
    expect(exec("aws")?.env).toEqual([
      { name: "X", value: "1" },
      { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) },
    ]);
  });

  test("shows no secret when it is printed", () => {
    const loaded = loadKubeconfig(write(config(["a"])));
    expect(inspect(loaded, { depth: 10 })).not.toContain("canary");
    expect(JSON.stringify(loaded)).not.toContain("canary");
  });

  test("without a path looks into the home folder", () => {
    mkdirSync(join(folder, ".kube"));
    vi.stubEnv("HOME", folder);
    expect(problem(undefined).message).toMatch(/\.kube\/config: the file does not exist, and this is no pod/);
    write(config(["a"]), ".kube/config");
    expect(loadKubeconfig().map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("a kubeconfig that cannot be used", () => {
  const secret = "canary-secret";
  const broken: [string, unknown, string][] = [
    ["is not YAML", `users:\n- name: a\n  user: {token: ${secret}\ncontexts: []`, "line 4, column 1 is not YAML"],
    ["is a word", secret, "the file does not hold a kubeconfig"],
    ["is a list", [secret], "the file does not hold a kubeconfig"],
    ["is empty", "", "the file does not hold a kubeconfig"],
    ["has an alias without its anchor", `users: *${secret}`, "the file cannot be resolved"],
    ["has no contexts", config([]), "there are no contexts"],
    ["has contexts that are no list", { ...config(["a"]), contexts: { a: 1 } }, "there are no contexts"],
    ["has a context without a name", { ...config(["a"]), contexts: [{ context: {} }] }, "contexts[0].name is missing"],
    ["has a context that is null", { ...config(["a"]), contexts: [null] }, "contexts[0].name is missing"],
    [
      "has a context without content",
      { ...config(["a"]), contexts: [{ name: "a" }] },
      "contexts[0].context.cluster is missing",
    ],
    [
      "has a context of a missing cluster",
      { ...config(["a"]), contexts: [context("a"), context("b", "nowhere", "a")] },
      'contexts[1].context.cluster names a cluster that is not there: "nowhere"',
    ],
    [
      "has a context of a missing user",
      { ...config(["a"]), contexts: [context("a", "a", "nobody")] },
      'contexts[0].context.user names a user that is not there: "nobody"',
    ],
    [
      "has a cluster without a server",
      { ...config(["a"]), clusters: [{ name: "a", cluster: {} }] },
      "clusters[0].cluster.server is missing",
    ],
    [
      "has a cluster without content",
      { ...config(["a"]), clusters: [{ name: "a" }] },
      "clusters[0].cluster.server is missing",
    ],
    [
      "has a server that is no URL",
      { ...config(["a"]), clusters: [cluster("a", { server: secret })] },
      "clusters[0].cluster.server is not an http or https URL",
    ],
    [
      "has a server of another protocol",
      { ...config(["a"]), clusters: [cluster("a", { server: "ftp://x" })] },
      "clusters[0].cluster.server is not an http or https URL",
    ],
    [
      "has credentials in the server's URL",
      { ...config(["a"]), clusters: [cluster("a", { server: `https://u:${secret}@x` })] },
      "clusters[0].cluster.server must not hold credentials",
    ],
    [
      "has a CA that is not base64",
      { ...config(["a"]), clusters: [cluster("a", { "certificate-authority-data": `${secret}!` })] },
      "clusters[0].cluster.certificate-authority-data is not base64",
    ],
    [
      "has a CA that is no certificate",
      { ...config(["a"]), clusters: [cluster("a", { "certificate-authority-data": base64(secret) })] },
      "clusters[0].cluster.certificate-authority-data is not a PEM certificate",
    ],
    [
      "has a CA in a file that is not there",
      { ...config(["a"]), clusters: [cluster("a", { "certificate-authority": "nowhere.crt" })] },
      "clusters[0].cluster.certificate-authority names a file that cannot be read",
    ],
    [
      "has a proxy that is none",
      { ...config(["a"]), clusters: [cluster("a", { "proxy-url": secret })] },
      "clusters[0].cluster.proxy-url is not an HTTP or SOCKS URL",
    ],
    [
      "has a token that is no string",
      { ...config(["a"]), users: [user("a", { token: 7 })] },
      "users[0].user.token is not a string",
    ],
    [
      "has a certificate without its key",
      { ...config(["a"]), users: [user("a", { "client-certificate-data": base64(leaf.certificate) })] },
      "users[0].user.client-certificate and client-key must be given together",
    ],
    [
      "has a key that is none",
      {
        ...config(["a"]),
        users: [user("a", { "client-certificate-data": base64(leaf.certificate), "client-key-data": base64(secret) })],
      },
      "users[0].user.client-certificate and client-key are no pair in PEM",
    ],
    [
      "has a plugin without a command",
      { ...config(["a"]), users: [user("a", { exec: {} })] },
      "users[0].user.exec.command is missing",
    ],
  ];

  test.each(broken)("because it %s says where, and quotes nothing", (_, content, expected) => {
    const path = write(content);
    const error = problem(path);
    expect(error).toMatchObject({ name: "FairwayError", code: "KUBECONFIG_INVALID" });
    expect(error.message).toContain(path);
    expect(error.message).toContain(expected);
    expect(inspect(error)).not.toContain(secret);
  });

  test("because it is not there says so", () => {
    const path = join(folder, "nothing");
    expect(problem(path)).toMatchObject({
      code: "KUBECONFIG_INVALID",
      message: `kubeconfig ${path}: the file does not exist`,
    });
    expect(problem(folder).message).toContain("the file cannot be read (EISDIR)");
    expect(problem("").message).toContain("no file is named");
  });

  test("because it lacks a context that is asked for says which", () => {
    expect(problem(write(config(["a"])), ["a", "b"]).message).toContain('there is no context "b"');
  });
});
