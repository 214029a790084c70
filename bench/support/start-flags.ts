import { readFileSync } from "node:fs";

/** What `npm start` gives to Node; it belongs to what is measured. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (scripts.start as string).split(" ").filter((word) => word.startsWith("--"));
}
