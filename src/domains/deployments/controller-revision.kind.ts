import { defineKind, intOf } from "../resources/index.ts";
import { ControllerRevisionFilter } from "./controller-revision.input.ts";
import { CONTROLLER_REVISIONS, ControllerRevision } from "./controller-revision.type.ts";

export const controllerRevisions = defineKind({
  resource: CONTROLLER_REVISIONS,
  name: "ControllerRevision",
  words: ["controller revision", "controller revisions"],
  type: ControllerRevision,
  filter: ControllerRevisionFilter,
  orders: {
    REVISION: { description: "By their number.", value: ({ object }) => intOf(object.revision) },
  },
});
