import { describe, expect, test } from "vitest";
import { integer, list, readField, secret, text } from "../../../src/config/field.ts";
import { object, optional, required, withDefault } from "../../../src/config/object-field.ts";

interface Place {
  readonly name: string;
  readonly port: number;
  readonly note?: string;
  readonly key?: { readonly secret: string };
}

const about = { description: "What.", reason: "Why." };
const place = object<Place>(
  {
    name: required(text(), about),
    port: withDefault(integer(1, 9), 5, about),
    note: optional(text(), { ...about, byDefault: "none" }),
    key: optional(object<{ secret: string }>({ secret: required(secret(4), about) }), { ...about, byDefault: "none" }),
  },
  {
    refused: { host: "use name" },
    check: ({ name, note }) => (name === note ? "must have a note that says more" : undefined),
  },
);
const places = list(place, { unique: ({ name }) => name, minItems: 1 });

describe("an object of settings", () => {
  test("is read with its defaults, and has no member that was not given", () => {
    expect(readField(places, [{ name: "a" }, { name: "b", port: 1, note: null }], "places")).toEqual([
      { name: "a", port: 5 },
      { name: "b", port: 1 },
    ]);
  });

  test.each<[unknown, string]>([
    [[{ name: "a" }, { name: "b", prot: 1 }], "places[1].prot: no such setting; there are name, port, note, key"],
    [[{ name: "a", host: "b" }], "places[0].host: no such setting; use name"],
    [[{ name: "a", constructor: 1 }], "places[0].constructor: no such setting; there are name, port, note, key"],
    [[{ port: 1 }], "places[0].name: is missing; it must be a text that is not empty"],
    [[{ name: null }], "places[0].name: is missing; it must be a text that is not empty"],
    [[{ name: "a", port: "1" }], 'places[0].port: must be an integer from 1 to 9, got "1"'],
    [[{ name: "a", note: "a" }], "places[0]: must have a note that says more"],
    [
      [{ name: "a", key: { secret: "abc" } }],
      "places[0].key.secret: must be a text of at least 4 characters, got something else",
    ],
    [
      [{ name: "a" }, { name: "a" }],
      "places: must be a list that is not empty and without repetition, each item an object of name, port, note, key, got something else",
    ],
  ])("names the place of what is wrong in %j", (value, message) => {
    expect(() => readField(places, value, "places")).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message }),
    );
  });

  test.each([[[]], ["a"], [{ name: "a" }], [[["a"]]], [[7]], [[null]]])("is not found in %j", (value) => {
    expect(() => readField(places, value, "places")).toThrow(/^places: must be a list/);
  });

  test("is no text: neither a flag nor a variable sets it", () => {
    expect(() => readField(place, "{}", "--place", true)).toThrow(/^--place: must be an object/);
  });
});
