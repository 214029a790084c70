/** Who has written to an object, and as objects of which API version. An upgrade that drops the version breaks them. */
export interface Manager {
  readonly manager: string;
  readonly apiVersion: string;
}

/**
 * Where an object's metadata keeps them. A symbol, as it is no field of the API: manifests that are shown, filters and
 * whoever walks over the fields must not meet it.
 */
export const managers: unique symbol = Symbol("managers");

// Few lists stand for all objects of a cluster, so each is kept once. Names of managers are chosen by clients: past the
// limit the table begins anew, and equal lists are two for a while.
const known = new Map<string, readonly Manager[]>();
const capacity = 4096;

/** The distinct pairs of `managedFields`, in the order of their names; equal lists are one array. */
export function managersIn(managedFields: unknown): readonly Manager[] {
  const pairs = new Set<string>();
  if (Array.isArray(managedFields)) {
    for (const entry of managedFields) {
      // The same manager stands there once for each subresource and operation.
      if (typeof entry?.manager === "string" && typeof entry.apiVersion === "string") {
        pairs.add(`${entry.manager}\0${entry.apiVersion}`);
      }
    }
  }
  const sorted = [...pairs].sort();
  const key = sorted.join("\n");
  const held = known.get(key);
  if (held) return held;
  const list = sorted.map((pair) => {
    const [manager = "", apiVersion = ""] = pair.split("\0");
    return { manager, apiVersion };
  });
  if (known.size >= capacity) known.clear();
  known.set(key, list);
  return list;
}
