import { fieldsOf, isFields } from "../storage/object.ts";

/** RFC 7396: objects are merged, null removes, everything else replaces. */
export function jsonMerge(current: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged = new Map(Object.entries(fieldsOf(current)));
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else merged.set(field, jsonMerge(merged.get(field), value));
  }
  return Object.fromEntries(merged);
}
