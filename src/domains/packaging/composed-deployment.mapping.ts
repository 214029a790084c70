import { UserError } from "../../graphql/index.ts";
import { parseImageReference } from "../../integrations/registry/index.ts";
import { COMPOSITION, containerFaults, containerOf, copyCommand, FILLED } from "../deployments/index.ts";
import type { ApplicationComposeInput } from "./compose.input.ts";

/** Of the volume, and of the init container, that bring it. */
const ARTIFACT = "artifact";

export interface ComposedDeployment {
  readonly apiVersion: "apps/v1";
  readonly kind: "Deployment";
  readonly metadata: { readonly name: string; readonly namespace: string; readonly [field: string]: unknown };
  readonly spec: object;
}

/** Source of the form of both carriers: Kubernetes' `image` volumes, and init containers with an `emptyDir`. */
export function composedDeployment({
  namespace,
  name,
  application,
  replicas,
  base,
  artifact,
}: ApplicationComposeInput): ComposedDeployment {
  const labels = {
    "app.kubernetes.io/name": name,
    ...(application != null && { "app.kubernetes.io/part-of": application }),
  };
  const { image, path, mountPath, carrier } = artifact;
  const isVolume = carrier === "IMAGE_VOLUME";
  const subPath = path.slice(1);
  const mount = { name: ARTIFACT, mountPath, ...(isVolume && { readOnly: true, ...(subPath !== "" && { subPath }) }) };
  const pod = {
    ...(!isVolume && {
      initContainers: [
        { name: ARTIFACT, image, command: copyCommand(path), volumeMounts: [{ name: ARTIFACT, mountPath: FILLED }] },
      ],
    }),
    containers: [{ ...containerOf(base), volumeMounts: [mount] }],
    volumes: [{ name: ARTIFACT, ...(isVolume ? { image: { reference: image } } : { emptyDir: {} }) }],
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      namespace,
      labels,
      annotations: { [COMPOSITION]: JSON.stringify({ base: base.name, artifact: ARTIFACT }) },
    },
    spec: {
      replicas,
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      template: { metadata: { labels }, spec: pod },
    },
  };
}

/** By the field that the API server names, the path of the input. */
export const composedPaths: Readonly<Record<string, string>> = {
  "metadata.name": "input.name",
  "spec.replicas": "input.replicas",
  "spec.template.spec.containers[0].name": "input.base.name",
  "spec.template.spec.containers[0].image": "input.base.image",
  "spec.template.spec.containers[0].volumeMounts[0].mountPath": "input.artifact.mountPath",
  "spec.template.spec.containers[0].volumeMounts[0].subPath": "input.artifact.path",
  "spec.template.spec.initContainers[0].image": "input.artifact.image",
  "spec.template.spec.volumes[0]": "input.artifact.carrier",
  "spec.template.spec.volumes[0].image.reference": "input.artifact.image",
};

const nameForm = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;
const labelForm = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** What the API server would refuse in words that name no field of the input, or would take. */
export function composeFaults({
  name,
  application,
  replicas,
  base,
  artifact,
}: ApplicationComposeInput): readonly UserError[] {
  const faults: UserError[] = [];
  const invalid = (message: string, field: string) => faults.push(new UserError("INVALID", message, `input.${field}`));
  // Both are values of labels, of which the API server speaks without saying which.
  if (!nameForm.test(name)) {
    invalid("It must be 1 to 63 small letters, digits, - and ., with a letter or digit at either end", "name");
  }
  if (application != null && !labelForm.test(application)) {
    invalid("It must be 1 to 63 letters, digits, -, _ and ., with a letter or digit at either end", "application");
  }
  if (replicas < 0) invalid("replicas must not be negative", "replicas");
  faults.push(...containerFaults(base, "input.base"));
  if (base.name === ARTIFACT) invalid(`${JSON.stringify(ARTIFACT)} is what the other container is called`, "base.name");
  for (const [field, image] of [
    ["base.image", base.image],
    ["artifact.image", artifact.image],
  ] as const) {
    if (parseImageReference(image) === null) invalid(`${JSON.stringify(image)} is no name of an image`, field);
  }
  const { path, mountPath, carrier } = artifact;
  if (!isFolder(path))
    invalid("It must be the absolute path of a folder, without . or .. or a slash at its end", "artifact.path");
  if (path === "/" && carrier === "INIT_CONTAINER") {
    invalid("All of an image can be had by an image volume alone: name a folder", "artifact.path");
  }
  if (mountPath === "/" || !isFolder(mountPath)) {
    invalid(
      "It must be the absolute path of a folder below the root, without . or .. or a slash at its end",
      "artifact.mountPath",
    );
  }
  return faults;
}

/** Colons are what mounts are taken apart by. */
function isFolder(path: string): boolean {
  if (path === "/") return true;
  const [first, ...parts] = path.split("/");
  return (
    first === "" && parts.length > 0 && parts.every((part) => !["", ".", ".."].includes(part) && !part.includes(":"))
  );
}
