import type { KubernetesObject } from "../../../../src/kubernetes/index.ts";

/** An input by which a mutation does something, and what must be known of it. */
export interface AuditCase {
  /** Of the input. */
  readonly type: string;
  readonly verb: string;
  /** Default: `mutation`. */
  readonly action?: string;
  readonly input: object;
  /** What it does cannot be tried without being done. */
  readonly takesNoDryRun?: true;
  /** The object that the record names. Default: `deploymentObject`. */
  readonly object?: object;
  /** What of the input makes it a thing of a cluster "nowhere". Default: `by`, as `ref` has it. */
  readonly elsewhere?: object;
  /** What the API server answers with, to reads and to writes. Default: the deployment "web". */
  readonly answer?: KubernetesObject;
  /** What the cluster holds beforehand: resources and their objects. */
  readonly held?: readonly (readonly [resource: string, object: KubernetesObject])[];
}

export const ref = { cluster: "alpha", namespace: "shop", name: "web" };
export const deploymentObject = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };
