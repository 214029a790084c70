import { ClusterNode, placeEdges } from "../clusters/index.ts";
import { Pod, Workload } from "../deployments/index.ts";
import { PersistentVolumeClaim } from "../volumes/index.ts";
import { alerts, alertsByConcerned, alertsBySilence } from "./alert.kind.ts";
import { AlertResolver, alertsAbout, SilenceResolver } from "./alert.resolver.ts";
import { silences, silencesById } from "./silence.kind.ts";
import { silenceMutations } from "./silence.mutations.ts";

export const alertResolvers = [
  alerts.Resolver,
  silences.Resolver,
  AlertResolver,
  SilenceResolver,
  ...silenceMutations,
  ...[ClusterNode, Pod, Workload, PersistentVolumeClaim].map(alertsAbout),
  ...placeEdges(alerts),
  ...placeEdges(silences),
];
export const alertIndexes = [alertsByConcerned, alertsBySilence, silencesById];
