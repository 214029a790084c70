import type { GraphQLSchema } from "graphql";
import { buildSynchronousSchema } from "../graphql/index.ts";
import { alertResolvers } from "./alerts/index.ts";
import { applicationResolvers } from "./applications/index.ts";
import { certificateResolvers } from "./certificates/index.ts";
import { clusterResolvers } from "./clusters/index.ts";
import { configResolvers } from "./configs/index.ts";
import { deploymentResolvers } from "./deployments/index.ts";
import { metricResolvers } from "./metrics/index.ts";
import { networkResolvers } from "./networks/index.ts";
import { NodeResolver } from "./node.resolver.ts";
import { operationResolvers } from "./operations/index.ts";
import { packagingResolvers } from "./packaging/index.ts";
import { pipelineResolvers } from "./pipelines/index.ts";
import { resourceResolvers } from "./resources/index.ts";
import { SearchResolver } from "./search.resolver.ts";
import { secretResolvers } from "./secrets/index.ts";
import { viewerResolvers } from "./viewer/index.ts";
import { volumeResolvers } from "./volumes/index.ts";

/** The resolver classes of all families. */
export const resolvers = [
  NodeResolver,
  SearchResolver,
  ...resourceResolvers,
  ...operationResolvers,
  ...clusterResolvers,
  ...viewerResolvers,
  ...deploymentResolvers,
  ...volumeResolvers,
  ...networkResolvers,
  ...configResolvers,
  ...applicationResolvers,
  ...packagingResolvers,
  ...secretResolvers,
  ...certificateResolvers,
  ...pipelineResolvers,
  ...metricResolvers,
  ...alertResolvers,
];

export function buildSchema(): GraphQLSchema {
  return buildSynchronousSchema({ resolvers });
}
