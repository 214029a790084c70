import { ClusterNode, placeEdges } from "../clusters/index.ts";
import { Pod } from "../deployments/index.ts";
import { PersistentVolumeClaim } from "../volumes/index.ts";
import { alerts, alertsByConcerned, alertsBySilence } from "./alert.kind.ts";
import {
  AlertResolver,
  ApplicationAlertsResolver,
  alertsAbout,
  SilenceResolver,
  WorkloadAlertsResolver,
} from "./alert.resolver.ts";
import { ProblemResolver } from "./problem.resolver.ts";
import { troubleIndexes } from "./problem.service.ts";
import { silences, silencesById } from "./silence.kind.ts";
import { silenceMutations } from "./silence.mutations.ts";

export const alertResolvers = [
  alerts.Resolver,
  silences.Resolver,
  AlertResolver,
  WorkloadAlertsResolver,
  ApplicationAlertsResolver,
  SilenceResolver,
  ...silenceMutations,
  ProblemResolver,
  ...[ClusterNode, Pod, PersistentVolumeClaim].map((type) => alertsAbout(type)),
  ...placeEdges(alerts),
  ...placeEdges(silences),
];
export const alertIndexes = [alertsByConcerned, alertsBySilence, silencesById, ...troubleIndexes];
