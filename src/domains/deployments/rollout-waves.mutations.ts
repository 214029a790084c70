import { Operation } from "../operations/index.ts";
import { defineObjectMutation } from "../resources/index.ts";
import { RolloutWavesStartInput, RolloutWavesUndoInput } from "./rollout-waves.input.ts";
import { startRolloutWaves, undoRolloutWaves } from "./rollout-waves.service.ts";

const shared = {
  field: "operation",
  type: Operation,
  fieldDescription:
    "The operation that does it; null when there are errors. It goes on after this answer: see `operationEvents`.",
};

export const rolloutWavesMutations = [
  defineObjectMutation({
    ...shared,
    name: "rolloutWavesStart",
    description:
      "Restarts many deployments, stateful sets and daemon sets, or sets images in them, in waves: one begins when each rollout of the one before is complete, as " +
      "`kubectl rollout status` says. It stops where more fail than may. Done as the caller, whose rights are checked at each step.",
    input: RolloutWavesStartInput,
    inputDescription: "Which deployments, what is done to them, and how.",
    write: startRolloutWaves,
  }),
  defineObjectMutation({
    ...shared,
    name: "rolloutWavesUndo",
    description:
      "Gives the workloads that rollout waves have changed their former templates, in waves. One that somebody has changed since is let be, and counts as failed.",
    input: RolloutWavesUndoInput,
    inputDescription: "Which operation's changes, and how.",
    write: undoRolloutWaves,
  }),
];
