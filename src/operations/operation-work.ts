import { listOperations } from "./list-operations.ts";
import { OperationDesk } from "./operation-desk.ts";
import { OperationKey } from "./operation-key.ts";
import { OperationRunner, type OperationRunnerOptions } from "./operation-runner.ts";

export interface OperationWorkOptions extends Omit<OperationRunnerOptions, "key"> {
  readonly newKey: () => Buffer;
  /** A replica that takes no writes begins nothing, and leaves the running to others. */
  readonly allowWrites: boolean;
}

/** Where operations are begun, and who runs them. */
export function operationWork({ newKey, allowWrites, ...options }: OperationWorkOptions): {
  readonly desk: OperationDesk;
  readonly runner: OperationRunner | null;
} {
  const { home, clusters, types, acting, clock, random } = options;
  const key = new OperationKey({ home, connection: () => clusters.get(home.cluster).connection, newKey });
  const writer = () => clusters.get(home.cluster).writer;
  const list = (signal: AbortSignal) => listOperations(clusters.get(home.cluster).connection, home.namespace, signal);
  return {
    desk: new OperationDesk({ home, types, acting, key, writer, list, now: clock.now, random }),
    runner: allowWrites ? new OperationRunner({ ...options, key }) : null,
  };
}
