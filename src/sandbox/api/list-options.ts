import { parseFieldSelector } from "../storage/field-selector.ts";
import { parseLabelSelector } from "../storage/label-selector.ts";
import type { KubeObject } from "../storage/object.ts";
import { badRequest, type Cause, forbiddenValue, invalidOptions, unsupportedValue } from "../storage/status.ts";
import { type ApiRequest, isTrue } from "./api-request.ts";

/** What lists and watches are asked with. */
export interface ListOptions {
  /** Whether an object is in the namespace asked for and fits the selectors. */
  readonly test: (object: KubeObject) => boolean;
  readonly hasSelector: boolean;
  /** Undefined: the newest, for certain. 0: whatever is at hand. */
  readonly version: number | undefined;
  readonly match: "Exact" | "NotOlderThan" | undefined;
  readonly limit: number;
  readonly continue: string | undefined;
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

export function readListOptions({ kind, namespace, name, query, verb }: ApiRequest): ListOptions {
  const labels = query.get("labelSelector") ?? "";
  const fields = query.get("fieldSelector") ?? "";
  const hasLabels = parseLabelSelector(labels);
  const hasFields = parseFieldSelector(kind, fields);
  const sendInitialEvents = query.get("sendInitialEvents");
  const options: ListOptions = {
    test: (object) =>
      (namespace === "" || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      hasLabels(object.metadata.labels) &&
      hasFields(object),
    hasSelector: labels !== "" || fields !== "",
    version: readVersion(query.get("resourceVersion")),
    match: (query.get("resourceVersionMatch") || undefined) as ListOptions["match"],
    limit: readInteger(query.get("limit")) ?? 0,
    continue: query.get("continue") || undefined,
    bookmarks: isTrue(query.get("allowWatchBookmarks")),
    sendInitialEvents: sendInitialEvents === null ? undefined : isTrue(sendInitialEvents),
    timeoutSeconds: readInteger(query.get("timeoutSeconds")),
  };
  const cause = verb === "watch" ? watchCause(options) : listCause(options);
  if (cause) throw invalidOptions("ListOptions", cause);
  return options;
}

function listCause({ match, version, sendInitialEvents, ...options }: ListOptions): Cause | undefined {
  if (sendInitialEvents !== undefined) {
    return forbiddenValue("sendInitialEvents", "sendInitialEvents is forbidden for list");
  }
  if (match === undefined) return undefined;
  const field = "resourceVersionMatch";
  if (version === undefined) return forbiddenValue(field, `${field} is forbidden unless resourceVersion is provided`);
  if (options.continue) return forbiddenValue(field, `${field} is forbidden when continue is provided`);
  if (match !== "Exact" && match !== "NotOlderThan")
    return unsupportedValue(field, match, ["Exact", "NotOlderThan", ""]);
  const zero = match === "Exact" && version === 0;
  return zero ? forbiddenValue(field, `${field} "Exact" is forbidden for resourceVersion "0"`) : undefined;
}

function watchCause({ match, sendInitialEvents }: ListOptions): Cause | undefined {
  const field = "resourceVersionMatch";
  if (sendInitialEvents === undefined) {
    const why = `${field} is forbidden for watch unless sendInitialEvents is provided`;
    return match === undefined ? undefined : forbiddenValue(field, why);
  }
  const why = `sendInitialEvents requires setting ${field} to NotOlderThan`;
  return match === "NotOlderThan" ? undefined : forbiddenValue(field, why);
}

function readVersion(text: string | null): number | undefined {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw badRequest(`invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: ${why}`);
}

function readInteger(text: string | null): number | undefined {
  if (!text) return undefined;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}
