import { byNamespace, type Connection, every, indexed } from "../../graphql/index.ts";
import { OPERATIONS, type OperationManifest, type OperationTarget } from "../../operations/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import type { ArgsOf } from "../resources/index.ts";
import { operationsOf } from "./home.service.ts";
import { operations } from "./operation.kind.ts";
import type { Operation } from "./operation.type.ts";

export const operationsByTarget: IndexDefinition = {
  name: "target",
  resource: OPERATIONS,
  values: ({ object }) => [...new Set(((object as OperationManifest).spec?.targets ?? []).map(keyOfTarget))],
};

/** The operations that are about an object, as an edge of its kind shows them. Throws NO_HOME_CLUSTER. */
export function operationsAbout(
  ctx: DomainContext,
  target: OperationTarget,
  args: ArgsOf<typeof operations>,
): Connection<OperationManifest, Operation> {
  const { cluster, namespace } = operationsOf(ctx).home;
  const match = every([indexed(byNamespace, [namespace]), indexed(operationsByTarget, [keyOfTarget(target)])]);
  return operations.list(ctx, args, { clusters: [cluster], match });
}

function keyOfTarget({ cluster, resource, namespace = "", name }: OperationTarget): string {
  return JSON.stringify([cluster, resource, namespace, name]);
}
