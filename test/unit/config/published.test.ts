import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { defaults, loadConfig, usage } from "../../../src/config/index.ts";
import { readLayer } from "../../../src/config/layers.ts";
import { configReference, configSchema, described } from "../../../src/config/published.ts";
import { projectRoot } from "../../architecture/source-file.ts";

const schemaFile = "schema/config.schema.json";
const referenceFile = "docs/configuration.md";

/** As the formatter wants it: lists of plain values on one line. */
function printed(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (_all, items: string) => `[${items.replace(/\n\s+/g, " ")}]`)}\n`;
}

describe("what is published of the configuration is what the code says", () => {
  // To write them anew: npx vitest run --project unit test/unit/config/published.test.ts --update
  test(schemaFile, async () => {
    await expect(printed(configSchema())).toMatchFileSnapshot(join(projectRoot, schemaFile));
  });

  test(referenceFile, async () => {
    await expect(configReference()).toMatchFileSnapshot(join(projectRoot, referenceFile));
  });
});

describe("every setting", () => {
  test.each(described().map((each) => [each.path, each] as const))("%s says what it is and why", (_path, each) => {
    const { description, reason, byDefault } = each.setting;
    expect(description).toMatch(/^[A-Z].*[.]$/s);
    expect(reason).toMatch(/^[A-Z].*[.]$/s);
    // A default that cannot be written down, or is empty, is told in words.
    const plain = ["string", "number", "boolean"].includes(typeof each.default);
    expect(byDefault === undefined).toBe(plain || each.required);
  });

  const settable = described().flatMap(({ path, setting }) =>
    [setting.variable, setting.flag && `--${setting.flag}`].flatMap((name) => (name ? [[name, path] as const] : [])),
  );

  test.each(settable)("%s is in the usage, and sets %s", (name, path) => {
    expect(usage).toContain(name);
    const sample: Record<string, string> = { port: "1", host: "::1", logLevel: "warn", kubeconfig: "/a" };
    const flag = name.startsWith("--") ? name.slice(2) : undefined;
    const config =
      flag === undefined
        ? loadConfig({}, { [name]: sample[path] })
        : loadConfig({ [flag]: path === "allowWrites" ? true : sample[path] }, {});
    expect(config).not.toEqual(defaults);
    expect(config).toEqual({ ...defaults, [path]: config[path as keyof typeof config] });
  });
});

describe("the JSON Schema and the loader agree", () => {
  let fits: ValidateFunction;
  beforeAll(() => {
    const ajv = new Ajv2020({ allowUnionTypes: false, strict: true });
    fits = ajv.compile(JSON.parse(readFileSync(join(projectRoot, schemaFile), "utf8")));
  });

  const loads = (value: unknown) => {
    try {
      readLayer(value);
      return true;
    } catch {
      return false;
    }
  };

  test.each([
    ["{}", true],
    ["{port: 0, host: '::1', logLevel: silent, allowWrites: true}", true],
    ["{contexts: [a, b], allowedHosts: ['gw:80', '[::1]', name], allowedOrigins: ['https://a.example:8443']}", true],
    ["{limits: {bodyBytes: 1}, authentication: {tokenReview: {clusters: [a, b]}}}", true],
    [
      "{authentication: {jwt: [{issuer: {url: 'https://i', audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ''}}}]}}",
      true,
    ],
    ["{authentication: {jwt: [{issuer: {url: 'https://i', audiences: []}}]}}", false],
    ["{cursorSecret: 0123456789abcdef}", true],
    ["{clusters: [{name: a}, {name: b, upstream: token, accepts: ['https://id.example']}]}", true],
    ["{clusters: [{name: a, accepts: []}]}", true],
    ["{clusters: [{upstream: token}]}", false],
    ["{clusters: [{name: a, upstreams: token}]}", false],
    ["{clusters: [{name: a, upstream: both}]}", false],
    ["{clusters: [a]}", false],
    ["{clusters: {name: a}}", false],
    ["{prot: 1}", false],
    ["{limits: {firstMax: 1}}", false],
    ["{limits: 3}", false],
    ["{port: '1'}", false],
    ["{port: 65536}", false],
    ["{port: 1.5}", false],
    ["{port: -1}", false],
    ["{host: ''}", false],
    ["{host: 'a b'}", false],
    ["{contexts: a}", false],
    ["{contexts: [1]}", false],
    ["{allowWrites: 'true'}", false],
    ["{allowedHosts: ['http://a']}", false],
    ["{allowedOrigins: ['portal.example.com']}", false],
    ["{allowedOrigins: ['https://a.example/']}", false],
    ["{logLevel: loud}", false],
    ["{cursorSecret: short}", false],
    ["{authentication: {mode: oidc}}", false],
    ["{authentication: {tokenReview: {clusters: a}}}", false],
    ["{clusterDeadlineMs: 0}", false],
    ["[]", false],
  ])("on %s", (yaml, good) => {
    const value = parse(yaml);
    expect([fits(value), loads(value)]).toEqual([good, good]);
  });

  test("on the example of the reference", () => {
    const [, example = ""] = configReference().match(/```yaml\n(.*?)```/s) ?? [];
    expect([fits(parse(example)), loads(parse(example))]).toEqual([true, true]);
  });
});
