import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ApplicationComposeInput, ApplicationComposePayload } from "./compose.input.ts";
import { composeApplication } from "./compose.service.ts";

@Resolver()
export class ApplicationComposeResolver {
  @Mutation(() => ApplicationComposePayload, {
    description:
      "Makes a deployment of a base image and an artifact of another image, by server-side apply: sent again it changes nothing. Where their registries are known, both images are looked into first.",
  })
  @Reads()
  applicationCompose(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ApplicationComposeInput, { description: "Of what, and where." }) input: ApplicationComposeInput,
  ): ApplicationComposePayload | null {
    return composeApplication(ctx, info, input);
  }
}
