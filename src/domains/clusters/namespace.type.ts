import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";
import { Condition, type ConditionManifest, KubernetesObject, ShownFor } from "../resources/index.ts";

export const NAMESPACES = "namespaces";

export const NamespacePhase = { ACTIVE: "Active", TERMINATING: "Terminating" } as const;
export type NamespacePhase = (typeof NamespacePhase)[keyof typeof NamespacePhase];

registerEnumType(NamespacePhase, {
  name: "NamespacePhase",
  description: "Whether a namespace can be used.",
  valuesConfig: {
    ACTIVE: { description: "It can." },
    TERMINATING: { description: "It is being deleted, with everything in it." },
  },
});

/** What is read of the manifest of a Namespace. */
export interface NamespaceManifest extends Manifest {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly ConditionManifest[] };
}

export function phaseOf({ status, metadata }: NamespaceManifest): NamespacePhase {
  const isEnding = status?.phase === NamespacePhase.TERMINATING || metadata.deletionTimestamp !== undefined;
  return isEnding ? NamespacePhase.TERMINATING : NamespacePhase.ACTIVE;
}

@ShownFor(NAMESPACES)
@ObjectType("Namespace", { implements: KubernetesObject, description: "A namespace. Source: core/v1 Namespace." })
export class Namespace extends KubernetesObject<NamespaceManifest> {
  @Field(() => NamespacePhase, { description: "Whether it can be used. Source: `status.phase`." })
  get phase(): NamespacePhase {
    return phaseOf(this.object);
  }

  @Field(() => [Condition], {
    description: "Its conditions: while it is being deleted, what is left in it and what keeps that. Source: `status`.",
  })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
