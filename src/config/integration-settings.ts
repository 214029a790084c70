import { type Field, integer, list, text } from "./field.ts";
import { optional, required, withDefault } from "./object-field.ts";
import type { About } from "./setting.ts";

// What the settings of Prometheus, Alertmanager and registries have in common.

/** An address that has nothing secret in it. */
const isBare = (value: string) => {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "" && !/[?#]/.test(value);
};

export const address = text({
  takes: "an http or https URL without a user, a query or a fragment",
  ok: isBare,
});

export const addressWithoutPath = text({
  takes: "an http or https URL without a path",
  ok: (value) => isBare(value) && new URL(value).origin === value,
});

export const label = text({ takes: "the name of a label", pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/ });

/** `shown` tells where the name is seen. */
export const integrationName = (shown: string) =>
  required(text({ takes: "a name of letters, digits, dots and dashes", pattern: /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/ }), {
    description: `What it is called in ${shown}.`,
    reason: "Its address may hold what callers need not know.",
  });

export const clustersField: Field<readonly string[]> = list(text(), { minItems: 1, unique: (name) => name });

export const tokenFile = optional(text(), {
  description:
    "The file with the token that it is shown. Read anew for each request. A path in a file is relative to that file.",
  reason: "A secret does not belong into a file of settings, and changes more often.",
  byDefault: "no token",
});

export const caFile = optional(text(), {
  description:
    "The certificate authorities that its certificate may be of, in PEM. A path in a file is relative to that file.",
  reason: "What runs within the house often has an authority of its own.",
  byDefault: "those that Node.js trusts",
});

export const timeoutMs = (about: About) => withDefault(integer(100, 120_000), 5_000, { ...about, unit: "ms" });
