import { connectionOf, deltaOf, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject } from "./object.type.ts";

@ObjectType("Resource", {
  implements: KubernetesObject,
  description:
    "An object of any kind, custom ones included. Kinds with a type of their own are shown as that by `node`.",
})
export class Resource extends KubernetesObject {}

export const ResourceConnection = connectionOf("Resource", () => Resource);
export const ResourceDelta = deltaOf("Resource", () => Resource);
