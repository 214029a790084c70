import { type Field, flag, integer, list, longest, oneOf, readField, text } from "./field.ts";
import { object, optional, required, withDefault } from "./object-field.ts";

/** A namespace, as Kubernetes takes it. */
export const namespaceName = text({
  takes: "the name of a namespace",
  pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
});

/** What is set for one cluster. */
export interface ClusterSettings {
  /** The name of its context. */
  readonly name: string;
  readonly upstream: "impersonate" | "token";
  /** Absent: every issuer that is configured. */
  readonly accepts?: readonly string[];
  /** Absent: all. */
  readonly namespaces?: readonly string[];
  /** Absent: `clusterDeadlineMs`. In milliseconds. */
  readonly deadlineMs?: number;
  readonly readOnly: boolean;
  readonly protected: boolean;
  readonly protectedNamespaces: readonly string[];
}

/** An item of `clusters`. */
export const clusterField: Field<ClusterSettings> = object<ClusterSettings>({
  name: required(text(), {
    description: "The cluster: the name of its context in the kubeconfig.",
    reason: "That is how clusters are told apart everywhere.",
  }),
  upstream: withDefault(oneOf(["impersonate", "token"]), "impersonate", {
    description:
      "How a caller's writes and live reads go there. `impersonate`: with the gateway's own credential, which says as whom. " +
      "`token`: with the caller's token, and nothing else.",
    reason:
      "Either way the API server decides, and its audit names the person. A cluster that trusts the caller's issuer needs " +
      "no impersonation; others know the gateway alone.",
  }),
  accepts: optional(list(text(), { unique: (issuer) => issuer }), {
    description:
      "Callers of these issuers count in the cluster: URLs of `authentication.jwt`, or `cluster:NAME` for those whom the " +
      "TokenReview of another cluster vouches for.",
    reason: "Equal names of two issuers are two people, and not every cluster is meant for everybody.",
    byDefault: "every issuer of `authentication.jwt`, and the cluster's own TokenReview",
  }),
  namespaces: optional(list(namespaceName, { minItems: 1, unique: (name) => name }), {
    description:
      "The namespaces in which the gateway's own credential may list there. What they hold is shown, and nothing else.",
    reason:
      "Not every credential may list a whole cluster. Each namespace costs a list and a watch for each kind, and what was " +
      "written is read again (`minRevision`) only when the slowest of them has said how far it is, which may take a minute.",
    byDefault: "the whole cluster",
  }),
  deadlineMs: optional(integer(1, longest), {
    description: "How long this cluster is waited for within one operation, where that is not `clusterDeadlineMs`.",
    reason:
      "One at the other end of the world needs longer than the one next door, and should not set the pace for it.",
    unit: "ms",
    byDefault: "`clusterDeadlineMs`",
  }),
  readOnly: withDefault(flag(), false, {
    description: "Nothing is written there through this gateway, by nobody.",
    reason: "A gateway that takes writes may still show clusters that are changed by other ways alone.",
  }),
  protected: withDefault(flag(), false, {
    description: "Whatever is deleted there has to be named once more, in `confirm`.",
    reason: "Two clusters look alike in a portal, and a click in the wrong one cannot be taken back.",
  }),
  protectedNamespaces: withDefault(list(text()), [], {
    description:
      "The same for these namespaces and what is in them, beside those that the annotation `fairway.dev/protected` of the " +
      'namespace says "true" of.',
    reason: "Who may change a namespace may take its annotation away; this stays.",
    byDefault: "none",
  }),
});

const byDefault = { upstream: "impersonate", readOnly: false, protected: false, protectedNamespaces: [] } as const;

/** Of one item by itself, as a ClusterConnection has it. Throws CONFIG_INVALID, naming places below `at`. */
export function readClusterSettings(value: unknown, at: string): ClusterSettings {
  return readField(clusterField, value, at);
}

/** With the defaults for a cluster of which nothing is set. */
export function clusterSettings(all: readonly ClusterSettings[], name: string): ClusterSettings {
  return all.find((each) => each.name === name) ?? { name, ...byDefault };
}
