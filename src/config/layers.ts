import { FairwayError } from "../errors/index.ts";
import type { Config } from "./config.ts";
import { type Field, readField, shown } from "./field.ts";
import { settings } from "./settings.ts";

/** What one source (file, environment, command line) sets. */
export type Layer = { readonly [K in keyof Config]?: Partial<Config[K]> };

type Tree = { readonly [name: string]: Field<unknown> | Tree };

function isField(node: Field<unknown> | Tree): node is Field<unknown> {
  return typeof node.read === "function";
}

/** Checks a parsed file against the settings. `null` is "not set", as an empty YAML value is. */
export function readLayer(value: unknown, path = "", tree: Tree = settings as unknown as Tree): Layer {
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    const place = path === "" ? "the configuration" : path;
    throw new FairwayError("CONFIG_INVALID", `${place}: must be an object, got ${shown(value)}`, { field: path });
  }
  const layer: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (!node) {
      const known = Object.keys(tree).join(", ");
      throw new FairwayError("CONFIG_INVALID", `${at}: no such setting; there are ${known}`, { field: at });
    }
    if (given === null || given === undefined) continue;
    layer[name] = isField(node) ? readField(node, given, at) : readLayer(given, at, node);
  }
  return layer as Layer;
}

/** Later layers win, setting by setting. Lists are replaced, not joined. The inputs are not touched. */
export function mergeLayers(base: Config, ...layers: readonly Layer[]): Config {
  let merged: object = structuredClone(base);
  for (const layer of layers) merged = merge(merged, layer);
  return freeze(merged) as Config;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merge(base: object, over: object): object {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    if (value !== undefined)
      merged[name] = isObject(value) && isObject(below) ? merge(below, value) : structuredClone(value);
  }
  return merged;
}

function freeze(value: object): object {
  for (const each of Object.values(value)) if (typeof each === "object" && each !== null) freeze(each);
  return Object.freeze(value);
}
