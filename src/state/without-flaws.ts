import type { Row } from "./row.ts";

/** An object that an index cannot read is found by nothing there: it takes no other with it, as a list that fails would come again with the same flaw. */
export function withoutFlaws<T>(values: (row: Row<T>) => readonly string[]): (row: Row<T>) => readonly string[] {
  return (row) => {
    try {
      return values(row);
    } catch {
      return [];
    }
  };
}
