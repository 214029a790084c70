import { type AmountsManifest, addAmounts, quantityOf, raiseAmounts } from "../resources/index.ts";

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
  addAmounts(total, spec?.overhead);
  return total;
}

/** What a pod may not exceed as a whole, by the same rule. A container without a limit adds nothing, though it may use anything. */
export function podLimits(spec: PodRequirements | undefined): ReadonlyMap<string, number> {
  const total = podTotal(spec, "limits");
  // Overhead is granted on top of what is limited, and limits nothing by itself.
  addAmounts(total, Object.fromEntries(Object.entries(spec?.overhead ?? {}).filter(([name]) => total.has(name))));
  return total;
}

function podTotal(spec: PodRequirements | undefined, of: "requests" | "limits"): Map<string, number> {
  const total = new Map<string, number>();
  for (const { resources } of spec?.containers ?? []) addAmounts(total, resources?.[of]);
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const { restartPolicy, resources } of spec?.initContainers ?? []) {
    if (restartPolicy === "Always") {
      addAmounts(total, resources?.[of]);
      addAmounts(sidecars, resources?.[of]);
      raiseAmounts(peak, sidecars);
      continue;
    }
    const starting = new Map(sidecars);
    addAmounts(starting, resources?.[of]);
    raiseAmounts(peak, starting);
  }
  raiseAmounts(total, peak);
  for (const [name, text] of Object.entries(spec?.resources?.[of] ?? {})) total.set(name, quantityOf(text) ?? 0);
  return total;
}
