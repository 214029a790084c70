import { FairwayError } from "../../errors/index.ts";
import { Arg, Costs, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Application } from "./application.type.ts";
import { judgeMove } from "./portability.service.ts";
import { ApplicationPlaceInput, Portability } from "./portability.type.ts";

@Resolver(() => Application)
export class PortabilityResolver {
  @FieldResolver(() => Portability, {
    nullable: true,
    description:
      "Whether its parts in one place could run in another. The content of volumes is not among what is looked at: a claim that is made there is empty.",
  })
  @Reads("*")
  @Costs({ weight: 100 })
  portability(
    @Root() application: Application,
    @Ctx() ctx: DomainContext,
    @Arg("to", () => ApplicationPlaceInput, { description: "Where it is to run." }) to: ApplicationPlaceInput,
    @Arg("from", () => ApplicationPlaceInput, {
      nullable: true,
      description: "Which of its places; may be left out where it is in one alone.",
    })
    from?: ApplicationPlaceInput | null,
  ): Portability {
    const [only, ...others] = application.places;
    if (!from && (!only || others.length > 0)) {
      const message = "The application is in several places: say from which one";
      throw new FairwayError("BAD_USER_INPUT", message, { field: "from" });
    }
    const place = from ?? (only as ApplicationPlaceInput);
    return judgeMove(ctx, { application: application.name, from: place, to }, (name) => `${name}.cluster`);
  }
}
