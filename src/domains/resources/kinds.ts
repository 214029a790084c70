import type { GroupResource, Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import type { KubernetesObject } from "./object.type.ts";
import { Resource } from "./resource.type.ts";

type ObjectClass = new (row: Row<never>) => KubernetesObject;

const classes = new Map<GroupResource, ObjectClass>();

/** Declares that the objects of a resource are shown as this class, wherever a field returns any kind of object. */
export function ShownFor(resource: GroupResource): ClassDecorator {
  return (target) => {
    classes.set(resource, target as unknown as ObjectClass);
  };
}

/** Whether a resource is one that the gateway knows by itself. */
export function hasOwnType(resource: GroupResource): boolean {
  return classes.has(resource);
}

/** The resources with a type of their own, once all families are loaded. */
export function typedResources(): Iterable<GroupResource> {
  return classes.keys();
}

/** The GraphQL object for a row: of the type of its kind where there is one, else a `Resource`. */
export function objectFor(row: Row<Manifest>): KubernetesObject {
  const Class = classes.get(row.scope.resource) ?? Resource;
  return new Class(row as Row<never>);
}
