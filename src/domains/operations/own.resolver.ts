import { FairwayError } from "../../errors/index.ts";
import { Arg, Costs, Ctx, Int, Query, Reads, Resolver } from "../../graphql/index.ts";
import { OPERATIONS } from "../../operations/index.ts";
import { keyOf } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { operationsOf } from "./home.service.ts";
import { Operation } from "./operation.type.ts";

const most = 50;

@Resolver()
export class OwnOperationsResolver {
  @Query(() => [Operation], {
    nullable: true,
    description:
      "The operations that the caller began, the newest first, whatever he may see in the home cluster. Asked of the home cluster itself, each time.",
  })
  @Reads()
  @Costs({ weight: 100, items: most })
  ownOperations(
    @Ctx() ctx: DomainContext,
    @Arg("first", () => Int, { defaultValue: 20, description: `How many: ${most} at most.` }) first: number,
  ): readonly Operation[] | null {
    if (first < 0 || first > most) {
      throw new FairwayError("BAD_USER_INPUT", `first must be between 0 and ${most}`, { field: "first" });
    }
    const { home, own } = operationsOf(ctx);
    // It is of the caller alone, and of no version that could be compared.
    ctx.reads.forbid("Operations of the caller are asked for each time");
    const outcome = ctx.misses.ask("own operations", home.cluster, own);
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const scope = { cluster: home.cluster, resource: OPERATIONS };
    return outcome.value.slice(0, first).map((object) => {
      const { name, namespace = "", uid, resourceVersion: version } = object.metadata;
      return new Operation({ scope, key: keyOf(namespace, name), namespace, name, uid, version, object });
    });
  }
}
