import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { parseImageReference } from "../../integrations/registry/index.ts";
import { OPERATIONS, type OperationManifest } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import {
  beginRolloutWaves,
  type ComposedOf,
  composedOf,
  DEPLOYMENTS,
  type DeploymentManifest,
  rolledDeployments,
  rolloutWavesFaults,
  type TemplateImages,
  type WaveAction,
} from "../deployments/index.ts";
import { operationsOf } from "../operations/index.ts";
import {
  attempt,
  notFound,
  type ObjectRefInput,
  type Refusals,
  refused,
  type WriteResult,
} from "../resources/index.ts";
import { findImage, mayLookIntoImages } from "./images.service.ts";
import type { ApplicationUpgradeInput } from "./upgrade.input.ts";

/** Begins rollout waves that give composed deployments their new images; null in a pass before that is done. */
export function upgradeApplications(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ApplicationUpgradeInput,
): WriteResult<OperationManifest> | null {
  const { deployments, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    tried.at({ ...operationsOf(ctx).home, resource: OPERATIONS });
    const rolled = rolledDeployments(deployments);
    const faults = [...rolloutWavesFaults(ctx, input, rolled), ...imagesFaults(input)];
    if (faults.length > 0) return refused(...faults);
    return beginRolloutWaves(ctx, tried, input, { ...rolled, action: (signal) => actionFor(ctx, input, signal) });
  });
}

function imagesFaults({ baseImage, artifactImage }: ApplicationUpgradeInput): readonly UserError[] {
  if (baseImage == null && artifactImage == null) {
    return [new UserError("INVALID", "There must be another base, another artifact, or both", "input.baseImage")];
  }
  return Object.entries({ baseImage, artifactImage }).flatMap(([field, image]) => {
    if (image == null || parseImageReference(image) !== null) return [];
    return [new UserError("INVALID", `${JSON.stringify(image)} is no name of an image`, `input.${field}`)];
  });
}

/** Which container or volume of each deployment gets what, as the deployments are now; or why it cannot. */
async function actionFor(
  ctx: DomainContext,
  input: ApplicationUpgradeInput,
  signal: AbortSignal,
): Promise<WaveAction | Refusals> {
  const read = await Promise.all(input.deployments.map((ref, index) => readComposition(ctx, ref, index, signal)));
  const [first, ...more] = read.filter((each) => "refusals" in each);
  if (first) return { ...first, refusals: [first, ...more].flatMap(({ refusals }) => refusals) };
  const absent = await absentImages(ctx, input, signal);
  if (absent.length > 0) return { refusals: absent };
  return { do: "setEach", parts: read.filter((each) => "carrier" in each).map((each) => imagesFor(each, input)) };
}

async function readComposition(
  ctx: DomainContext,
  { cluster, namespace, name }: ObjectRefInput,
  index: number,
  signal: AbortSignal,
): Promise<ComposedOf | Refusals> {
  const field = `input.deployments[${index}]`;
  const target = { cluster, resource: DEPLOYMENTS, namespace, name };
  try {
    const { object } = await ctx.clusters.get(cluster).writer.get(target, { signal });
    const composed = composedOf(object as DeploymentManifest);
    if (composed) return composed;
    return { refusals: [new UserError("INVALID", "It is not composed of a base and an artifact", field)] };
  } catch (error) {
    if (!(error instanceof FairwayError) || !ownFaults.includes(error.code)) throw error;
    const { message } = error.code === "NOT_FOUND" ? notFound(target) : error;
    return { refusals: [new UserError(error.code, message, field)], cause: error };
  }
}

/** Of one deployment, not of its cluster. */
const ownFaults: readonly string[] = ["NOT_FOUND", "FORBIDDEN"];

/** A misspelt tag would be found by the first wave, whose pods never start. */
async function absentImages(
  ctx: DomainContext,
  { deployments, baseImage, artifactImage }: ApplicationUpgradeInput,
  signal: AbortSignal,
): Promise<readonly UserError[]> {
  const [first] = deployments;
  if (!first || !(await mayLookIntoImages(ctx, first, signal))) return [];
  const looked = Object.entries({ baseImage, artifactImage }).map(async ([field, image]): Promise<UserError | null> => {
    if (image == null) return null;
    try {
      await findImage(ctx, image, signal);
      return null;
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      // A registry that is away keeps nobody from an upgrade: nodes may have the image already.
      return error.code === "NOT_FOUND" ? new UserError("NOT_FOUND", error.message, `input.${field}`) : null;
    }
  });
  return (await Promise.all(looked)).filter((each) => each !== null);
}

function imagesFor(
  { carrier, container, artifact }: ComposedOf,
  { baseImage, artifactImage }: ApplicationUpgradeInput,
): TemplateImages {
  const base = baseImage == null ? [] : [{ container, image: baseImage }];
  if (artifactImage == null) return { images: base };
  if (carrier === "INIT_CONTAINER") return { images: [...base, { container: artifact, image: artifactImage }] };
  return { images: base, volumes: [{ volume: artifact, image: artifactImage }] };
}
