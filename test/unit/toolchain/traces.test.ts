import { expect, test } from "vitest";
import { foundIn } from "../../support/traces.ts";

const values = { password: "correct-horse-battery-staple" };

test.each([
  ["as it is", `{"a":"${values.password}"}`, "text"],
  ["in base64", Buffer.from(values.password).toString("base64"), "base64 after 0"],
  ["in base64, behind another byte", Buffer.from(`u${values.password}!`).toString("base64"), "base64 after 1"],
  ["in base64, behind two", Buffer.from(`u:${values.password}`).toString("base64"), "base64 after 2"],
  ["in base64, behind many", Buffer.from(`user:${values.password}`).toString("base64"), "base64 after 2"],
  ["in hexadecimal digits", Buffer.from(values.password).toString("hex"), "hexadecimal"],
])("a value is found %s", (_what, text, form) => {
  expect(foundIn(`before ${text} after`, values)).toContain(`password as ${form}`);
});

test("a value that is not there is not found", () => {
  expect(foundIn("correct-horse-battery", values)).toEqual([]);
});
