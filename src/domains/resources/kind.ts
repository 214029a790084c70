import {
  Arg,
  Args,
  ArgsType,
  awaitRevision,
  type ClassType,
  type Connection,
  Ctx,
  connectionOf,
  type Delta,
  deltaOf,
  EventArgs,
  type EventStream,
  every,
  Field,
  InputType,
  listConnection,
  MinRevision,
  OrderDirection,
  type OrderInput,
  type OrderValues,
  ordersBy,
  PageArgs,
  perInput,
  Query,
  Reads,
  Resolver,
  Root,
  registerEnumType,
  Subscription,
  streamOf,
} from "../../graphql/index.ts";
import type { GroupResource, Predicate, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { ClusterScopedByInput, ObjectByInput } from "./lookup.input.ts";
import { findObject } from "./lookup.service.ts";
import { type ObjectFilter, ObjectOrderField, objectOrderDescriptions, objectOrderValues } from "./object.input.ts";
import { clustersOf, objectPredicates, type Within } from "./object.service.ts";
import type { KubernetesObject } from "./object.type.ts";

/** What one more order of a kind goes by. The value is of the object alone, as cursors hold it. */
export interface KindOrder<M> {
  readonly description: string;
  readonly value: (row: Row<M>) => string | number | null;
}

/** What is particular to a kind; everything else follows. */
export interface KindOptions<
  M extends Manifest,
  T extends KubernetesObject<M>,
  F extends ObjectFilter,
  O extends string,
> {
  /** `group/plural`; the core group without a slash. */
  readonly resource: GroupResource;
  /** Of the GraphQL type, as in `StatefulSet`; with a small letter it names the field for one object, and its events. */
  readonly name: string;
  /** The field for many. Default: `name` with a small letter and an s. */
  readonly plural?: string;
  /** In sentences: one, and many of them. */
  readonly words: readonly [one: string, many: string];
  readonly type: new (row: Row<M>) => T;
  /** Extends `NamespacedObjectFilter`; `ObjectFilter` for kinds that live in no namespace. */
  readonly filter: new () => F;
  /** Default: namespaced. */
  readonly clusterScoped?: true;
  /** By what one of them is looked up, for a kind with an input of its own for that. */
  readonly by?: new () => ObjectByInput | ClusterScopedByInput;
  /** Where all of them are that count, for a kind that others may have objects of, too. May throw. Default: everywhere. */
  readonly within?: (ctx: DomainContext) => Within<M>;
  /** Of the conditions that the filter has beyond those of every kind. They look at the object alone. */
  readonly predicates?: (filter: F) => readonly Predicate<M>[];
  /** Beyond those that every kind has. */
  readonly orders?: { readonly [field in O]: KindOrder<M> };
}

/** The arguments of a list of the kind. */
export interface KindArgs<F, O extends string> extends PageArgs {
  readonly filter?: F | null;
  readonly orderBy?: readonly OrderInput<O>[] | null;
}

/** One kind: its lists and streams, and the GraphQL types that these have. */
export interface Kind<M extends Manifest, T extends KubernetesObject<M>, F extends ObjectFilter, O extends string> {
  readonly resource: GroupResource;
  readonly type: new (row: Row<M>) => T;
  /** The field for many, and many of them in sentences. */
  readonly plural: string;
  readonly words: string;
  readonly clusterScoped: boolean;
  readonly Args: new () => KindArgs<F, O | ObjectOrderField>;
  readonly Connection: ClassType;
  readonly Delta: ClassType;
  /** The root fields: many, one, events. */
  readonly Resolver: ClassType;
  readonly list: (ctx: DomainContext, args: KindArgs<F, O | ObjectOrderField>, within?: Within<M>) => Connection<M, T>;
  readonly stream: (ctx: DomainContext, filter: F | null | undefined) => EventStream<M>;
  /** The condition that a filter is, its clusters apart. */
  readonly matching: (filter: F | null | undefined) => Predicate<M>;
}

/** The arguments of an edge to objects of a kind: `@Args(() => pods.Args) args: ArgsOf<typeof pods>`. */
export type ArgsOf<K extends { readonly Args: new () => object }> = InstanceType<K["Args"]>;

/**
 * Declares a kind: the order, the arguments, connection, delta and root fields that kinds have in the same form. What is its own
 * (its type, its filter, its edges, its mutations) it declares itself.
 */
export function defineKind<
  M extends Manifest,
  T extends KubernetesObject<M>,
  F extends ObjectFilter,
  O extends string = never,
>(options: KindOptions<M, T, F, O>): Kind<M, T, F, O> {
  const { resource, name, words, type, filter: Filter, clusterScoped = false } = options;
  const [one, many] = words;
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  const plural = options.plural ?? `${field}s`;
  const eventsField = `${field}Events`;
  const Many = many.charAt(0).toUpperCase() + many.slice(1);
  const By = options.by ?? (clusterScoped ? ClusterScopedByInput : ObjectByInput);

  const { OrderField, values } = ordersOf(options);
  type AnyOrder = O | ObjectOrderField;
  const orderOf = ordersBy<AnyOrder, M>(values);

  registerEnumType(OrderField, {
    name: `${name}OrderField`,
    description: `What ${many} can be ordered by.`,
    valuesConfig: {
      ...objectOrderDescriptions,
      ...(options.orders as Readonly<Record<string, KindOrder<M>>> | undefined),
    },
  });

  @InputType(`${name}Order`, { description: `One key of an order of ${many}.` })
  class KindOrderInput implements OrderInput<AnyOrder> {
    @Field(() => OrderField, { description: "What to order by." })
    field!: AnyOrder;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
    direction!: OrderDirection;
  }

  @ArgsType()
  class ListArgs extends PageArgs implements KindArgs<F, AnyOrder> {
    @Field(() => Filter, { nullable: true, description: `Which ${many}; all when absent.` })
    filter?: F | null;

    @Field(() => [KindOrderInput], {
      nullable: true,
      description: `First key first. What it leaves open goes by cluster${clusterScoped ? "" : ", namespace"} and name.`,
    })
    orderBy?: readonly KindOrderInput[] | null;
  }

  @ArgsType()
  class StreamArgs extends EventArgs {
    @Field(() => Filter, { nullable: true, description: `Which ${many}; all when absent.` })
    filter?: F | null;
  }

  const NodeConnection = connectionOf(name, () => type);
  const NodeDelta = deltaOf(name, () => type);
  const toObject = (row: Row<M>) => new type(row);

  const matching = perInput((filter: F | undefined): Predicate<M> => {
    return every([...objectPredicates<M>(filter), ...((filter && options.predicates?.(filter)) ?? [])]);
  });

  const list: Kind<M, T, F, O>["list"] = (ctx, args, given) => {
    const match = matching(args.filter);
    const within = given ?? options.within?.(ctx);
    return listConnection(ctx, {
      resource,
      args,
      clusters: clustersOf(ctx, args.filter, within?.clusters),
      match: within?.match ? every([within.match, match]) : match,
      clusterErrors: within?.clusterErrors,
      order: orderOf(args.orderBy),
      toObject,
    });
  };

  const stream: Kind<M, T, F, O>["stream"] = (ctx, filter) => {
    const within = options.within?.(ctx);
    const clusters = clustersOf(ctx, filter, within?.clusters);
    const match = within?.match ? every([within.match, matching(filter)]) : matching(filter);
    return { resource, match, toObject, ...(clusters && { clusters }) };
  };

  @Resolver()
  class KindResolver {
    @Query(() => NodeConnection, { name: plural, nullable: true, description: `${Many} of all clusters.` })
    @Reads(resource)
    many(
      @Ctx() ctx: DomainContext,
      @Args(() => ListArgs) args: ListArgs,
      @MinRevision() minRevision?: string | null,
    ): Connection<M, T> {
      awaitRevision(ctx, minRevision);
      return list(ctx, args);
    }

    @Query(() => type, {
      name: field,
      nullable: true,
      description: `One ${one}; null when it does not exist or may not be seen.`,
    })
    @Reads(resource)
    one(
      @Ctx() ctx: DomainContext,
      @Arg("by", () => By, { description: "Which one." }) by: ObjectByInput | ClusterScopedByInput,
      @MinRevision() minRevision?: string | null,
    ): T | null {
      awaitRevision(ctx, minRevision);
      const row = findObject<M>(ctx, resource, by);
      return row && toObject(row);
    }

    @Subscription(() => NodeDelta, {
      name: eventsField,
      description: `${Many} of all clusters as they change.`,
      subscribe: ({ args, context }: { args: StreamArgs; context: DomainContext }) =>
        streamOf(stream(context, args.filter)),
    })
    @Reads(resource)
    events(@Root() delta: Delta, @Args(() => StreamArgs) _args: StreamArgs): Delta {
      return delta;
    }
  }

  return {
    resource,
    type,
    plural,
    words: many,
    clusterScoped,
    Args: ListArgs,
    Connection: NodeConnection,
    Delta: NodeDelta,
    Resolver: KindResolver,
    list,
    stream,
    matching,
  };
}

/** The orders of every kind and those of this one; what lives in no namespace has no order by it. */
function ordersOf<M extends Manifest, O extends string>({
  orders,
  clusterScoped,
}: {
  readonly orders?: { readonly [field in O]: KindOrder<M> };
  readonly clusterScoped?: true;
}): { readonly OrderField: Record<string, string>; readonly values: OrderValues<O | ObjectOrderField, M> } {
  const own = Object.entries<KindOrder<M>>(orders ?? {});
  const names: string[] = [...Object.values(ObjectOrderField), ...own.map(([name]) => name)];
  const offered = clusterScoped ? names.filter((name) => name !== ObjectOrderField.NAMESPACE) : names;
  return {
    OrderField: Object.fromEntries(offered.map((name) => [name, name])),
    values: {
      ...objectOrderValues,
      ...Object.fromEntries(own.map(([name, { value }]) => [name, value])),
    } as OrderValues<O | ObjectOrderField, M>,
  };
}
