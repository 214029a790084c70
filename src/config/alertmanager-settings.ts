import { type Field, integer, list, text } from "./field.ts";
import { object, optional, required, withDefault } from "./object-field.ts";
import { isAddress, label } from "./prometheus-settings.ts";

/** An Alertmanager that is asked for alerts and silences. */
export interface AlertmanagerSettings {
  readonly name: string;
  readonly url: string;
  /** Absent: all. */
  readonly clusters?: readonly string[];
  readonly clusterLabel: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly pollIntervalMs: number;
  readonly timeoutMs: number;
}

/** An item of `alertmanagers`. */
export const alertmanagerField: Field<AlertmanagerSettings> = object<AlertmanagerSettings>({
  name: required(
    text({ takes: "a name of letters, digits, dots and dashes", pattern: /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/ }),
    {
      description: "What it is called in errors, in the log and in the gateway's own metrics.",
      reason: "Its address may hold what callers need not know.",
    },
  ),
  url: required(text({ takes: "an http or https URL without a user, a query or a fragment", ok: isAddress }), {
    description: "Where it is, as in `https://alerts.example.com`; below a path too. Its API v2 is used.",
    reason: "Alerts are in no cluster's API.",
  }),
  clusters: optional(list(text(), { minItems: 1, unique: (name) => name }), {
    description:
      "The clusters that it speaks for, by their registered names. With exactly one, all that it says is about that one, whatever the labels.",
    reason: "What one cluster is shown must not come from another.",
    byDefault: "all of them",
  }),
  clusterLabel: withDefault(label, "cluster", {
    description:
      "The label of its alerts that has the registered name of the cluster, where it speaks for several. An alert without it is shown nowhere.",
    reason: "Who may see an alert depends on what the cluster says of him.",
  }),
  tokenFile: optional(text(), {
    description:
      "The file with the token that it is shown. Read anew for each request. A path in a file is relative to that file.",
    reason: "A secret does not belong into a file of settings, and changes more often.",
    byDefault: "no token",
  }),
  caFile: optional(text(), {
    description:
      "The certificate authorities that its certificate may be of, in PEM. A path in a file is relative to that file.",
    reason: "What runs within the house often has an authority of its own.",
    byDefault: "those that Node.js trusts",
  }),
  pollIntervalMs: withDefault(integer(100, 3_600_000), 5_000, {
    description: "Time between two polls, drawn from 90 to 110 %. Nobody is asked while nobody looks.",
    reason:
      "Alertmanager tells nobody of changes by itself; whoever is called at night has waited longer than this before.",
    unit: "ms",
  }),
  timeoutMs: withDefault(integer(100, 120_000), 5_000, {
    description: "How long one answer is waited for.",
    reason: "One that hangs should not look alive for much longer than one that is gone.",
    unit: "ms",
  }),
});
