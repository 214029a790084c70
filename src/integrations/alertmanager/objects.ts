/** Of resources that clusters do not serve: what an Alertmanager says of a cluster is kept beside the cluster's own objects. */
export const ALERTS = "alerts.fairway.dev/alerts";
export const SILENCES = "alerts.fairway.dev/silences";

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An alert in the form that objects of clusters have, so that whatever works on those works on it. */
export interface AlertObject {
  readonly apiVersion: "alerts.fairway.dev/v1";
  readonly kind: "Alert";
  readonly metadata: Metadata;
  readonly status: {
    readonly state: "active" | "suppressed" | "unprocessed";
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
  };
  readonly receivers: readonly string[];
  readonly generatorUrl: string | null;
}

export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  /** False: it matches what is not equal. */
  readonly isEqual: boolean;
}

export interface SilenceObject {
  readonly apiVersion: "alerts.fairway.dev/v1";
  readonly kind: "Silence";
  readonly metadata: Metadata;
  readonly spec: {
    readonly matchers: readonly SilenceMatcher[];
    readonly startsAt: string;
    readonly endsAt: string;
    readonly createdBy: string;
    readonly comment: string;
  };
  readonly status: { readonly state: "pending" | "active" | "expired" };
}
