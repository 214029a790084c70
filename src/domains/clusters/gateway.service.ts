import { codes, FairwayError } from "../../errors/index.ts";
import type { DomainContext } from "../context.ts";
import { type GatewayFeature, GatewayFeatureName, type GatewayInfo } from "./gateway.type.ts";

/** What the gateway is set up for; that which may change is noted as read. */
export function gatewayInfo({ gateway, reads }: DomainContext): GatewayInfo {
  const { version, allowWrites, connections } = gateway;
  if (connections) reads.note(connections.cell);
  const noHome = new FairwayError("NO_HOME_CLUSTER", codes.NO_HOME_CLUSTER.meaning);
  const readOnly = new FairwayError("READ_ONLY", "The gateway was started without --allow-writes.");
  return {
    version,
    features: [
      feature(GatewayFeatureName.CLUSTER_CONNECTIONS, connections ? connections.problem : noHome),
      feature(GatewayFeatureName.WRITES, allowWrites ? null : readOnly),
    ],
  };
}

function feature(name: GatewayFeatureName, problem: FairwayError | null): GatewayFeature {
  return { name, enabled: problem === null, code: problem?.code ?? null, reason: problem?.message ?? null };
}
