import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { attempt, type Change, readAndPatchObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";
import type { ContainerImageInput, SetImageInput } from "./set-image.input.ts";

interface Templated {
  readonly template?: PodTemplateManifest;
}

/** `word`: what its kind is called in sentences. */
export function setImages<M extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { resource, word }: { readonly resource: GroupResource; readonly word: string },
  { by, images, expectedResourceVersion, dryRun }: SetImageInput,
): WriteResult<M> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, resource, by, "input.by"));
    const faults = imageFaults(images);
    if (faults.length > 0) return refused(...faults);
    return readAndPatchObject<M>(ctx, tried, {
      target,
      expectedResourceVersion,
      dryRun,
      change: ({ spec }) => changeOf((spec as Templated | undefined)?.template, word, images),
    });
  });
}

export function imageFaults(images: readonly ContainerImageInput[]): readonly UserError[] {
  if (images.length === 0) return [new UserError("INVALID", "There must be one image at least", "input.images")];
  const named = new Set<string>();
  return images.flatMap(({ container, image }, index) => {
    const path = `input.images[${index}]`;
    const faults: UserError[] = [];
    if (named.has(container)) {
      faults.push(new UserError("INVALID", `${JSON.stringify(container)} is named before`, `${path}.container`));
    }
    named.add(container);
    // A deployment may have such an image; no pod of it would be let in.
    if (image === "" || image !== image.trim()) {
      faults.push(
        new UserError("INVALID", "An image must not be empty, or begin or end with a space", `${path}.image`),
      );
    }
    return faults;
  });
}

/**
 * The containers are merged by their names. One that is not there is refused here, because the API server would take it
 * for a new one.
 */
function changeOf(
  template: PodTemplateManifest | undefined,
  word: string,
  images: readonly ContainerImageInput[],
): Change {
  const refusals: UserError[] = [];
  const inputPaths: Record<string, string> = {};
  const patch: Record<string, { name: string; image: string }[]> = {};
  for (const [index, { container, image }] of images.entries()) {
    const found = placeOf(template, container);
    if (!found) {
      const message = `The ${word} has no container ${JSON.stringify(container)}`;
      refusals.push(new UserError("NOT_FOUND", message, `input.images[${index}].container`));
      continue;
    }
    patch[found.list] = [...(patch[found.list] ?? []), { name: container, image }];
    inputPaths[`spec.template.spec.${found.list}[${found.place}].image`] = `input.images[${index}].image`;
  }
  if (refusals.length > 0) return { refusals };
  return { strategic: { spec: { template: { spec: patch } } }, inputPaths };
}

function placeOf(template: PodTemplateManifest | undefined, container: string) {
  for (const list of ["containers", "initContainers"] as const) {
    const place = template?.spec?.[list]?.findIndex(({ name }) => name === container) ?? -1;
    if (place >= 0) return { list, place };
  }
  return null;
}
