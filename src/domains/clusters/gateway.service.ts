import { codes, FairwayError } from "../../errors/index.ts";
import { OPERATIONS } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { type GatewayFeature, GatewayFeatureName, type GatewayInfo } from "./gateway.type.ts";

/** What the gateway is set up for; that which may change is noted as read. */
export function gatewayInfo(ctx: DomainContext): GatewayInfo {
  const { gateway, reads } = ctx;
  const { version, allowWrites, allowExec, connections } = gateway;
  if (connections) reads.note(connections.cell);
  const noHome = noHomeCluster();
  const readOnly = new FairwayError("READ_ONLY", "The gateway was started without --allow-writes.");
  const noExec = new FairwayError("READ_ONLY", "The gateway's setting `allowExec`, or `allowWrites`, is off.");
  return {
    version,
    features: [
      feature(GatewayFeatureName.CLUSTER_CONNECTIONS, connections ? connections.problem : noHome),
      feature(GatewayFeatureName.OPERATIONS, operationsProblem(ctx) ?? (allowWrites ? null : readOnly)),
      feature(GatewayFeatureName.WRITES, allowWrites ? null : readOnly),
      feature(GatewayFeatureName.EXEC, allowExec ? null : noExec),
    ],
  };
}

/** Why there are no operations, whoever asks. What the home cluster serves is noted as read. */
function operationsProblem({ operations, reader, clusters, reads }: DomainContext): FairwayError | null {
  if (!operations) return noHomeCluster();
  const { cluster } = operations.home;
  if (!reader.clusters().includes(cluster)) {
    return new FairwayError("UNKNOWN_CLUSTER", `The home cluster "${cluster}" is not registered.`);
  }
  const { discovery } = clusters.get(cluster);
  reads.note(discovery.cell);
  if (!discovery.hasSynced)
    return new FairwayError("CLUSTER_SYNCING", "What the home cluster serves is not known yet.");
  if (discovery.find(OPERATIONS)) return null;
  return new FairwayError("UNKNOWN_KIND", "The home cluster serves no Operations: apply deploy/crds/ to it.");
}

function feature(name: GatewayFeatureName, problem: FairwayError | null): GatewayFeature {
  return { name, enabled: problem === null, code: problem?.code ?? null, reason: problem?.message ?? null };
}

function noHomeCluster(): FairwayError {
  return new FairwayError("NO_HOME_CLUSTER", codes.NO_HOME_CLUSTER.meaning);
}
