import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, createObject, type NewObject, quantityOf, refused, type WriteResult } from "../resources/index.ts";
import type { ContainerInput, DeploymentCreateInput, ResourceAmountsInput } from "./create.input.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";

export function createDeployment(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: DeploymentCreateInput,
): WriteResult<DeploymentManifest> | null {
  const { cluster, namespace, name, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const place = { cluster, resource: DEPLOYMENTS, namespace };
    tried.at({ ...place, name });
    const faults = faultsOf(input);
    if (faults.length > 0) return refused(...faults);
    const ofContainer = (_: unknown, index: number) => [
      [`spec.template.spec.containers[${index}].name`, `input.containers[${index}].name`],
      [`spec.template.spec.containers[${index}].image`, `input.containers[${index}].image`],
    ];
    return createObject<DeploymentManifest>(ctx, tried, {
      ...place,
      body: deploymentOf(input),
      dryRun,
      inputPaths: {
        "metadata.name": "input.name",
        // The name is the value of a label, too, which may be less long.
        "metadata.labels": "input.name",
        "spec.selector": "input.name",
        "spec.selector.matchLabels": "input.name",
        "spec.template.labels": "input.name",
        "spec.template.metadata.labels": "input.name",
        "spec.replicas": "input.replicas",
        ...Object.fromEntries(input.containers.flatMap(ofContainer)),
      },
    });
  });
}

export function deploymentOf({ name, namespace, replicas, containers }: DeploymentCreateInput): NewObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: containers.map(containerOf) } },
    },
  };
}

export function containerOf({ name, image, ports, environment, requests, limits }: ContainerInput) {
  const amounts = (input: ResourceAmountsInput) =>
    Object.fromEntries(Object.entries(input).filter(([, quantity]) => quantity != null));
  return {
    name,
    image,
    ...(ports && { ports: ports.map((containerPort) => ({ containerPort })) }),
    ...(environment && { env: environment.map((variable) => ({ name: variable.name, value: variable.value })) }),
    ...((requests || limits) && {
      resources: { ...(requests && { requests: amounts(requests) }), ...(limits && { limits: amounts(limits) }) },
    }),
  };
}

/** What the API server would refuse in words that name no field of the input, or would take. */
function faultsOf({ replicas, containers }: DeploymentCreateInput): readonly UserError[] {
  const faults: UserError[] = [];
  const invalid = (message: string, field: string) => faults.push(new UserError("INVALID", message, `input.${field}`));
  if (replicas < 0) invalid("replicas must not be negative", "replicas");
  if (containers.length === 0) invalid("There must be one container at least", "containers");
  return [...faults, ...containers.flatMap((each, index) => containerFaults(each, `input.containers[${index}]`))];
}

/** `at` is the path of the container in the input. */
export function containerFaults({ image, requests, limits }: ContainerInput, at: string): readonly UserError[] {
  const faults: UserError[] = [];
  if (image === "" || image !== image.trim()) {
    faults.push(new UserError("INVALID", "An image must not be empty, or begin or end with a space", `${at}.image`));
  }
  for (const [field, amounts] of Object.entries({ requests, limits })) {
    for (const [name, quantity] of Object.entries(amounts ?? {})) {
      if (quantity == null || quantityOf(quantity) !== null) continue;
      faults.push(new UserError("INVALID", `${JSON.stringify(quantity)} is no quantity`, `${at}.${field}.${name}`));
    }
  }
  return faults;
}
