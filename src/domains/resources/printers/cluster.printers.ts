import {
  AGE,
  boolean,
  compare,
  durationText,
  integer,
  type Loose,
  NAME,
  NONE,
  or,
  type Printed,
  type Printer,
  printer,
  shownSelector,
  since,
  text,
  UNSET,
  wide,
} from "./columns.mapping.ts";

const ROLE = "node-role.kubernetes.io/";

function rolesOf({ metadata }: Loose): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries<string>(metadata.labels ?? {})) {
    if (key.startsWith(ROLE)) {
      if (key.length > ROLE.length) roles.add(key.slice(ROLE.length));
    } else if (key === "kubernetes.io/role" && value !== "") roles.add(value);
  }
  return or([...roles].sort().join(","), NONE);
}

function statusOfNode({ spec, status }: Loose): string {
  const ready = (status?.conditions ?? []).findLast((each: Loose) => each.type === "Ready");
  const words = [ready ? (ready.status === "True" ? "Ready" : "NotReady") : "Unknown"];
  if (spec?.unschedulable) words.push("SchedulingDisabled");
  return words.join(",");
}

const address =
  (type: string) =>
  ({ status }: Loose) =>
    (status?.addresses ?? []).find((each: Loose) => each.type === type)?.address ?? NONE;

const systemOf = ({ status }: Loose) => status?.nodeInfo ?? {};

function kernelOf(node: Loose): string {
  const { kernelVersion, architecture } = systemOf(node);
  return architecture ? `${or(kernelVersion, "<unknown>")} (${architecture})` : or(kernelVersion, "<unknown>");
}

const roleOf = ({ roleRef }: Loose) => `${roleRef?.kind}/${roleRef?.name}`;
const subjectsOf =
  (kind: string, words: (subject: Loose) => string) =>
  ({ subjects }: Loose) =>
    (subjects ?? [])
      .filter((each: Loose) => each.kind === kind)
      .map(words)
      .join(", ");
const bindings: readonly Printed[] = [
  NAME,
  text("Role", roleOf),
  AGE,
  wide(
    "Users",
    subjectsOf("User", ({ name }) => name),
  ),
  wide(
    "Groups",
    subjectsOf("Group", ({ name }) => name),
  ),
  wide(
    "ServiceAccounts",
    subjectsOf("ServiceAccount", ({ namespace = "", name }) => `${namespace}/${name}`),
  ),
];

const firstSeenOf = ({ firstTimestamp, eventTime }: Loose) => firstTimestamp ?? eventTime ?? "<unknown>";
const lastSeenOf = (event: Loose) => event.series?.lastObservedTime ?? event.lastTimestamp ?? firstSeenOf(event);

function objectOfEvent({ involvedObject = {} }: Loose): string {
  const kind = or(involvedObject.kind, "").toLowerCase();
  return involvedObject.name ? `${kind}/${involvedObject.name}` : kind;
}

function sourceOfEvent({ source = {}, reportingComponent, reportingInstance }: Loose): string {
  const component = source.component || reportingComponent || "";
  const host = source.host || reportingInstance || "";
  return host === "" ? component : `${component}, ${host}`;
}

const quotaOf =
  (areLimits: boolean) =>
  ({ status }: Loose) =>
    Object.keys(status?.hard ?? {})
      .sort(compare)
      .filter((name) => name.startsWith("limits.") === areLimits)
      .map((name) => `${name}: ${status.used?.[name] ?? "0"}/${status.hard[name]}`)
      .join(", ");

function availabilityOf({ status }: Loose): string {
  const condition = (status?.conditions ?? []).find((each: Loose) => each.type === "Available");
  if (!condition) return "Unknown";
  return condition.status !== "True" && condition.reason
    ? `${condition.status} (${condition.reason})`
    : condition.status;
}

