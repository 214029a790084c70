import type { GroupResource } from "../../../state/index.ts";
import { clusterPrinters } from "./cluster.printers.ts";
import type { Printer } from "./columns.mapping.ts";
import { networkPrinters } from "./network.printers.ts";
import { pods } from "./pod.printer.ts";
import { volumePrinters } from "./volume.printers.ts";
import { workloadPrinters } from "./workload.printers.ts";

export { type Cell, type Column, type Printer, plain } from "./columns.mapping.ts";
export { customPrinter, type Definition } from "./custom.printer.ts";

const printers: ReadonlyMap<GroupResource, Printer> = new Map(
  Object.entries({ pods, ...workloadPrinters, ...clusterPrinters, ...networkPrinters, ...volumePrinters }),
);

/** How Kubernetes' own kinds are printed; undefined for others. */
export function ownPrinter(resource: GroupResource): Printer | undefined {
  return printers.get(resource);
}
