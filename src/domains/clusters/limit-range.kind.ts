import { InputType } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { LIMIT_RANGES, LimitRange } from "./limit-range.type.ts";

@InputType({ description: "Which limit ranges; each condition that is given must hold." })
export class LimitRangeFilter extends NamespacedObjectFilter {}

export const limitRanges = defineKind({
  resource: LIMIT_RANGES,
  name: "LimitRange",
  words: ["limit range", "limit ranges"],
  type: LimitRange,
  filter: LimitRangeFilter,
});