function approvalOf({ status }: Loose): string {
  const has = (type: string) => (status?.conditions ?? []).some((each: Loose) => each.type === type);
  const words = [has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending"];
  if (has("Failed")) words.push("Failed");
  if (status?.certificate) words.push("Issued");
  return words.join(",");
}

const limited = ({ spec }: Loose) => spec?.limited?.limitResponse?.queuing;
const webhooks: Printer = printer(
  NAME,
  integer("Webhooks", (object) => (object.webhooks ?? []).length),
  AGE,
);
const nothingMore: Printer = printer(
  NAME,
  since("Created At", ({ metadata }) => metadata.creationTimestamp),
);

export const clusterPrinters: Readonly<Record<string, Printer>> = {
  nodes: printer(
    NAME,
    text("Status", statusOfNode),
    text("Roles", rolesOf),
    AGE,
    text("Version", (node) => systemOf(node).kubeletVersion),
    wide("Internal-IP", address("InternalIP")),
    wide("External-IP", address("ExternalIP")),
    wide("OS-Image", (node) => or(systemOf(node).osImage, "<unknown>")),
    wide("Kernel-Version", kernelOf),
    wide("Container-Runtime", (node) => or(systemOf(node).containerRuntimeVersion, "<unknown>")),
  ),
  namespaces: printer(
    NAME,
    text("Status", ({ status }) => status?.phase),
    AGE,
  ),
  configmaps: printer(
    NAME,
    text("Data", ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length),
    AGE,
  ),
  // Of the values only their sizes are in memory.
  secrets: printer(
    NAME,
    text("Type", ({ type }) => type),
    text("Data", ({ dataSizes = {} }) => Object.keys(dataSizes).length),
    AGE,
  ),
  serviceaccounts: printer(NAME, AGE),
  events: printer(
    since("Last Seen", lastSeenOf),
    text("Type", ({ type }) => type),
    text("Reason", ({ reason }) => reason),
    text("Object", objectOfEvent),
    wide("Subobject", ({ involvedObject }) => involvedObject?.fieldPath),
    wide("Source", sourceOfEvent),
    text("Message", ({ message }) => (message ?? "").trim()),
    since("First Seen", firstSeenOf, 1),
    wide("Count", ({ series, count }) => series?.count ?? (count || 1)),
    { ...NAME, priority: 1 },
  ),
  resourcequotas: printer(NAME, text("Request", quotaOf(false)), text("Limit", quotaOf(true)), AGE),
  limitranges: nothingMore,
  "rbac.authorization.k8s.io/roles": nothingMore,
  "rbac.authorization.k8s.io/clusterroles": nothingMore,
  "rbac.authorization.k8s.io/rolebindings": printer(...bindings),
  "rbac.authorization.k8s.io/clusterrolebindings": printer(...bindings),
  "coordination.k8s.io/leases": printer(
    NAME,
    text("Holder", ({ spec }) => spec?.holderIdentity),
    AGE,
  ),
  "scheduling.k8s.io/priorityclasses": printer(
    NAME,
    integer("Value", ({ value }) => value),
    boolean("Global-Default", ({ globalDefault }) => globalDefault ?? false),
    AGE,
    text("PreemptionPolicy", ({ preemptionPolicy }) => preemptionPolicy),
  ),
  "node.k8s.io/runtimeclasses": printer(
    NAME,
    text("Handler", ({ handler }) => handler),
    AGE,
  ),
  "apiextensions.k8s.io/customresourcedefinitions": nothingMore,
  "apiregistration.k8s.io/apiservices": printer(
    NAME,
    text("Service", ({ spec }) => (spec?.service ? `${spec.service.namespace}/${spec.service.name}` : "Local")),
    text("Available", availabilityOf),
    AGE,
  ),
  "admissionregistration.k8s.io/mutatingwebhookconfigurations": webhooks,
  "admissionregistration.k8s.io/validatingwebhookconfigurations": webhooks,
  "admissionregistration.k8s.io/validatingadmissionpolicies": printer(
    NAME,
    integer("Validations", ({ spec }) => (spec?.validations ?? []).length),
    text("ParamKind", ({ spec }) => (spec?.paramKind ? `${spec.paramKind.apiVersion}/${spec.paramKind.kind}` : UNSET)),
    AGE,
  ),
  "certificates.k8s.io/certificatesigningrequests": printer(
    NAME,
    AGE,
    text("SignerName", ({ spec }) => or(spec?.signerName, NONE)),
    text("Requestor", ({ spec }) => spec?.username),
    text("RequestedDuration", ({ spec }) =>
      spec?.expirationSeconds == null ? NONE : durationText(spec.expirationSeconds * 1_000),
    ),
    text("Condition", approvalOf),
  ),
  "flowcontrol.apiserver.k8s.io/flowschemas": printer(
    NAME,
    text("PriorityLevel", ({ spec }) => spec?.priorityLevelConfiguration?.name),
    text("MatchingPrecedence", ({ spec }) => spec?.matchingPrecedence ?? 0),
    text("DistinguisherMethod", ({ spec }) => spec?.distinguisherMethod?.type ?? NONE),
    AGE,
    text("MissingPL", ({ status }) => {
      return (status?.conditions ?? []).find((each: Loose) => each.type === "Dangling")?.status ?? "?";
    }),
  ),
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations": printer(
    NAME,
    text("Type", ({ spec }) => spec?.type),
    text("NominalConcurrencyShares", ({ spec }) =>
      spec?.limited ? (spec.limited.nominalConcurrencyShares ?? 0) : NONE,
    ),
    text("Queues", (level) => (limited(level) ? (limited(level).queues ?? 0) : NONE)),
    text("HandSize", (level) => (limited(level) ? (limited(level).handSize ?? 0) : NONE)),
    text("QueueLengthLimit", (level) => (limited(level) ? (limited(level).queueLengthLimit ?? 0) : NONE)),
    AGE,
  ),
  "networking.k8s.io/networkpolicies": printer(
    NAME,
    text("Pod-Selector", ({ spec }) => shownSelector(spec?.podSelector ?? {})),
    AGE,
  ),
};
