import type { EventCase } from "./event-case.ts";

const tasks = [{ name: "build", taskSpec: { steps: [{ name: "compile", image: "registry.test/build:1" }] } }];

/** Tekton's kinds, whose CRDs the test installs; no controller runs there. */
export const pipelineCases: Readonly<Record<string, EventCase>> = {
  pipelineEvents: {
    args: "",
    filter: "PipelineFilter",
    on: "Pipeline",
    path: (namespace) => `/apis/tekton.dev/v1/namespaces/${namespace}/pipelines`,
    body: (name) => ({ apiVersion: "tekton.dev/v1", kind: "Pipeline", metadata: { name }, spec: { tasks } }),
  },
  pipelineRunEvents: {
    args: "",
    filter: "PipelineRunFilter",
    on: "PipelineRun",
    path: (namespace) => `/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns`,
    body: (name) => ({
      apiVersion: "tekton.dev/v1",
      kind: "PipelineRun",
      metadata: { name },
      spec: { pipelineRef: { name: "release" } },
    }),
  },
  taskRunEvents: {
    args: "",
    filter: "TaskRunFilter",
    on: "TaskRun",
    path: (namespace) => `/apis/tekton.dev/v1/namespaces/${namespace}/taskruns`,
    body: (name) => ({
      apiVersion: "tekton.dev/v1",
      kind: "TaskRun",
      metadata: { name },
      spec: { taskRef: { name: "build" } },
    }),
  },
};
