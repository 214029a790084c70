import type { AlertObject, SilenceMatcher, SilenceObject } from "./objects.ts";

/** An item of an answer, before it is known which clusters it concerns. */
export type Read<T> = Omit<T, "metadata"> & { readonly metadata: Omit<AlertObject["metadata"], "resourceVersion"> };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the alerts that Alertmanager lists; all of them are firing. Of its times only the beginning is kept: `updatedAt` and `endsAt` move with each
 * time that Prometheus says the same again. Throws an Error in words for the log where it is no such list.
 */
export function parseAlerts(body: unknown): readonly Read<AlertObject>[] {
  return itemsOf(body).map((item) => {
    const { fingerprint, startsAt, status, receivers, generatorURL } = item;
    const { state, silencedBy, inhibitedBy } = fieldsOf(status, "the status of an alert");
    const labels = textsOf(item.labels);
    const name = textOf(fingerprint, "a fingerprint");
    const since = timeOf(startsAt);
    return {
      apiVersion: "alerts.fairway.dev/v1",
      kind: "Alert",
      metadata: {
        name,
        ...(labels.namespace && { namespace: labels.namespace }),
        // The same labels fire again some day, and that is another alert.
        uid: `${name}.${since}`,
        creationTimestamp: since,
        labels,
        annotations: textsOf(item.annotations),
      },
      status: {
        state: oneOf(state, ["active", "suppressed", "unprocessed"]),
        silencedBy: [...listOf(silencedBy)].sort(),
        inhibitedBy: [...listOf(inhibitedBy)].sort(),
      },
      receivers: Array.isArray(receivers)
        ? receivers.map((each) => textOf(fieldsOf(each, "a receiver").name, "a name of a receiver")).sort()
        : [],
      generatorUrl: typeof generatorURL === "string" && generatorURL !== "" ? generatorURL : null,
    };
  });
}

export function parseSilences(body: unknown): readonly Read<SilenceObject>[] {
  return itemsOf(body).map((item) => {
    const { id, matchers, startsAt, endsAt, createdBy, comment, status } = item;
    const name = textOf(id, "an id");
    if (!Array.isArray(matchers)) throw new Error("a silence without matchers");
    const read = matchers.map(matcherOf);
    const namespace = read.find((each) => each.name === "namespace" && each.isEqual && !each.isRegex)?.value;
    const since = timeOf(startsAt);
    return {
      apiVersion: "alerts.fairway.dev/v1",
      kind: "Silence",
      metadata: { name, ...(namespace && { namespace }), uid: name, creationTimestamp: since },
      spec: {
        matchers: read,
        startsAt: since,
        endsAt: timeOf(endsAt),
        createdBy: typeof createdBy === "string" ? createdBy : "",
        comment: typeof comment === "string" ? comment : "",
      },
      status: { state: oneOf(fieldsOf(status, "the status of a silence").state, ["pending", "active", "expired"]) },
    };
  });
}

export function parseSilenceId(body: unknown): string {
  return textOf(fieldsOf(body, "the answer").silenceID, "an id");
}

function matcherOf(value: unknown): SilenceMatcher {
  const { name, value: wanted, isRegex, isEqual } = fieldsOf(value, "a matcher");
  if (typeof wanted !== "string") throw new Error("the value of a matcher must be a text");
  // Absent in what was made before there was `!=`.
  return { name: textOf(name, "a label"), value: wanted, isRegex: isRegex === true, isEqual: isEqual !== false };
}

function itemsOf(body: unknown): readonly Fields[] {
  if (!Array.isArray(body)) throw new Error("the answer must be a list");
  return body.map((each) => fieldsOf(each, "an item"));
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} must be an object`);
  return value as Fields;
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== "string" || value === "") throw new Error(`${what} must be a text that is not empty`);
  return value;
}

/** In UTC: Alertmanager leaves a time in the zone in which it was given, and times are ordered as texts. */
function timeOf(value: unknown): string {
  const time = new Date(textOf(value, "a time"));
  if (Number.isNaN(time.getTime())) throw new Error("a time must be one of RFC 3339");
  return time.toISOString();
}

function oneOf<const T extends string>(value: unknown, words: readonly T[]): T {
  const found = words.find((each) => each === value);
  if (found === undefined) throw new Error("an unknown state");
  return found;
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const fields = fieldsOf(value ?? {}, "labels");
  if (Object.values(fields).some((each) => typeof each !== "string")) throw new Error("labels must be texts");
  return fields as Readonly<Record<string, string>>;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
