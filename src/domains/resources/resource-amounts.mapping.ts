import { quantityOf } from "./quantity.mapping.ts";

/** What Kubernetes calls a resource list: quantities by the name of what there is so much of. */
export type AmountsManifest = Readonly<Record<string, string | number>>;

export function sumOf(amounts: readonly (AmountsManifest | undefined)[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const each of amounts) addAmounts(total, each);
  return total;
}

/** As quantities, in the unit that Kubernetes itself writes. */
export function amountsOf(totals: ReadonlyMap<string, number>, times = 1): AmountsManifest {
  return Object.fromEntries([...totals].map(([name, number]) => [name, textOf(name, number * times)]));
}

/** Adds amounts to a total. */
export function addAmounts(total: Map<string, number>, amounts: AmountsManifest | undefined): void {
  for (const [name, text] of Object.entries(amounts ?? {})) {
    addNumber(total, name, quantityOf(text) ?? 0);
  }
}

/** Adds one total to another. */
export function addTotals(total: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, number] of more) addNumber(total, name, number);
}

/** Rounded to billionths each time: a tenth of a core is no binary fraction, and thousands of them would add up to another sum. */
function addNumber(total: Map<string, number>, name: string, number: number): void {
  const sum = (total.get(name) ?? 0) + number;
  total.set(name, Number.isInteger(sum) ? sum : Math.round(sum * 1e9) / 1e9);
}

/** Raises a total to what is needed at the least. */
export function raiseAmounts(total: Map<string, number>, least: ReadonlyMap<string, number>): void {
  for (const [name, number] of least) if (number > (total.get(name) ?? 0)) total.set(name, number);
}

function textOf(name: string, number: number): string {
  if (name === "cpu") return cpuText(number);
  // Nobody counts pods in multiples of 1,024.
  return name === "pods" ? String(number) : sizeText(number);
}

function cpuText(cores: number): string {
  // To the nanocore, as metrics have them.
  const nanocores = Math.round(cores * 1e9);
  if (nanocores % 1e9 === 0) return String(nanocores / 1e9);
  return nanocores % 1e6 === 0 ? `${nanocores / 1e6}m` : `${nanocores}n`;
}

const binary = [
  ["Ei", 2 ** 60],
  ["Pi", 2 ** 50],
  ["Ti", 2 ** 40],
  ["Gi", 2 ** 30],
  ["Mi", 2 ** 20],
  ["Ki", 2 ** 10],
] as const;

function sizeText(number: number): string {
  const whole = Math.ceil(number);
  const [suffix, scale] = binary.find(([, each]) => whole !== 0 && whole % each === 0) ?? ["", 1];
  return `${whole / scale}${suffix}`;
}
