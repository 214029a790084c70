import { defineObjectMutation } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";
import { DeploymentRestartInput } from "./restart.input.ts";
import { restartDeployment } from "./restart.service.ts";
import { DeploymentScaleInput } from "./scale.input.ts";
import { scaleDeployment } from "./scale.service.ts";
import { DeploymentSetImageInput } from "./set-image.input.ts";
import { setImageOfDeployment } from "./set-image.service.ts";

const answered = {
  field: "deployment",
  type: Deployment,
  fieldDescription:
    "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
} as const;

export const deploymentMutations = [
  defineObjectMutation({
    ...answered,
    name: "deploymentScale",
    description: "Sets how many pods a deployment is to have.",
    input: DeploymentScaleInput,
    inputDescription: "Which one, and how many.",
    write: scaleDeployment,
  }),
  defineObjectMutation({
    ...answered,
    name: "deploymentRestart",
    description: "Replaces all pods of a deployment, in the way of its strategy, as `kubectl rollout restart` does.",
    input: DeploymentRestartInput,
    inputDescription: "Which one.",
    write: restartDeployment,
  }),
  defineObjectMutation({
    ...answered,
    name: "deploymentSetImage",
    description: "Sets images of a deployment's containers, which replaces its pods in the way of its strategy.",
    input: DeploymentSetImageInput,
    inputDescription: "Which one, and the images.",
    write: setImageOfDeployment,
  }),
];
