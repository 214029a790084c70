import { defineObjectMutation } from "../resources/index.ts";
import { PodDebugInput } from "./debug.input.ts";
import { debugPod } from "./debug.service.ts";
import { PodEvictInput } from "./evict.input.ts";
import { evictPod } from "./evict.service.ts";
import { Pod } from "./pod.type.ts";

export const podMutations = [
  defineObjectMutation({
    name: "podEvict",
    field: "pod",
    type: Pod,
    fieldDescription:
      "The pod where it is still there: its containers may take their time. Null when it is gone, may not be seen, or there are errors.",
    description:
      "Deletes a pod through the Eviction API: what a disruption budget forbids is not done, and the budget's message is among the errors.",
    input: PodEvictInput,
    inputDescription: "Which one.",
    write: evictPod,
  }),
  defineObjectMutation({
    name: "podDebug",
    field: "pod",
    type: Pod,
    fieldDescription: "The pod with its new container, the last of `containers`. Null when there are errors.",
    description: "Adds an ephemeral container to a running pod, as `kubectl debug` does. It cannot be taken out again.",
    input: PodDebugInput,
    inputDescription: "Which one, and with what.",
    write: debugPod,
  }),
];
