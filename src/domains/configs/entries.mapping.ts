import { UserError } from "../../graphql/index.ts";
import type { ConfigContent } from "./config-map.manifest.ts";

/** As it is given: whether it is right is told by `entryFaults`. */
export interface GivenEntry {
  readonly key: string;
  readonly value?: string | null;
  readonly base64?: string | null;
}

const keyForm = /^[-._a-zA-Z0-9]{1,253}$/;
const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is wrong with the entries, before they are sent anywhere. `field` is the input's path of the list. Values are not repeated. */
export function entryFaults(entries: readonly GivenEntry[], field: string): readonly UserError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ key, value, base64 }, index) => {
    const faults: UserError[] = [];
    const fault = (message: string, part: string) =>
      faults.push(new UserError("INVALID", message, `${field}[${index}]${part}`));
    if (!keyForm.test(key) || key === "." || key === "..") {
      fault("A key has letters, digits, `-`, `_` and `.`, and 253 of them at most", ".key");
    } else if (seen.has(key)) fault(`${JSON.stringify(key)} is given twice`, ".key");
    seen.add(key);
    if ((value == null) === (base64 == null)) fault("Either value or base64 must be given", "");
    if (base64 != null && !base64Form.test(base64)) fault("It is not base64", ".base64");
    return faults;
  });
}

/** What is wrong with a change of some keys: entries that are set, and keys that go. */
export function changeFaults(set: readonly GivenEntry[], remove: readonly string[]): readonly UserError[] {
  const faults = [...entryFaults(set, "input.set")];
  const both = set.findIndex(({ key }) => remove.includes(key));
  if (both >= 0) faults.push(new UserError("INVALID", "A key is either set or removed", `input.set[${both}].key`));
  if (set.length + remove.length === 0) faults.push(new UserError("INVALID", "Nothing is to be changed", "input.set"));
  return faults;
}

/** The content that entries make. */
export function contentOf(entries: readonly GivenEntry[]): ConfigContent {
  const texts = entries.filter(({ value }) => value != null).map(({ key, value }) => [key, value as string]);
  const bytes = entries.filter(({ base64 }) => base64 != null).map(({ key, base64 }) => [key, base64 as string]);
  return { data: Object.fromEntries(texts), binaryData: Object.fromEntries(bytes) };
}

/** A content with some entries set and some removed. A key that changes its kind leaves the other one. */
export function changedContent(
  { data = {}, binaryData = {} }: ConfigContent,
  set: readonly GivenEntry[],
  remove: readonly string[],
): ConfigContent {
  const touched = new Set([...remove, ...set.map(({ key }) => key)]);
  const kept = (part: Readonly<Record<string, string>>) => Object.entries(part).filter(([key]) => !touched.has(key));
  const added = contentOf(set);
  return {
    data: Object.fromEntries([...kept(data), ...Object.entries(added.data ?? {})]),
    binaryData: Object.fromEntries([...kept(binaryData), ...Object.entries(added.binaryData ?? {})]),
  };
}
