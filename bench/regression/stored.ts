import { readFileSync, writeFileSync } from "node:fs";
import { rounded } from "../figure.ts";
import type { GuardedId } from "./guarded.ts";

const file = new URL("./ratios.json", import.meta.url);

export type Ratios = Readonly<Record<GuardedId, number>>;

export function storedRatios(): Ratios {
  return JSON.parse(readFileSync(file, "utf8")) as Ratios;
}

export function storeRatios(ratios: Ratios): void {
  const short = Object.entries(ratios).map(([id, ratio]) => [id, rounded(ratio)]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(short), null, 2)}\n`);
}
