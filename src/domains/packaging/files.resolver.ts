import { FairwayError } from "../../errors/index.ts";
import { Args, ArgsType, Costs, Ctx, Field, FieldResolver, Int, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Composition } from "../deployments/index.ts";
import { effectiveFiles } from "./effective-files.mapping.ts";
import { ContainerFile, ContainerFiles } from "./files.type.ts";
import { treesOf } from "./images.service.ts";

const mostFiles = 5_000;

@ArgsType()
class FilesArgs {
  @Field(() => String, {
    nullable: true,
    description: "Only what is below this path, or at it. Absent: below `mountPath`.",
  })
  under?: string | null;

  @Field(() => Int, { defaultValue: 500, description: `How many at most: 1 to ${mostFiles}.` })
  first!: number;
}

@Resolver(() => Composition)
export class CompositionFilesResolver {
  @FieldResolver(() => ContainerFiles, {
    nullable: true,
    description:
      "What the container finds when it starts, computed from both images in their registries and from the template. Null where a registry is not known to the gateway. Needs `get` on `images.fairway.dev` in the namespace.",
  })
  // Of registries, by a right that is the caller's own: nobody else may be sent it.
  @Reads("*")
  @Costs({ weight: 200 })
  files(
    @Root() { row, composed }: Composition,
    @Ctx() ctx: DomainContext,
    @Args(() => FilesArgs) args: FilesArgs,
  ): ContainerFiles | null {
    const { first } = args;
    const under = (args.under ?? composed.mountPath).replace(/\/+$/, "");
    if (first < 1 || first > mostFiles) {
      throw new FairwayError("BAD_USER_INPUT", `first must be 1 to ${mostFiles}`, { field: "first" });
    }
    ctx.reads.forbid("what a registry has under a name has no cell");
    const { cluster } = row.scope;
    const { baseImage, artifactImage } = composed;
    const key = `files ${JSON.stringify([cluster, row.namespace, baseImage, artifactImage])}`;
    const outcome = ctx.misses.ask(key, undefined, (signal) => {
      return treesOf(ctx, { cluster, namespace: row.namespace }, [baseImage, artifactImage], signal);
    });
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const [base, artifact] = [baseImage, artifactImage].map((image) => outcome.value?.get(image));
    if (!base || !artifact) return null;
    const { files, hidden } = effectiveFiles(composed, base, artifact);
    const isBelow = (path: string) => path === under || path.startsWith(`${under}/`);
    const shown = files.filter(({ path }) => isBelow(path));
    return {
      files: shown.slice(0, first).map((file) => new ContainerFile(file)),
      totalCount: shown.length,
      hidden: hidden.filter(isBelow).slice(0, first),
    };
  }
}
