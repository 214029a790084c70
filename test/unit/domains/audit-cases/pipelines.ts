import { metadata } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const runs = { cluster: "alpha", resource: "tekton.dev/pipelineruns", namespace: "shop" };
const tekton = { apiVersion: "tekton.dev/v1" } as const;

export const pipelineCases: Readonly<Record<string, AuditCase>> = {
  pipelineRunStart: {
    type: "PipelineRunStartInput",
    verb: "create",
    input: { pipeline: { ref } },
    object: runs,
    elsewhere: { pipeline: { ref: { ...ref, cluster: "nowhere" } } },
    answer: { ...tekton, kind: "Pipeline", metadata: metadata("web") },
  },
  pipelineRunCancel: {
    type: "PipelineRunCancelInput",
    verb: "patch",
    input: { by: { ref } },
    object: { ...runs, name: "web" },
    answer: { ...tekton, kind: "PipelineRun", metadata: metadata("web") },
  },
};
