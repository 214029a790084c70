import { readFile } from "node:fs/promises";

/** The document of a published operation, by the name of its file. */
export function published(name: string): Promise<string> {
  return readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");
}
