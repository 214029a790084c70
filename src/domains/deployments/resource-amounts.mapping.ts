import { quantityOf } from "../resources/index.ts";

/** What Kubernetes calls a resource list: quantities by the name of what there is so much of. */
export type AmountsManifest = Readonly<Record<string, string | number>>;

interface PodRequirements {
  readonly containers?: readonly ContainerRequirements[];
  readonly initContainers?: readonly ContainerRequirements[];
  readonly overhead?: AmountsManifest;
  /** Of the pod as a whole. */
  readonly resources?: ResourcesManifest;
}

export interface ResourcesManifest {
  readonly requests?: AmountsManifest;
  readonly limits?: AmountsManifest;
}

interface ContainerRequirements {
  readonly restartPolicy?: string;
  readonly resources?: ResourcesManifest;
}

/**
 * What a pod asks for as a whole, by the scheduler's rule: what its containers and sidecars ask for together, or what one
 * init container asks for with the sidecars that were started before it, where that is more; and the overhead. What is said of
 * the pod as a whole takes the place of that.
 */
export function podRequests(spec: PodRequirements | undefined): ReadonlyMap<string, number> {
  const total = podTotal(spec, "requests");
  add(total, spec?.overhead);
  return total;
}

/** What a pod may not exceed as a whole, by the same rule. A container without a limit adds nothing, though it may use anything. */
export function podLimits(spec: PodRequirements | undefined): ReadonlyMap<string, number> {
  const total = podTotal(spec, "limits");
  // Overhead is granted on top of what is limited, and limits nothing by itself.
  add(total, Object.fromEntries(Object.entries(spec?.overhead ?? {}).filter(([name]) => total.has(name))));
  return total;
}

function podTotal(spec: PodRequirements | undefined, of: "requests" | "limits"): Map<string, number> {
  const total = new Map<string, number>();
  for (const { resources } of spec?.containers ?? []) add(total, resources?.[of]);
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const { restartPolicy, resources } of spec?.initContainers ?? []) {
    if (restartPolicy === "Always") {
      add(total, resources?.[of]);
      add(sidecars, resources?.[of]);
      raise(peak, sidecars);
      continue;
    }
    const starting = new Map(sidecars);
    add(starting, resources?.[of]);
    raise(peak, starting);
  }
  raise(total, peak);
  for (const [name, text] of Object.entries(spec?.resources?.[of] ?? {})) total.set(name, quantityOf(text) ?? 0);
  return total;
}

export function sumOf(amounts: readonly (AmountsManifest | undefined)[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const each of amounts) add(total, each);
  return total;
}

/** As quantities, in the unit that Kubernetes itself writes. */
export function amountsOf(totals: ReadonlyMap<string, number>, times = 1): AmountsManifest {
  return Object.fromEntries(
    [...totals].map(([name, number]) => [name, name === "cpu" ? cpuText(number * times) : sizeText(number * times)]),
  );
}

function add(total: Map<string, number>, amounts: AmountsManifest | undefined): void {
  for (const [name, text] of Object.entries(amounts ?? {})) {
    total.set(name, (total.get(name) ?? 0) + (quantityOf(text) ?? 0));
  }
}

function raise(total: Map<string, number>, least: ReadonlyMap<string, number>): void {
  for (const [name, number] of least) if (number > (total.get(name) ?? 0)) total.set(name, number);
}

function cpuText(cores: number): string {
  // To the nanocore, as metrics have them; sums of fractions are off by less.
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
