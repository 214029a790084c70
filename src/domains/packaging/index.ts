import { Operation } from "../operations/index.ts";
import { defineObjectMutation } from "../resources/index.ts";
import { ApplicationComposeResolver } from "./compose.resolver.ts";
import { CompositionFilesResolver } from "./files.resolver.ts";
import { ApplicationUpgradeInput } from "./upgrade.input.ts";
import { upgradeApplications } from "./upgrade.service.ts";

const upgrade = defineObjectMutation({
  name: "applicationUpgrade",
  description:
    "Gives composed deployments another base image, another artifact image, or both, in waves: one begins when each rollout of the one before is complete. It can be paused and cancelled, and `rolloutWavesUndo` takes it back.",
  input: ApplicationUpgradeInput,
  inputDescription: "Which deployments, what they get, and how.",
  field: "operation",
  type: Operation,
  fieldDescription:
    "The operation that does it; null when there are errors. It goes on after this answer: see `operationEvents`.",
  write: upgradeApplications,
});

export const packagingResolvers = [ApplicationComposeResolver, CompositionFilesResolver, upgrade];
