import {
  Arg,
  Args,
  awaitRevision,
  type ClassType,
  type Connection,
  Costs,
  Ctx,
  type Delta,
  FieldResolver,
  feedOf,
  indexed,
  MinRevision,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { Kind, KindArgs, KubernetesObject, ObjectFilter } from "../resources/index.ts";
import { CLAIMS, DataPlacement, dataPlacementOf, VOLUMES } from "../volumes/index.ts";
import { followApplications } from "./application.events.ts";
import { ApplicationArgs, ApplicationByInput, ApplicationEventArgs } from "./application.input.ts";
import { FOUNDATIONS } from "./application.reading.ts";
import { applicationNamed, findApplication, listApplications, placementOf } from "./application.service.ts";
import { Application, ApplicationConnection, ApplicationDelta, ApplicationWorkload } from "./application.type.ts";
import { applicationOf } from "./labels.mapping.ts";
import { byApplication } from "./parts-index.ts";

@Resolver(() => Application)
export class ApplicationResolver {
  @Query(() => ApplicationConnection, { nullable: true, description: "Applications over all clusters." })
  @Reads(...FOUNDATIONS)
  applications(
    @Ctx() ctx: DomainContext,
    @Args(() => ApplicationArgs) args: ApplicationArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<Application, Application> {
    awaitRevision(ctx, minRevision);
    return listApplications(ctx, args);
  }

  @Query(() => Application, {
    nullable: true,
    description: "One application; null when nothing that may be seen is a part of it.",
  })
  @Reads(...FOUNDATIONS)
  application(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => ApplicationByInput, { description: "Which one." }) by: ApplicationByInput,
    @MinRevision() minRevision?: string | null,
  ): Application | null {
    awaitRevision(ctx, minRevision);
    return findApplication(ctx, by);
  }

  @Subscription(() => ApplicationDelta, {
    description:
      "Applications over all clusters as they change: as one of their workloads or services does. A cursor is resumed from while the state is the one that it ends; else there is a RESET.",
    subscribe: ({ args }: { args: ApplicationEventArgs }) => feedOf(followApplications(args.filter)),
  })
  @Reads(...FOUNDATIONS)
  applicationEvents(@Root() delta: Delta, @Args(() => ApplicationEventArgs) _args: ApplicationEventArgs): Delta {
    return delta;
  }

  @FieldResolver(() => DataPlacement, {
    nullable: true,
    description:
      "Where its data is: of its workloads, of the one that is tied most. Null when a claim that does not exist or may not be seen could tie it more.",
  })
  @Reads(CLAIMS, VOLUMES)
  dataPlacement(@Root() application: Application, @Ctx() ctx: DomainContext): DataPlacement | null {
    return placementOf(ctx, application);
  }
}

@Resolver(() => ApplicationWorkload)
export class ApplicationWorkloadResolver {
  @FieldResolver(() => DataPlacement, {
    nullable: true,
    description:
      "Where the data of its pods is. Null when a claim that does not exist or may not be seen could tie them more.",
  })
  @Reads(CLAIMS, VOLUMES)
  dataPlacement(@Root() { row }: ApplicationWorkload, @Ctx() ctx: DomainContext): DataPlacement | null {
    return dataPlacementOf(ctx, row);
  }
}

/** From an application to its parts of one kind. */
export function partsOf<M extends Manifest, T extends KubernetesObject<M>, F extends ObjectFilter, O extends string>(
  kind: Kind<M, T, F, O>,
): ClassType {
  const { plural, words, resource } = kind;

  @Resolver(() => Application)
  class PartsResolver {
    @FieldResolver(() => kind.Connection, {
      nullable: true,
      description: `Its ${words}, over all clusters: those with its label.`,
    })
    @Reads(resource)
    @Costs({ exclusive: true })
    // Named after the kind: type-graphql tells fields of one type apart by the names of their methods.
    [plural](
      @Root() { name }: Application,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<M, T> {
      return kind.list(ctx, args, { clusters: ctx.reader.clusters(), match: indexed<M>(byApplication, [name]) });
    }
  }
  return PartsResolver;
}

/** From a part to its application. */
export function applicationOfPart(type: ClassType | object): ClassType {
  @Resolver(() => type as ClassType)
  class ApplicationOfResolver {
    @FieldResolver(() => Application, {
      nullable: true,
      description: "The application that it is a part of by its labels; null without such a label.",
    })
    @Reads(...FOUNDATIONS)
    application(@Root() { row }: KubernetesObject, @Ctx() ctx: DomainContext): Application | null {
      const name = applicationOf(row.object);
      return name === null ? null : applicationNamed(ctx, name);
    }
  }
  return ApplicationOfResolver;
}
