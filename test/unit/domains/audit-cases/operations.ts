import { operation } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const home = { cluster: "alpha", resource: "fairway.dev/operations", namespace: "fairway" };
const by = { ref: { cluster: "alpha", namespace: "fairway", name: "waves-1" } };
const waves = { waveSize: { count: 1 } };
const requested = (type: string, answer = operation("waves-1")): AuditCase => {
  return { type, verb: "patch", input: { by }, object: { ...home, name: "waves-1" }, answer };
};
const change = { before: { images: [] }, after: { images: [] } };
const target = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };
const memo = { targets: [{ target, change, state: "done", message: "" }] };
const ended = { phase: "SUCCEEDED", steps: [{ name: "wave 1", state: "SUCCEEDED", attempts: 1, memo }] } as const;

export const operationCases: Readonly<Record<string, AuditCase>> = {
  operationCancel: requested("OperationCancelInput"),
  operationPause: requested("OperationPauseInput"),
  operationResume: requested("OperationResumeInput"),
  rolloutWavesStart: {
    type: "RolloutWavesStartInput",
    verb: "create",
    input: { deployments: [ref], ...waves },
    object: home,
    elsewhere: { deployments: [{ ...ref, cluster: "nowhere" }] },
    answer: operation("waves-1"),
  },
  rolloutWavesUndo: {
    type: "RolloutWavesUndoInput",
    verb: "create",
    input: { by, ...waves },
    object: home,
    answer: operation("waves-1", ended),
  },
};
