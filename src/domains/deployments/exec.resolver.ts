import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { PodExecInput, PodExecPayload } from "./exec.input.ts";
import { execInPod } from "./exec.service.ts";

@Resolver()
export class PodExecResolver {
  @Mutation(() => PodExecPayload, {
    description:
      "Runs one command in a container, and gives what it wrote and its exit code. A preview, off unless the gateway's setting `allowExec` is on.",
  })
  @Reads()
  podExec(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => PodExecInput, { description: "Where, and what." }) input: PodExecInput,
  ): PodExecPayload | null {
    return execInPod(ctx, info, input);
  }
}
