import { Field, ID, InterfaceType } from "./decorators.ts";

@InterfaceType({
  description: "Relay's node: an object that `node(id)` finds again. (Kubernetes' own is `ClusterNode`.)",
})
export abstract class Node {
  @Field(() => ID, {
    description: "Opaque, globally unique, equal on every replica. A re-created object has another id.",
  })
  get id(): string {
    // Not abstract: compilers differ on whether an abstract member keeps its decorator.
    throw new Error(`${this.constructor.name} has no id`);
  }
}
