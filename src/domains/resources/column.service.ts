import { FairwayError } from "../../errors/index.ts";
import type { GroupResource, Row, Scope } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { customPrinter, type Definition, ownPrinter, type Printer, plain } from "./printers/index.ts";

export const DEFINITIONS: GroupResource = "apiextensions.k8s.io/customresourcedefinitions";

/** How an object is printed. */
export function printerOf(ctx: DomainContext, { scope, object }: Row<Manifest>): Printer {
  return printerIn(ctx, scope, versionOf(object.apiVersion));
}

/** How the objects of a kind are printed in a cluster, in the version that it prefers where none is given. */
export function printerIn(ctx: DomainContext, scope: Scope, version?: string): Printer {
  const own = ownPrinter(scope.resource);
  if (own) return own;
  const slash = scope.resource.indexOf("/");
  // The core group has no kinds but Kubernetes' own.
  if (slash < 0) return plain;
  const definition = definitionOf(
    ctx,
    scope.cluster,
    `${scope.resource.slice(slash + 1)}.${scope.resource.slice(0, slash)}`,
  );
  // Kubernetes' own kinds that have no printer, and those that other servers add.
  if (!definition && scope.resource.slice(0, slash).endsWith(".k8s.io")) return plain;
  const preferred = version ?? ctx.clusters.get(scope.cluster).discovery.find(scope.resource)?.version ?? "";
  return customPrinter(definition, preferred);
}

/** Null where it is no custom kind, or the caller may not see how it is defined. */
function definitionOf({ reader }: DomainContext, cluster: string, name: string): Definition | null {
  try {
    const row = reader.get<Definition>({ cluster, resource: DEFINITIONS, namespace: "", name });
    return row?.object ?? null;
  } catch (error) {
    // What is printed of an object must not take the object along.
    if (error instanceof FairwayError) return null;
    throw error;
  }
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}
