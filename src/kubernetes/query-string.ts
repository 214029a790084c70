export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** With its question mark; empty for an empty one. A list is one parameter for each of its values. */
export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  return parameters.size === 0 ? "" : `?${parameters}`;
}
