import {
  Args,
  type ClassType,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { ALERTS, SILENCES } from "../../integrations/alertmanager/index.ts";
import type { GroupResource } from "../../state/index.ts";
import { Application, FOUNDATIONS } from "../applications/index.ts";
import type { DomainContext } from "../context.ts";
import { JOBS, PODS, REPLICA_SETS, Workload } from "../deployments/index.ts";
import { type ArgsOf, KubernetesObject, objectFor } from "../resources/index.ts";
import { CLAIMS } from "../volumes/index.ts";
import { alerts, alertsBySilence } from "./alert.kind.ts";
import type { AlertManifest, SilenceManifest } from "./alert.manifest.ts";
import { concernedResources } from "./alert.mapping.ts";
import { Alert } from "./alert.type.ts";
import { alertsAboutObject, alertsOfApplication, applicationsConcerned, concernedRows } from "./concerned.service.ts";
import { silencesById } from "./silence.kind.ts";
import { Silence } from "./silence.type.ts";

/** Where an alert leads to. */
@Resolver(() => Alert)
export class AlertResolver {
  @FieldResolver(() => [KubernetesObject], {
    nullable: true,
    description:
      "What it is about, by its labels `pod`, `deployment`, `statefulset`, `daemonset`, `replicaset`, `job_name`, `cronjob`, `persistentvolumeclaim` and `node`: those that exist and may be seen.",
  })
  @Reads(...concernedResources)
  @Costs({ items: 3 })
  objects(@Root() { row }: Alert, @Ctx() ctx: DomainContext): readonly KubernetesObject[] {
    return concernedRows(ctx, row).map(objectFor);
  }

  @FieldResolver(() => [Application], {
    nullable: true,
    description: "The applications that it is about: those of the workloads, pods and claims that its labels name.",
  })
  @Reads(...concernedResources, ...FOUNDATIONS)
  @Costs({ items: 1 })
  applications(@Root() { row }: Alert, @Ctx() ctx: DomainContext): readonly Application[] {
    return applicationsConcerned(ctx, row);
  }

  @FieldResolver(() => [Silence], {
    nullable: true,
    description: "The silences that suppress it, as far as they may be seen.",
  })
  @Reads(SILENCES)
  @Costs({ items: 2 })
  silencedBy(@Root() { row }: Alert, @Ctx() ctx: DomainContext): readonly Silence[] {
    const { scope, object } = row;
    return object.status.silencedBy.flatMap((id) =>
      ctx.reader
        .related<SilenceManifest>(scope.cluster, SILENCES, silencesById.name, id)
        .map((silence) => new Silence(silence)),
    );
  }
}

/** Where a silence leads to. */
@Resolver(() => Silence)
export class SilenceResolver {
  @FieldResolver(() => alerts.Connection, {
    nullable: true,
    description: "The alerts of the same cluster that it suppresses, by Alertmanager.",
  })
  @Reads(ALERTS)
  alerts(
    @Root() { row }: Silence,
    @Ctx() ctx: DomainContext,
    @Args(() => alerts.Args) args: ArgsOf<typeof alerts>,
  ): Connection<AlertManifest, Alert> {
    const match = indexed<AlertManifest>(alertsBySilence, [row.name]);
    return alerts.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

/** The edge to alerts from what they are about. `reads`: what is looked at to find out what that is. */
export function alertsAbout(
  type: ClassType | object,
  description = "The alerts that name it in their labels.",
  reads: readonly GroupResource[] = [],
): ClassType {
  @Resolver(() => type as ClassType)
  class AlertsAboutResolver {
    @FieldResolver(() => alerts.Connection, { nullable: true, description })
    @Reads(ALERTS, ...reads)
    alerts(
      @Root() { row }: KubernetesObject,
      @Ctx() ctx: DomainContext,
      @Args(() => alerts.Args) args: ArgsOf<typeof alerts>,
    ): Connection<AlertManifest, Alert> {
      return alertsAboutObject(ctx, row, args);
    }
  }
  return AlertsAboutResolver;
}

export const WorkloadAlertsResolver = alertsAbout(
  Workload,
  "The alerts that name it, one of its pods, or what is between it and those (replica sets, jobs) in their labels. Pods that the caller may not list are left out.",
  [REPLICA_SETS, JOBS, PODS],
);

@Resolver(() => Application)
export class ApplicationAlertsResolver {
  @FieldResolver(() => alerts.Connection, {
    nullable: true,
    description:
      "The alerts that name its claims, its workloads, or what those run as, in their labels: over the clusters that it is in.",
  })
  @Reads(ALERTS, CLAIMS, REPLICA_SETS, JOBS, PODS)
  alerts(
    @Root() application: Application,
    @Ctx() ctx: DomainContext,
    @Args(() => alerts.Args) args: ArgsOf<typeof alerts>,
  ): Connection<AlertManifest, Alert> {
    return alertsOfApplication(ctx, application, args);
  }
}
