import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaults, loadConfig } from "../../../src/config/index.ts";
import type { FairwayError } from "../../../src/errors/index.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "fairway-config-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function file(text: string): string {
  const path = join(dir, "fairway.yaml");
  writeFileSync(path, text);
  return path;
}

function refusal(load: () => unknown): FairwayError {
  try {
    load();
  } catch (error) {
    return error as FairwayError;
  }
  throw new Error("the configuration was accepted");
}

describe("the ladder", () => {
  test("begins with the defaults", () => {
    expect(loadConfig({}, {})).toEqual(defaults);
  });

  test("goes from the file over the environment to the flags, setting by setting", () => {
    const config = file("host: ::1\nport: 1\nkubeconfig: from-file\nlogLevel: warn\nclusterDeadlineMs: 7\n");
    const environment = { FAIRWAY_CONFIG: config, FAIRWAY_PORT: "2", FAIRWAY_HOST: "localhost", KUBECONFIG: "/a:/b" };
    const flags = { port: "3", "allow-writes": true };
    expect(loadConfig(flags, environment)).toEqual({
      ...defaults,
      clusterDeadlineMs: 7,
      logLevel: "warn",
      host: "localhost",
      kubeconfig: "/a:/b",
      port: 3,
      allowWrites: true,
    });
  });

  test("takes the flag's file, not the environment's", () => {
    const config = file("port: 1\n");
    expect(loadConfig({ config }, { FAIRWAY_CONFIG: join(dir, "absent.yaml") }).port).toBe(1);
  });

  test("takes an empty variable for one that is not set", () => {
    const empty = {
      FAIRWAY_PORT: "",
      FAIRWAY_HOST: "",
      FAIRWAY_LOG_LEVEL: "",
      FAIRWAY_CONFIG: "",
      KUBECONFIG: "",
      HOME: "",
    };
    expect(loadConfig({}, empty)).toEqual(defaults);
  });

  test("sets a limit and leaves the others", () => {
    const config = file("limits:\n  bodyBytes: 2000\n");
    expect(loadConfig({ config }, {}).limits).toEqual({ ...defaults.limits, bodyBytes: 2_000 });
  });

  test.each(["", "# nothing\n", "limits:\n", "{}", "port: null\n"])("takes the file %j for nothing set", (text) => {
    expect(loadConfig({ config: file(text) }, {})).toEqual(defaults);
  });

  test("falls back on the usual kubeconfig where there is one", () => {
    expect(loadConfig({}, { HOME: dir }).kubeconfig).toBeUndefined();
    mkdirSync(join(dir, ".kube"));
    writeFileSync(join(dir, ".kube", "config"), "");
    expect(loadConfig({}, { HOME: dir }).kubeconfig).toBe(join(dir, ".kube/config"));
    expect(loadConfig({}, { HOME: dir, KUBECONFIG: "mine" }).kubeconfig).toBe("mine");
  });

  test("reads a path in a file from where the file is", () => {
    expect(loadConfig({ config: file("kubeconfig: clusters/kubeconfig") }, {}).kubeconfig).toBe(
      join(dir, "clusters/kubeconfig"),
    );
    expect(loadConfig({ config: file("kubeconfig: /etc/kubeconfig") }, {}).kubeconfig).toBe("/etc/kubeconfig");
    expect(loadConfig({ config: file("audit: { sink: file, file: logs/audit }") }, {}).audit).toEqual({
      sink: "file",
      file: join(dir, "logs/audit"),
      required: false,
    });
    expect(loadConfig({ config: file("tls: { certFile: tls.crt, keyFile: /etc/tls.key }") }, {}).tls).toEqual({
      certFile: join(dir, "tls.crt"),
      keyFile: "/etc/tls.key",
    });
  });

  test("refuses a cluster that accepts callers of an issuer that there is not", () => {
    const accepting = (issuer: string) =>
      file(`authentication: { tokenReview: { clusters: [a] } }\nclusters: [{ name: b, accepts: ["${issuer}"] }]`);
    expect(loadConfig({ config: accepting("cluster:a") }, {}).clusters[0]?.accepts).toEqual(["cluster:a"]);
    for (const issuer of ["cluster:b", "a", "https://id.example"]) {
      expect(() => loadConfig({ config: accepting(issuer) }, {})).toThrow(
        expect.objectContaining({ code: "CONFIG_INVALID", field: "clusters[0].accepts[0]" }),
      );
    }
  });
});

