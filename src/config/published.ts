import { type Config, defaults } from "./config.ts";
import type { JsonSchema } from "./field.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";

type Group = { readonly [name: string]: Setting<unknown> | Group };

/** A setting with where it stands: `limits.bodyBytes`, `clusters[].name`. */
export interface Described {
  readonly path: string;
  readonly setting: Setting<unknown>;
  readonly default: unknown;
  /** There is no default: the object that it belongs to must have it. */
  readonly required: boolean;
}

function isSetting(node: Setting<unknown> | Group): node is Setting<unknown> {
  return typeof node.read === "function";
}

/** Every setting there is, in the order in which they are told. */
export function described(
  group: Group = settings as unknown as Group,
  values: object = defaults satisfies Config,
  above = "",
): readonly Described[] {
  return Object.entries(group).flatMap(([name, node]) => {
    const path = `${above}${name}`;
    const value = (values as Record<string, unknown>)[name];
    if (!isSetting(node)) return described(node, value as object, `${path}.`);
    return [{ path, setting: node, default: value, required: false }, ...within(path, node)];
  });
}

/** What stands inside of a setting that takes objects. */
function within(path: string, { schema, members = {} }: Setting<unknown>): readonly Described[] {
  const inside = schema.type === "array" ? `${path}[]` : path;
  return Object.entries(members).flatMap(([name, member]) => {
    const { absent } = member;
    const at = `${inside}.${name}`;
    const value = typeof absent === "object" ? absent.value : undefined;
    return [{ path: at, setting: member, default: value, required: absent === "refused" }, ...within(at, member)];
  });
}

/** The JSON Schema of a configuration file. */
export function configSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Fairway's configuration",
    description: "Every setting, with what it is for. A setting that is left out has its default.",
    ...schemaOf(settings as unknown as Group, defaults),
  };
}

function schemaOf(group: Group, values: object): JsonSchema {
  const properties = Object.entries(group).map(([name, node]) => {
    const value = (values as Record<string, unknown>)[name];
    if (!isSetting(node)) return [name, schemaOf(node, value as object)];
    const { description, reason, schema } = node;
    return [
      name,
      { description: `${description} ${reason}`, ...schema, ...(value !== undefined && { default: value }) },
    ];
  });
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(properties) };
}

const preface = `# Configuration

<!-- Written by the test test/unit/config/published.test.ts from src/config/settings.ts; do not edit it here. -->

Nothing has to be configured. What is, stands in one YAML file, named with \`--config FILE\` or in \`FAIRWAY_CONFIG\`; some
settings have a flag or an environment variable as well. A flag wins over the environment, the environment over the file,
the file over the default. The configuration is read at
start. Of a file that changes later \`kubeconfig\`, \`contexts\` and \`clusters\` are taken up within a few seconds, or at once
on SIGHUP; one that cannot be used changes nothing, and is logged.

A mistake ends the process with exit code 2 and names its place, as in
\`limits.documentDepht: no such setting; there are …\`. Editors that know JSON Schema find it while it is written, with this
as the file's first line (and the path of a copy of [config.schema.json](../schema/config.schema.json)):

\`\`\`yaml
# yaml-language-server: $schema=../schema/config.schema.json
port: 8080
contexts: [alpha, bravo]
authentication:
  jwt:
    - issuer: { url: https://id.example.com, audiences: [fairway] }
      claimMappings:
        username: { claim: sub, prefix: "id:" }
        groups: { claim: groups, prefix: "id:" }
clusters:
  - { name: bravo, upstream: token }
limits:
  documentDepth: 15
\`\`\`
`;

/** docs/configuration.md: every setting with its reason. */
export function configReference(): string {
  const sections = described().map(({ path, setting, default: value, required }) => {
    const { description, reason, takes, unit, byDefault, flag, variable } = setting;
    const lines = [
      `## \`${path}\``,
      "",
      wrap(description),
      "",
      wrap(`*Why:* ${reason}`),
      "",
      `- takes ${takes}${unit === undefined ? "" : ` (${unitNames[unit]})`}`,
      required ? "- must be there" : `- default: ${byDefault ?? `\`${String(value)}\`${readable(value, unit)}`}`,
    ];
    if (flag !== undefined) lines.push(`- flag: \`--${flag}\``);
    if (variable !== undefined) lines.push(`- environment: \`${variable}\``);
    return lines.join("\n");
  });
  return `${[preface.trimEnd(), ...sections].join("\n\n")}\n`;
}

const unitNames = { bytes: "bytes", ms: "milliseconds" };

function readable(value: unknown, unit: Setting<unknown>["unit"]): string {
  if (typeof value !== "number" || unit === undefined) return "";
  if (unit === "ms") return ` (${value >= 60_000 ? `${value / 60_000} min` : `${value / 1000} s`})`;
  return ` (${value >= 1024 * 1024 ? `${value / 1024 / 1024} MiB` : `${value / 1024} KiB`})`;
}

function wrap(text: string, width = 120): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
