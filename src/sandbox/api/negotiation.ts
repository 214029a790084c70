import type { Kind } from "../storage/kind.ts";
import type { KubeObject } from "../storage/object.ts";
import { ApiError } from "../storage/status.ts";

/** In what form objects are sent: as they are, their metadata alone, or rows for `kubectl get`. */
export type Form = "object" | "metadata" | "table";

export interface Accepted {
  readonly form: Form;
  /** Discovery in one document instead of one for each group. */
  readonly aggregated: boolean;
}

/** Throws NotAcceptable where nothing of what is asked for is JSON. */
export function readAccept(header: string | undefined): Accepted {
  for (const range of (header || "*/*").split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    if (!["application/json", "application/*", "*/*"].includes(type)) continue;
    const given = new Map(parameters.map((parameter) => parameter.split("=", 2) as [string, string]));
    const as = given.get("as");
    if (as === undefined) return { form: "object", aggregated: false };
    if (as === "APIGroupDiscoveryList" && given.get("v") === "v2") return { form: "object", aggregated: true };
    if (given.get("g") !== "meta.k8s.io" || given.get("v") !== "v1") continue;
    if (as === "Table") return { form: "table", aggregated: false };
    if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") {
      return { form: "metadata", aggregated: false };
    }
  }
  throw new ApiError(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json", {});
}

export function shapeObject(kind: Kind, object: KubeObject, form: Form, now: number): unknown {
  if (form === "metadata") return partial(object);
  if (form === "table") return tableOf(kind, [object], { resourceVersion: object.metadata.resourceVersion }, now);
  return object;
}

export function shapeList(kind: Kind, items: readonly KubeObject[], meta: object, form: Form, now: number): unknown {
  if (form === "table") return tableOf(kind, items, meta, now);
  if (form === "metadata") {
    const head = { kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1" };
    return { ...head, metadata: meta, items: items.map(partial) };
  }
  const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
  // The items of a list do not say what they are: the list says it for all.
  const bare = items.map(({ apiVersion: _version, kind: _kind, ...item }) => item);
  return { kind: `${kind.kind}List`, apiVersion, metadata: meta, items: bare };
}

function partial({ metadata }: KubeObject) {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
}

function tableOf(kind: Kind, items: readonly KubeObject[], metadata: object, now: number) {
  const definition = (name: string, type: string, format = "") => ({
    name,
    type,
    format,
    description: "",
    priority: 0,
  });
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: [
      definition("Name", "string", "name"),
      ...kind.columns.map(({ name, type }) => definition(name, type)),
      definition("Age", "string"),
    ],
    rows: items.map((item) => ({
      cells: [
        item.metadata.name,
        ...kind.columns.map(({ value }) => value(item)),
        ageOf(now - Date.parse(item.metadata.creationTimestamp)),
      ],
      object: partial(item),
    })),
  };
}

function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
