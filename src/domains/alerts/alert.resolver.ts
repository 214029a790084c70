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
import type { DomainContext, Manifest } from "../context.ts";
import { type ArgsOf, KubernetesObject, objectFor, readTarget } from "../resources/index.ts";
import { alerts, alertsByConcerned, alertsBySilence } from "./alert.kind.ts";
import type { AlertManifest, SilenceManifest } from "./alert.manifest.ts";
import { concernedBy, concernedResources, concernedValue } from "./alert.mapping.ts";
import { Alert } from "./alert.type.ts";
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
    const { cluster } = row.scope;
    return concernedBy(row.object).flatMap((each) => {
      const found = readTarget<Manifest>(ctx, { cluster, ...each });
      return found ? [objectFor(found)] : [];
    });
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

/** The edge to alerts from what they are about. */
export function alertsAbout(type: ClassType | object): ClassType {
  @Resolver(() => type as ClassType)
  class AlertsAboutResolver {
    @FieldResolver(() => alerts.Connection, {
      nullable: true,
      description: "The alerts that name it in their labels.",
    })
    @Reads(ALERTS)
    alerts(
      @Root() { row }: KubernetesObject,
      @Ctx() ctx: DomainContext,
      @Args(() => alerts.Args) args: ArgsOf<typeof alerts>,
    ): Connection<AlertManifest, Alert> {
      const { scope, namespace, name } = row;
      const value = concernedValue({ resource: scope.resource, namespace, name });
      return alerts.list(ctx, args, {
        clusters: [scope.cluster],
        match: indexed<AlertManifest>(alertsByConcerned, [value]),
      });
    }
  }
  return AlertsAboutResolver;
}
