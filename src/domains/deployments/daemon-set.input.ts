import { InputType } from "../../graphql/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";

@InputType({ description: "Which daemon sets; each condition that is given must hold." })
export class DaemonSetFilter extends ReplicatedFilter {}
