import { type Field, integer } from "./field.ts";
import {
  address,
  caFile,
  clustersField,
  integrationName,
  label,
  timeoutMs,
  tokenFile,
} from "./integration-settings.ts";
import { object, optional, required, withDefault } from "./object-field.ts";

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
  name: integrationName("errors, in the log and in the gateway's own metrics"),
  url: required(address, {
    description: "Where it is, as in `https://alerts.example.com`; below a path too. Its API v2 is used.",
    reason: "Alerts are in no cluster's API.",
  }),
  clusters: optional(clustersField, {
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
  tokenFile,
  caFile,
  pollIntervalMs: withDefault(integer(100, 3_600_000), 5_000, {
    description: "Time between two polls, drawn from 90 to 110 %. Nobody is asked while nobody looks.",
    reason:
      "Alertmanager tells nobody of changes by itself; whoever is called at night has waited longer than this before.",
    unit: "ms",
  }),
  timeoutMs: timeoutMs({
    description: "How long one answer is waited for.",
    reason: "One that hangs should not look alive for much longer than one that is gone.",
  }),
});
