import { defineObjectMutation } from "../resources/index.ts";
import { OperationCancelInput, OperationPauseInput, OperationResumeInput } from "./operation.input.ts";
import { Operation } from "./operation.type.ts";
import { requestOfOperation } from "./request.service.ts";

const shared = { inputDescription: "Which one, and how.", field: "operation", type: Operation };

export const operationMutations = [
  defineObjectMutation({
    ...shared,
    name: "operationCancel",
    description:
      "Has an operation begin nothing more, for good. What it has done stays done, and what it has begun takes its course. " +
      "The one who began it may, and who may patch Operations in the home cluster.",
    input: OperationCancelInput,
    write: (ctx, info, input: OperationCancelInput) => requestOfOperation(ctx, info, "cancel", input),
  }),
  defineObjectMutation({
    ...shared,
    name: "operationPause",
    description: "Has an operation begin nothing more until it is resumed. Who may cancel it may pause it.",
    input: OperationPauseInput,
    write: (ctx, info, input: OperationPauseInput) => requestOfOperation(ctx, info, "pause", input),
  }),
  defineObjectMutation({
    ...shared,
    name: "operationResume",
    description:
      "Has an operation go on that is paused, also where its next step waits for somebody to say so. Who may cancel it may resume it.",
    input: OperationResumeInput,
    write: (ctx, info, input: OperationResumeInput) => requestOfOperation(ctx, info, "resume", input),
  }),
];
