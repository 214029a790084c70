import {
  Args,
  byNamespace,
  type ClassType,
  type Connection,
  Ctx,
  every,
  FieldResolver,
  indexed,
  matching,
  NOTHING,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { PODS, Pod, type PodManifest, pods, Workload } from "../deployments/index.ts";
import { type ArgsOf, type Kind, type KindArgs, type ObjectFilter, objectPredicate } from "../resources/index.ts";
import { ingresses, ingressesByService } from "./ingress.kind.ts";
import { INGRESSES, Ingress, IngressRule } from "./ingress.type.ts";
import type { IngressManifest, ServiceManifest } from "./network.manifest.ts";
import { backendServicesOf, selectorOf, selects } from "./network.mapping.ts";
import { services } from "./service.kind.ts";
import { SERVICES, Service } from "./service.type.ts";

/** The services of a namespace whose selector has these labels. */
function selecting(
  namespace: string,
  labels: Readonly<Record<string, string>> | undefined,
): Predicate<ServiceManifest> {
  return every([indexed<ServiceManifest>(byNamespace, [namespace]), matching(({ object }) => selects(object, labels))]);
}

@Resolver(() => Service)
export class ServiceResolver {
  @FieldResolver(() => pods.Connection, {
    nullable: true,
    description: "The pods behind it, ready or not: those that its selector selects.",
  })
  @Reads(PODS)
  pods(
    @Root() { row }: Service,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const labels = selectorOf(row.object);
    const match = labels === null ? NOTHING : objectPredicate<PodManifest>({ namespaces: [row.namespace], labels });
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => ingresses.Connection, { nullable: true, description: "The ingresses that lead to it." })
  @Reads(INGRESSES)
  ingresses(
    @Root() { row }: Service,
    @Ctx() ctx: DomainContext,
    @Args(() => ingresses.Args) args: ArgsOf<typeof ingresses>,
  ): Connection<IngressManifest, Ingress> {
    const match = indexed<IngressManifest>(ingressesByService, [`${row.namespace}/${row.name}`]);
    return ingresses.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => Ingress)
export class IngressResolver {
  @FieldResolver(() => services.Connection, { nullable: true, description: "The services that it leads to." })
  @Reads(SERVICES)
  services(
    @Root() { row }: Ingress,
    @Ctx() ctx: DomainContext,
    @Args(() => services.Args) args: ArgsOf<typeof services>,
  ): Connection<ServiceManifest, Service> {
    const names = new Set(backendServicesOf(row.object));
    const match = every([
      indexed<ServiceManifest>(byNamespace, [row.namespace]),
      matching(({ name }) => names.has(name)),
    ]);
    return services.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => IngressRule)
export class IngressRuleResolver {
  @FieldResolver(() => Service, {
    nullable: true,
    description: "The service behind; null when it is another object, does not exist or may not be seen.",
  })
  @Reads(SERVICES)
  service(@Root() { row, route }: IngressRule, @Ctx() ctx: DomainContext): Service | null {
    const name = route.backend.service?.name;
    if (!name) return null;
    const { cluster } = row.scope;
    const service = ctx.reader.get<ServiceManifest>({ cluster, resource: SERVICES, namespace: row.namespace, name });
    return service && new Service(service);
  }
}

@Resolver(() => Pod)
export class PodServicesResolver {
  @FieldResolver(() => services.Connection, { nullable: true, description: "The services that select it." })
  @Reads(SERVICES)
  services(
    @Root() { row }: Pod,
    @Ctx() ctx: DomainContext,
    @Args(() => services.Args) args: ArgsOf<typeof services>,
  ): Connection<ServiceManifest, Service> {
    const match = selecting(row.namespace, row.object.metadata.labels);
    return services.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

@Resolver(() => Workload)
export class WorkloadServicesResolver {
  @FieldResolver(() => services.Connection, {
    nullable: true,
    description: "The services that select its pods, by the labels of its template.",
  })
  @Reads(SERVICES)
  services(
    @Root() { row, template }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => services.Args) args: ArgsOf<typeof services>,
  ): Connection<ServiceManifest, Service> {
    const match = selecting(row.namespace, template?.metadata?.labels);
    return services.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

/** From services to a kind that makes pods from a template, by the labels of the template. */
export function behindServices<M extends Manifest, T extends Workload<M>, F extends ObjectFilter, O extends string>(
  kind: Kind<M, T, F, O>,
): ClassType {
  const { plural, words, resource, type } = kind;

  @Resolver(() => Service)
  class WorkloadsResolver {
    @FieldResolver(() => kind.Connection, {
      nullable: true,
      description: `The ${words} behind it: those whose template has the labels that it selects.`,
    })
    @Reads(resource)
    // Named after the kind: type-graphql tells fields of one type apart by the names of their methods.
    [plural](
      @Root() { row }: Service,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<M, T> {
      const match = every([
        indexed<M>(byNamespace, [row.namespace]),
        matching<M>((each) => selects(row.object, new type(each).template?.metadata?.labels)),
      ]);
      return kind.list(ctx, args, { clusters: [row.scope.cluster], match });
    }
  }
  return WorkloadsResolver;
}