describe("the configuration", () => {
  test("cannot be changed, at any depth, and the defaults are not its parts", () => {
    const config = loadConfig({ config: file("contexts: [a]\nallowedHosts: [b]") }, {});
    const parts = [config, config.limits, config.contexts, config.allowedHosts, config.allowedOrigins];
    expect(parts.every(Object.isFrozen)).toBe(true);
    expect(config.limits).not.toBe(defaults.limits);
  });

  test("takes every setting of the file", () => {
    const settings = {
      ...defaults,
      host: "::1",
      port: 0,
      kubeconfig: "/k",
      contexts: ["alpha", "beta"],
      allowWrites: true,
      allowedHosts: ["gw.example.com", "gw:8080", "[::1]:9"],
      allowedOrigins: ["https://portal.example.com", "http://localhost:3000"],
      limits: Object.fromEntries(Object.keys(defaults.limits).map((name) => [name, 7])),
      clusterDeadlineMs: 1,
      storeIdleMs: 0,
      drainMs: 0,
      cursorSecret: "0123456789abcdef",
      logLevel: "silent",
    };
    expect(loadConfig({ config: file(JSON.stringify(settings)) }, {})).toEqual(settings);
  });
});

describe("a mistake names its place", () => {
  test.each([
    ["limits:\n  bodyBytes: x", 'limits.bodyBytes: must be a positive integer, got "x"'],
    ["limits:\n  bodyBytes: 0", "limits.bodyBytes: must be a positive integer, got 0"],
    ["limits:\n  bodyBytes: 1.5", "limits.bodyBytes: must be a positive integer, got 1.5"],
    ["limits: 7", "limits: must be an object, got 7"],
    ["limits: [1]", "limits: must be an object, got [1]"],
    ["port: 65536", "port: must be an integer from 0 to 65535, got 65536"],
    ['port: "80"', 'port: must be an integer from 0 to 65535, got "80"'],
    ["allowWrites: yes please", 'allowWrites: must be true or false, got "yes please"'],
    ["contexts: alpha", 'contexts: must be a list, each item a text that is not empty, got "alpha"'],
    ["contexts: [1]", "contexts: must be a list, each item a text that is not empty, got [1]"],
    ["host: a b", 'host: must be a host name or an IP address, got "a b"'],
    ["allowedOrigins: [https://a.example/x]", "allowedOrigins: must be a list, each item an origin such as"],
    ["allowedHosts: [https://a.example]", "allowedHosts: must be a list, each item name or name:port"],
    ["logLevel: loud", 'logLevel: must be one of trace, debug, info, warn, error, fatal, silent, got "loud"'],
    ["prot: 1", "prot: no such setting; there are host, port,"],
    ["limits:\n  bodybytes: 1", "limits.bodybytes: no such setting; there are bodyBytes,"],
    ["toString: 1", "toString: no such setting"],
    ["__proto__:\n  port: 1", "__proto__: no such setting"],
    ["- a", 'the configuration: must be an object, got ["a"]'],
    ["just words", 'the configuration: must be an object, got "just words"'],
  ])("%j", (text, message) => {
    const { code, message: got } = refusal(() => loadConfig({ config: file(text) }, {}));
    expect([code, got]).toEqual(["CONFIG_INVALID", expect.stringContaining(message)]);
    expect(got.split("\n")).toHaveLength(1);
  });

  test.each([
    [{}, { FAIRWAY_PORT: "x" }, 'FAIRWAY_PORT: must be an integer from 0 to 65535, got "x"'],
    [{}, { FAIRWAY_PORT: "1e3" }, "FAIRWAY_PORT: must be an integer"],
    [{}, { FAIRWAY_LOG_LEVEL: "x" }, "FAIRWAY_LOG_LEVEL: must be one of"],
    [{ port: "" }, {}, '--port: must be an integer from 0 to 65535, got ""'],
    [{ port: "-1" }, {}, "--port: must be an integer"],
    [{ host: "" }, {}, "--host: must be a host name or an IP address"],
    [{ config: "/nowhere.yaml" }, {}, "/nowhere.yaml: the configuration file cannot be read (ENOENT)"],
  ])("%j %j", (flags, environment, message) => {
    const error = refusal(() => loadConfig(flags, environment));
    expect([error.code, error.message]).toEqual(["CONFIG_INVALID", expect.stringContaining(message)]);
  });

  test.each(["a: b: c", "port: 1\nport: 2", "&a [*b]", "\tport: 1", "{"])("no YAML: %j", (text) => {
    const { code, message } = refusal(() => loadConfig({ config: file(text) }, {}));
    expect(code).toBe("CONFIG_INVALID");
    expect(message).toContain(join(dir, "fairway.yaml"));
    expect(message.split("\n")).toHaveLength(1);
  });

  test("but never shows a secret", () => {
    const { message } = refusal(() => loadConfig({ config: file("cursorSecret: canary") }, {}));
    expect(message).toBe("cursorSecret: must be a text of at least 16 characters, got something else");
  });

  test("and a file of a few aliases cannot become a huge value", () => {
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (let n = 1; n < 9; n += 1) {
      const [name, before] = [String.fromCharCode(97 + n), String.fromCharCode(96 + n)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(",")}]`);
    }
    expect(refusal(() => loadConfig({ config: file(bomb.join("\n")) }, {})).code).toBe("CONFIG_INVALID");
  });
});

describe("registries", () => {
  test("have paths that are meant from where the file is, and a time-out of their own", () => {
    const config = file(
      "registries: [{ host: 'registry.test:5000', username: robot, passwordFile: secrets/password, caFile: /ca.pem }]\n",
    );
    expect(loadConfig({ config }, {}).registries).toEqual([
      {
        host: "registry.test:5000",
        username: "robot",
        passwordFile: join(dir, "secrets/password"),
        caFile: "/ca.pem",
        timeoutMs: 5_000,
      },
    ]);
  });

  test.each([
    ["no host", "{ url: 'https://registry.test' }", "registries[0].host"],
    ["a host with a path", "{ host: registry.test/shop }", "registries[0].host"],
    ["a host in large letters", "{ host: Registry.test }", "registries[0].host"],
    ["a URL with a path", "{ host: registry.test, url: 'https://registry.test/v2' }", "registries[0].url"],
    ["a URL with a user", "{ host: registry.test, url: 'https://me:hunter2@registry.test' }", "registries[0].url"],
    ["a URL of another protocol", "{ host: registry.test, url: 'file:///etc/passwd' }", "registries[0].url"],
    ["a password for nobody", "{ host: registry.test, passwordFile: password }", "registries[0]"],
    ["no time at all", "{ host: registry.test, timeoutMs: 0 }", "registries[0].timeoutMs"],
    ["a word that is none", "{ host: registry.test, insecure: true }", "registries[0].insecure"],
    ["the same host twice", "{ host: registry.test }, { host: registry.test }", "registries"],
  ])("are not taken with %s", (_what, text, field) => {
    expect(refusal(() => loadConfig({ config: file(`registries: [${text}]\n`) }, {}))).toMatchObject({
      code: "CONFIG_INVALID",
      field,
    });
  });
});

describe("prometheuses", () => {
  test("have paths that are meant from where the file is, and the labels that are usual", () => {
    const config = file(
      "prometheuses: [{ name: fleet, url: 'https://metrics.test/prometheus', clusterLabel: cluster, tokenFile: token, caFile: /ca.pem }]\n",
    );
    expect(loadConfig({ config }, {}).prometheuses).toEqual([
      {
        name: "fleet",
        url: "https://metrics.test/prometheus",
        clusterLabel: "cluster",
        nodeLabel: "node",
        scrapeIntervalMs: 30_000,
        tokenFile: join(dir, "token"),
        caFile: "/ca.pem",
        timeoutMs: 5_000,
      },
    ]);
  });

  const url = "url: 'https://metrics.test'";
  test.each([
    ["no name", `{ ${url}, clusters: [alpha] }`, "prometheuses[0].name"],
    ["a name with a space", `{ name: a b, ${url}, clusters: [alpha] }`, "prometheuses[0].name"],
    ["no URL", "{ name: fleet, clusters: [alpha] }", "prometheuses[0].url"],
    [
      "a URL with a user",
      "{ name: fleet, url: 'https://me:hunter2@metrics.test', clusters: [a] }",
      "prometheuses[0].url",
    ],
    [
      "a URL with a query",
      "{ name: fleet, url: 'https://metrics.test?tenant=1', clusters: [a] }",
      "prometheuses[0].url",
    ],
    ["a URL of another protocol", "{ name: fleet, url: 'file:///etc/passwd', clusters: [a] }", "prometheuses[0].url"],
    ["no cluster and no label of one", `{ name: fleet, ${url} }`, "prometheuses[0]"],
    ["two clusters that nothing tells apart", `{ name: fleet, ${url}, clusters: [a, b] }`, "prometheuses[0]"],
    ["an empty list of clusters", `{ name: fleet, ${url}, clusters: [], clusterLabel: c }`, "prometheuses[0].clusters"],
    ["a label that is none", `{ name: fleet, ${url}, clusterLabel: 'a-b' }`, "prometheuses[0].clusterLabel"],
    ["no time at all", `{ name: fleet, ${url}, clusterLabel: c, timeoutMs: 0 }`, "prometheuses[0].timeoutMs"],
    [
      "no interval",
      `{ name: fleet, ${url}, clusterLabel: c, scrapeIntervalMs: 0 }`,
      "prometheuses[0].scrapeIntervalMs",
    ],
    ["a word that is none", `{ name: fleet, ${url}, clusterLabel: c, password: x }`, "prometheuses[0].password"],
    [
      "the same name twice",
      `{ name: fleet, ${url}, clusterLabel: c }, { name: fleet, ${url}, clusterLabel: c }`,
      "prometheuses",
    ],
  ])("are not taken with %s", (_what, text, field) => {
    expect(refusal(() => loadConfig({ config: file(`prometheuses: [${text}]\n`) }, {}))).toMatchObject({
      code: "CONFIG_INVALID",
      field,
    });
  });
});

describe("alertmanagers", () => {
  test("have paths that are meant from where the file is, and the label that is usual", () => {
    const config = file("alertmanagers: [{ name: fleet, url: 'https://alerts.test/am', tokenFile: token }]\n");
    expect(loadConfig({ config }, {}).alertmanagers).toEqual([
      {
        name: "fleet",
        url: "https://alerts.test/am",
        clusterLabel: "cluster",
        pollIntervalMs: 5_000,
        tokenFile: join(dir, "token"),
        timeoutMs: 5_000,
      },
    ]);
  });

  const url = "url: 'https://alerts.test'";
  test.each([
    ["no name", `{ ${url} }`, "alertmanagers[0].name"],
    ["no URL", "{ name: fleet }", "alertmanagers[0].url"],
    ["a URL with a user", "{ name: fleet, url: 'https://me:hunter2@alerts.test' }", "alertmanagers[0].url"],
    ["a URL of another protocol", "{ name: fleet, url: 'file:///etc/passwd' }", "alertmanagers[0].url"],
    ["an empty list of clusters", `{ name: fleet, ${url}, clusters: [] }`, "alertmanagers[0].clusters"],
    ["a label that is none", `{ name: fleet, ${url}, clusterLabel: 'a-b' }`, "alertmanagers[0].clusterLabel"],
    ["no interval", `{ name: fleet, ${url}, pollIntervalMs: 0 }`, "alertmanagers[0].pollIntervalMs"],
    ["a word that is none", `{ name: fleet, ${url}, password: x }`, "alertmanagers[0].password"],
    ["the same name twice", `{ name: fleet, ${url} }, { name: fleet, ${url} }`, "alertmanagers"],
  ])("are not taken with %s", (_what, text, field) => {
    expect(refusal(() => loadConfig({ config: file(`alertmanagers: [${text}]\n`) }, {}))).toMatchObject({
      code: "CONFIG_INVALID",
      field,
    });
  });
});
