import { InputType } from "../../graphql/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";

@InputType({ description: "Which stateful sets; each condition that is given must hold." })
export class StatefulSetFilter extends ReplicatedFilter {}
