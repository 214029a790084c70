import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import {
  Arg,
  Costs,
  Ctx,
  FieldResolver,
  Info,
  Int,
  Mutation,
  Query,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { byOwner, readTarget, unknownCluster } from "../resources/index.ts";
import { ConfigMapApplyInput, ConfigMapApplyPayload } from "./apply.input.ts";
import { applyConfigMap } from "./apply.service.ts";
import { ConfigMapComparison } from "./comparison.type.ts";
import type { ConfigMapManifest, ConfigRevisionManifest } from "./config-map.manifest.ts";
import { CONFIG_MAPS, CONTROLLER_REVISIONS, ConfigEntryChange, ConfigMap, ConfigRevision } from "./config-map.type.ts";
import { consumersOf, toConsumer } from "./consumers.service.ts";
import { changesOf, contentOfRevision, isRevision } from "./content.mapping.ts";
import { TEMPLATED } from "./templates.mapping.ts";
import {
  ConfigMapUndoInput,
  ConfigMapUndoPayload,
  ConfigMapUpdateInput,
  ConfigMapUpdatePayload,
} from "./update.input.ts";
import { undoConfigMap, updateConfigMap } from "./update.service.ts";
import { ConfigConsumer } from "./use.type.ts";

const MAX_CLUSTERS = 100;

/** Where a config leads to. */
@Resolver(() => ConfigMap)
export class ConfigMapResolver {
  @FieldResolver(() => [ConfigConsumer], {
    description:
      "What uses it, of what the caller may see: workloads, and pods, jobs and replica sets that nothing else made.",
  })
  @Reads(...TEMPLATED)
  @Costs({ items: 3 })
  consumers(@Root() { row }: ConfigMap, @Ctx() ctx: DomainContext): readonly ConfigConsumer[] {
    const { namespace, name, object } = row;
    const keys = new Set([...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})]);
    const place = { cluster: row.scope.cluster, namespace, name };
    return consumersOf(ctx, place, CONFIG_MAPS, keys).map(toConsumer);
  }

  @FieldResolver(() => [ConfigRevision], {
    description: "What it said before changes through the gateway, newest first; of the last ten changes.",
  })
  @Reads(CONTROLLER_REVISIONS)
  @Costs({ items: 10 })
  revisions(@Root() { row }: ConfigMap, @Ctx() { reader }: DomainContext): readonly ConfigRevision[] {
    const rows = reader.related<ConfigRevisionManifest>(row.scope.cluster, CONTROLLER_REVISIONS, byOwner.name, row.uid);
    const revisions = rows.map(({ object }) => object).filter(isRevision);
    return revisions.map((each) => new ConfigRevision(each)).sort((a, b) => b.number - a.number);
  }

  @FieldResolver(() => [ConfigEntryChange], {
    nullable: true,
    description: "What changed from a former content to the present one, key by key; null when that is not kept.",
  })
  @Reads(CONTROLLER_REVISIONS)
  @Costs({ items: 5 })
  changesSince(
    @Root() { row }: ConfigMap,
    @Ctx() { reader }: DomainContext,
    @Arg("revision", () => Int, { description: "Number of the former content." }) revision: number,
  ): readonly ConfigEntryChange[] | null {
    const rows = reader.related<ConfigRevisionManifest>(row.scope.cluster, CONTROLLER_REVISIONS, byOwner.name, row.uid);
    const found = rows.find(({ object }) => object.revision === revision);
    return found ? changesOf(contentOfRevision(found.object), row.object) : null;
  }

  @Query(() => ConfigMapComparison, {
    nullable: true,
    description: "The configs of one name in several clusters, beside each other.",
  })
  @Reads(CONFIG_MAPS)
  configMapComparison(
    @Ctx() ctx: DomainContext,
    @Arg("namespace", () => String, { description: "The namespace, in each of them." }) namespace: string,
    @Arg("name", () => String, { description: "The name, in each of them." }) name: string,
    @Arg("clusters", () => [String], {
      nullable: true,
      description: "The clusters, by registered name: 100 at most; all when absent.",
    })
    clusters?: readonly string[] | null,
  ): ConfigMapComparison {
    const registered = ctx.reader.clusters();
    const asked = [...new Set(clusters ?? registered)];
    if (asked.length > MAX_CLUSTERS) {
      throw new FairwayError("LIMIT_EXCEEDED", `clusters must not be more than ${MAX_CLUSTERS}`, { field: "clusters" });
    }
    const unknown = asked.find((cluster) => !registered.includes(cluster));
    if (unknown !== undefined) throw unknownCluster(unknown, "clusters");
    return new ConfigMapComparison(
      asked.map((cluster) => {
        const target = { cluster, resource: CONFIG_MAPS, namespace, name };
        return { cluster, row: readTarget<ConfigMapManifest>(ctx, target) };
      }),
    );
  }

  @Mutation(() => ConfigMapUpdatePayload, {
    description:
      "Changes some keys of a config, keeps what it said before, and rolls those that cannot see the change.",
  })
  @Reads(...TEMPLATED)
  configMapUpdate(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ConfigMapUpdateInput, { description: "Which one, and what changes." })
    input: ConfigMapUpdateInput,
  ): ConfigMapUpdatePayload | null {
    return updateConfigMap(ctx, info, input);
  }

  @Mutation(() => ConfigMapUndoPayload, {
    description: "Gives a config a content that it had before; the present one is kept as well.",
  })
  @Reads(...TEMPLATED)
  configMapUndo(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ConfigMapUndoInput, { description: "Which one, and which content." }) input: ConfigMapUndoInput,
  ): ConfigMapUndoPayload | null {
    return undoConfigMap(ctx, info, input);
  }

  @Mutation(() => ConfigMapApplyPayload, {
    description: "Makes the same config in several clusters, by server-side apply: safe to send again.",
  })
  @Reads()
  configMapApply(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ConfigMapApplyInput, { description: "Where, and what it is to say." })
    input: ConfigMapApplyInput,
  ): ConfigMapApplyPayload | null {
    return applyConfigMap(ctx, info, input);
  }
}
