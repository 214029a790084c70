import type { Manifest } from "../context.ts";
import { isInt } from "../resources/index.ts";
import type { ConfigContent, ConfigRevisionManifest } from "./config-map.manifest.ts";

export const ChangeKind = { ADDED: "ADDED", CHANGED: "CHANGED", REMOVED: "REMOVED" } as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

/** What became of one key from one content to another. */
export interface EntryChange {
  readonly key: string;
  readonly kind: ChangeKind;
  /** Null where the key is absent, and where the value is bytes. */
  readonly before: string | null;
  readonly after: string | null;
  readonly binary: boolean;
}

/** The number under which the present content counts; kept by whoever changes a config through the gateway. */
const REVISION = "fairway.dev/config-revision";

export function revisionOf({ metadata }: Manifest): number {
  const revision = Number(metadata.annotations?.[REVISION] ?? 1);
  // The next one must be an Int as well.
  return isInt(revision + 1) && revision > 0 ? revision : 1;
}

export function numbered(revision: number): { readonly annotations: Readonly<Record<string, string>> } {
  return { annotations: { [REVISION]: String(revision) } };
}

/** Whether it can be a former content: anybody may make a ControllerRevision that says it belongs to a config. */
export function isRevision({ revision }: ConfigRevisionManifest): boolean {
  return isInt(revision) && revision > 0;
}

/** The content that is kept in it, of what stands there. */
export function contentOfRevision({ data }: ConfigRevisionManifest): ConfigContent {
  return { data: textsIn(data?.data), binaryData: textsIn(data?.binaryData) };
}

function textsIn(values: unknown): Readonly<Record<string, string>> {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return {};
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string"));
}

/** Values of both kinds under their keys, told apart. */
function entriesOf({ data, binaryData }: ConfigContent) {
  const entries = new Map<string, { readonly text: string; readonly binary: boolean }>();
  for (const [key, text] of Object.entries(data ?? {})) entries.set(key, { text, binary: false });
  for (const [key, text] of Object.entries(binaryData ?? {})) entries.set(key, { text, binary: true });
  return entries;
}

/** Key by key, in the order of the keys; empty for equal contents. */
export function changesOf(before: ConfigContent, after: ConfigContent): readonly EntryChange[] {
  const [old, young] = [entriesOf(before), entriesOf(after)];
  const keys = [...new Set([...old.keys(), ...young.keys()])].sort();
  return keys.flatMap((key): EntryChange[] => {
    const [was, is] = [old.get(key), young.get(key)];
    if (was && is && was.text === is.text && was.binary === is.binary) return [];
    const kind = !was ? ChangeKind.ADDED : is ? ChangeKind.CHANGED : ChangeKind.REMOVED;
    const shown = (entry: typeof was) => (entry && !entry.binary ? entry.text : null);
    return [{ key, kind, before: shown(was), after: shown(is), binary: (is ?? was)?.binary ?? false }];
  });
}

/** The merge patch that makes one content of another: what is gone is null. */
export function patchOf(before: ConfigContent, after: ConfigContent): Readonly<Record<string, unknown>> {
  const part = (old: Readonly<Record<string, string>> = {}, young: Readonly<Record<string, string>> = {}) => {
    const changed = Object.entries(young).filter(([key, value]) => old[key] !== value || !Object.hasOwn(old, key));
    const gone = Object.keys(old).filter((key) => !Object.hasOwn(young, key));
    return Object.fromEntries([...changed, ...gone.map((key) => [key, null])]);
  };
  const parts = { data: part(before.data, after.data), binaryData: part(before.binaryData, after.binaryData) };
  return Object.fromEntries(Object.entries(parts).filter(([, each]) => Object.keys(each).length > 0));
}
