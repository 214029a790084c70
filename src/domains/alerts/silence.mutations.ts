import { defineObjectMutation } from "../resources/index.ts";
import { SilenceCreateInput, SilenceExpireInput } from "./silence.input.ts";
import { createSilence, expireSilence } from "./silence.service.ts";
import { Silence } from "./silence.type.ts";

const answered = {
  field: "silence",
  type: Silence,
  fieldDescription:
    "The silence as Alertmanager answered with it; null when there are errors. Lists and alerts follow with the next poll. Of a dry run it has no name.",
} as const;

export const silenceMutations = [
  defineObjectMutation({
    ...answered,
    name: "silenceCreate",
    description: "Suppresses alerts of one cluster for a while.",
    input: SilenceCreateInput,
    inputDescription: "Which alerts, until when, and why.",
    write: createSilence,
  }),
  defineObjectMutation({
    ...answered,
    name: "silenceExpire",
    description: "Ends a silence before its time. It takes the right in each cluster whose alerts it may suppress.",
    input: SilenceExpireInput,
    inputDescription: "Which one.",
    write: expireSilence,
  }),
];
