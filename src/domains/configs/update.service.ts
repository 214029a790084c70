import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { changeConfigMap } from "./change.service.ts";
import { revisionOf } from "./content.mapping.ts";
import { changedContent, changeFaults } from "./entries.mapping.ts";
import type {
  ConfigMapUndoInput,
  ConfigMapUndoPayload,
  ConfigMapUpdateInput,
  ConfigMapUpdatePayload,
} from "./update.input.ts";

export function updateConfigMap(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ConfigMapUpdateInput,
): ConfigMapUpdatePayload | null {
  const { set, remove } = input;
  return changeConfigMap(ctx, info, input, changeFaults(set, remove), async (current) =>
    changedContent(current, set, remove),
  );
}

export function undoConfigMap(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ConfigMapUndoInput,
): ConfigMapUndoPayload | null {
  const { toRevision } = input;
  const isNumber = toRevision == null || toRevision > 0;
  const faults = isNumber ? [] : [new UserError("INVALID", "Revisions are counted from 1", "input.toRevision")];
  return changeConfigMap(ctx, info, input, faults, async (current, history) => {
    const wanted = toRevision ?? revisionOf(current) - 1;
    const content = wanted > 0 ? await history.content(current, wanted) : null;
    if (content) return content;
    const message = wanted > 0 ? `No revision ${wanted} of it is kept` : "It has no revision before the present one";
    return { refusals: [new UserError("NOT_FOUND", message, "input.toRevision")] };
  });
}
