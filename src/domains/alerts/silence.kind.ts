import { Field, InputType, matching, oneOfTest, StringFilter, stringTest } from "../../graphql/index.ts";
import { SILENCES } from "../../integrations/alertmanager/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { SilenceManifest } from "./alert.manifest.ts";
import { Silence, SilenceState } from "./silence.type.ts";

/** Silences under their ids: whoever knows an id does not know the namespace. */
export const silencesById: IndexDefinition = { name: "id", resource: SILENCES, values: ({ name }) => [name] };

@InputType({ description: "Condition on the state of a silence." })
export class SilenceStateFilter {
  @Field(() => [SilenceState], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly SilenceState[] | null;
}

@InputType({ description: "Which silences; each condition that is given must hold. They have no labels." })
export class SilenceFilter extends NamespacedObjectFilter {
  @Field(() => SilenceStateFilter, { nullable: true, description: "Condition on the state." })
  state?: SilenceStateFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the author." })
  createdBy?: StringFilter | null;
}

export const silences = defineKind({
  resource: SILENCES,
  name: "Silence",
  words: ["silence", "silences"],
  type: Silence,
  filter: SilenceFilter,
  predicates: ({ state, createdBy }) => {
    const predicates: Predicate<SilenceManifest>[] = [];
    if (state) {
      const test = oneOfTest(state);
      predicates.push(matching(({ object }) => test(object.status.state)));
    }
    if (createdBy) {
      const test = stringTest(createdBy);
      predicates.push(matching(({ object }) => test(object.spec.createdBy)));
    }
    return predicates;
  },
  orders: {
    STARTS_AT: { description: "By when it begins.", value: ({ object }) => object.spec.startsAt },
    ENDS_AT: { description: "By when it ends.", value: ({ object }) => object.spec.endsAt },
  },
});
