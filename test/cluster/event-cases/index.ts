import { certificateCases } from "./certificates.ts";
import { clusterCases } from "./clusters.ts";
import { configCases } from "./configs.ts";
import { deploymentCases } from "./deployments.ts";
import type { EventCase } from "./event-case.ts";
import { networkCases } from "./networks.ts";
import { operationCases } from "./operations.ts";
import { pipelineCases } from "./pipelines.ts";
import { resourceCases } from "./resources.ts";
import { secretCases } from "./secrets.ts";
import { volumeCases } from "./volumes.ts";

export type { EventCase } from "./event-case.ts";

/** Each field of `Subscription`. One that is not here fails: the table grows with the schema. */
export const eventCases: Readonly<Record<string, EventCase>> = {
  ...resourceCases,
  ...operationCases,
  ...clusterCases,
  ...deploymentCases,
  ...volumeCases,
  ...networkCases,
  ...configCases,
  ...secretCases,
  ...certificateCases,
  ...pipelineCases,
};
