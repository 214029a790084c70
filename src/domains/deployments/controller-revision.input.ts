import { InputType } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";

@InputType({ description: "Which controller revisions; each condition that is given must hold." })
export class ControllerRevisionFilter extends NamespacedObjectFilter {}
