import type { Kind } from "./kind.ts";
import { type KubeObject, valueAt } from "./object.ts";
import { badRequest } from "./status.ts";

export type FieldTest = (object: KubeObject) => boolean;

const common = ["metadata.name", "metadata.namespace"];

/** The grammar of `fieldSelector`: `a=b,c!=d`, over the fields that the kind lets be selected. */
export function parseFieldSelector(kind: Kind, text: string): FieldTest {
  const tests = text
    .split(",")
    .filter((term) => term !== "")
    .map((term): FieldTest => {
      const [, path, operator, value = ""] = term.match(/^([^=!]+)(==|!=|=)(.*)$/) ?? [];
      if (path === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      if (![...common, ...kind.selectable].includes(path)) throw unknownField(kind, path);
      return (object) => (String(valueAt(object, path) ?? "") === value) === (operator !== "!=");
    });
  return (object) => tests.every((test) => test(object));
}

function unknownField({ selectable }: Kind, path: string) {
  if (selectable.length > 0) return badRequest(`field label not supported: ${path}`);
  const known = common.map((name) => JSON.stringify(name)).join(", ");
  return badRequest(`${JSON.stringify(path)} is not a known field selector: only ${known}`);
}
