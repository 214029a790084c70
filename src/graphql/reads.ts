import type { GroupResource } from "../state/index.ts";
import { Extensions } from "./decorators.ts";

/**
 * Declares which resources a field reads beyond its parent, as `extensions.reads`: the engine starts their stores
 * before the pass that needs them, and finds the groups that a change concerns. "*": known only at run time.
 */
export function Reads(...resources: readonly (GroupResource | "*")[]): MethodDecorator {
  return Extensions({ reads: resources }) as MethodDecorator;
}
