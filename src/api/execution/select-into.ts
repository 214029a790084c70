import type { Select } from "./run.ts";

/**
 * Makes an object of what `reads` return, in this order. It is generated as an object literal, which costs half of what it does
 * to add members by names that are only known at runtime.
 */
export function selectInto(names: readonly string[], reads: readonly Select[]): Select {
  const members = names.map((name, index) => `${memberName(name)}: read${index}(source, run)`);
  const parameters = names.map((_, index) => `read${index}`);
  const make = new Function(...parameters, `return (source, run) => ({ ${members.join(", ")} });`);
  return make(...reads) as Select;
}

// Clients choose the names. As a string none can be anything else, and in brackets this one does not set the prototype.
function memberName(name: string): string {
  const literal = JSON.stringify(name);
  return name === "__proto__" ? `[${literal}]` : literal;
}
