import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { FileTree } from "../../integrations/registry/index.ts";
import type { DomainContext } from "../context.ts";
import type { ApplicationComposeInput } from "./compose.input.ts";
import { contentOf, effectiveFiles, hasProgram } from "./effective-files.mapping.ts";
import { findImage, mayLookIntoImages } from "./images.service.ts";

/** What the registries say of what is to be composed. */
export interface Checked {
  readonly faults: readonly UserError[];
  readonly warnings: readonly string[];
}

const mostNamed = 3;

/** Looks into the images, where the caller may and the registries are known: what is amiss there would show in the first pod. */
export async function checkImages(
  ctx: DomainContext,
  { cluster, namespace, base, artifact }: ApplicationComposeInput,
  signal: AbortSignal,
): Promise<Checked> {
  const faults: UserError[] = [];
  const warnings: string[] = [];
  if (!(await mayLookIntoImages(ctx, { cluster, namespace }, signal))) {
    return {
      faults,
      warnings: ["What is in the images was not looked at: this caller may not get images.fairway.dev"],
    };
  }
  const look = async (image: string, field: string): Promise<FileTree | null> => {
    try {
      const found = await findImage(ctx, image, signal);
      if (found) return await found.files(signal);
      warnings.push(`What is in ${JSON.stringify(image)} was not looked at: its registry is not known to the gateway`);
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      if (error.code === "NOT_FOUND") faults.push(new UserError("NOT_FOUND", error.message, field));
      else warnings.push(`What is in ${JSON.stringify(image)} was not looked at: ${error.message}`);
    }
    return null;
  };
  const [below, above] = await Promise.all([
    look(base.image, "input.base.image"),
    look(artifact.image, "input.artifact.image"),
  ]);
  if (above) faults.push(...artifactFaults(artifact, above));
  if (below && above) {
    const composed = {
      ...artifact,
      container: base.name,
      baseImage: base.image,
      artifact: "",
      artifactImage: artifact.image,
    };
    const { hidden } = effectiveFiles(composed, below, above);
    if (hidden.length > 0) {
      const named = hidden.slice(0, mostNamed).join(", ");
      const more = hidden.length > mostNamed ? ` and ${hidden.length - mostNamed} more` : "";
      warnings.push(`The base image has files at ${artifact.mountPath} that get hidden: ${named}${more}`);
    }
  }
  return { faults, warnings };
}

function artifactFaults(
  { image, path, carrier }: ApplicationComposeInput["artifact"],
  tree: FileTree,
): readonly UserError[] {
  const faults: UserError[] = [];
  const name = JSON.stringify(image);
  const type = path === "/" ? "DIRECTORY" : tree.get(path.slice(1))?.type;
  if (type === undefined) {
    faults.push(new UserError("INVALID", `${name} has nothing at ${path}`, "input.artifact.path"));
  } else if (type === "FILE" || type === "OTHER") {
    faults.push(new UserError("INVALID", `${name} has no folder at ${path}`, "input.artifact.path"));
  } else if (type === "DIRECTORY" && contentOf(tree, path).length === 0) {
    faults.push(new UserError("INVALID", `${name} has nothing in ${path}`, "input.artifact.path"));
  }
  if (carrier === "INIT_CONTAINER" && !hasProgram(tree, "cp")) {
    const message = `${name} has no program cp, which an init container of it needs: an image volume needs none`;
    faults.push(new UserError("INVALID", message, "input.artifact.carrier"));
  }
  return faults;
}
