import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ApplicationCopyInput, ApplicationCopyPayload } from "./copy.input.ts";
import { copyApplication } from "./copy.service.ts";

@Resolver()
export class ApplicationCopyResolver {
  @Mutation(() => ApplicationCopyPayload, {
    description:
      "Makes the parts of an application in another cluster or namespace by server-side apply: what has its label, and the configs and claims that its pods name. Secrets, and the content of volumes, are not copied.",
  })
  @Reads("*")
  applicationCopy(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ApplicationCopyInput, { description: "Which one, from where, and where to." })
    input: ApplicationCopyInput,
  ): ApplicationCopyPayload | null {
    return copyApplication(ctx, info, input);
  }
}
