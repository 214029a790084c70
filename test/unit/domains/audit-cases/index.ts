import { alertCases } from "./alerts.ts";
import { applicationCases } from "./applications.ts";
import type { AuditCase } from "./audit-case.ts";
import { certificateCases } from "./certificates.ts";
import { clusterCases } from "./clusters.ts";
import { configCases } from "./configs.ts";
import { deploymentCases } from "./deployments.ts";
import { networkCases } from "./networks.ts";
import { operationCases } from "./operations.ts";
import { packagingCases } from "./packaging.ts";
import { pipelineCases } from "./pipelines.ts";
import { podCases } from "./pods.ts";
import { resourceCases } from "./resources.ts";
import { secretCases } from "./secrets.ts";
import { volumeCases } from "./volumes.ts";

/** Each field of `Mutation`. A new one fails until it is here. */
export const auditCases: Readonly<Record<string, AuditCase>> = {
  ...resourceCases,
  ...alertCases,
  ...applicationCases,
  ...operationCases,
  ...clusterCases,
  ...deploymentCases,
  ...networkCases,
  ...configCases,
  ...secretCases,
  ...certificateCases,
  ...packagingCases,
  ...volumeCases,
  ...pipelineCases,
  ...podCases,
};
