import type { LabelSelectorManifest } from "./pod-template.manifest.ts";

type Labels = Readonly<Record<string, string>>;

/** The test that a selector of a manifest is. An absent one selects nothing, an empty one everything. */
export function selectorTest(selector: LabelSelectorManifest | undefined): (labels: Labels | undefined) => boolean {
  if (!selector) return () => false;
  const { matchLabels, matchExpressions } = selector;
  const wanted = Object.entries(matchLabels ?? {});
  return (labels = {}) =>
    wanted.every(([key, value]) => labelIn(labels, key) === value) &&
    (matchExpressions ?? []).every((expression) => holds(expression, labelIn(labels, expression.key)));
}

function holds(
  { operator, values = [] }: NonNullable<LabelSelectorManifest["matchExpressions"]>[number],
  value: string | undefined,
): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** Labels are chosen by users, and `constructor` is a valid key. */
function labelIn(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** The selector in the form in which kubectl takes it, as in `app=web,tier in (back,front)`; empty for everything. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelectorManifest): string {
  const parts = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  for (const { key, operator, values = [] } of matchExpressions ?? []) {
    if (operator === "Exists") parts.push(key);
    else if (operator === "DoesNotExist") parts.push(`!${key}`);
    else parts.push(`${key} ${operator === "NotIn" ? "notin" : "in"} (${[...values].sort().join(",")})`);
  }
  return parts.sort().join(",");
}
