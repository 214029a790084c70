import { isDeepStrictEqual } from "node:util";
import { FairwayError } from "../../errors/index.ts";
import type { Effect, OperationOrder, OperationTarget, PlannedStep, StepResult } from "../../operations/index.ts";
import type { Manifest } from "../context.ts";
import { DAEMON_SETS } from "./daemon-set.type.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import type { PodSpecManifest } from "./pod.manifest.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";
import { RESTARTED_AT } from "./restart.service.ts";
import {
  daemonSetRollout,
  deploymentRollout,
  type RolloutState,
  statefulSetRollout,
} from "./rollout-status.mapping.ts";
import { STATEFUL_SETS } from "./stateful-set.type.ts";

export const ROLLOUT_WAVES = "rolloutWaves";

export interface ContainerImage {
  readonly container: string;
  readonly image: string;
}

export interface VolumeImage {
  readonly volume: string;
  readonly image: string;
}

/** The images that a template gets. */
export interface TemplateImages {
  readonly images: readonly ContainerImage[];
  /** Of volumes that are images. */
  readonly volumes?: readonly VolumeImage[];
}

/** What is read of a workload of any kind that rolls out. */
export interface RolledManifest extends Manifest {
  readonly spec?: {
    readonly paused?: boolean;
    readonly updateStrategy?: { readonly type?: string };
    readonly template?: PodTemplateManifest;
  };
}

/** The kinds that roll out, each with how its rollout stands. */
const rollouts: Readonly<Record<string, (object: RolledManifest) => RolloutState>> = {
  [DEPLOYMENTS]: deploymentRollout,
  [STATEFUL_SETS]: statefulSetRollout,
  [DAEMON_SETS]: daemonSetRollout,
};

export function rollsOut(resource: string): boolean {
  return Object.hasOwn(rollouts, resource);
}

/** Of a template, what waves change of it. Without nulls, as those get lost on the way through an API server. */
export interface TemplatePart extends TemplateImages {
  /** Present where restarts are concerned; without a time where it was never restarted. */
  readonly restart?: { readonly at?: string };
}

/** What a wave has done to a workload: enough to take it back. */
export interface TemplateChange {
  readonly before: TemplatePart;
  readonly after: TemplatePart;
}

export type WaveAction =
  | { readonly do: "restart" }
  | { readonly do: "setImages"; readonly images: readonly ContainerImage[] }
  /** One for each target. */
  | { readonly do: "setEach"; readonly parts: readonly TemplateImages[] }
  /** One for each target. */
  | { readonly do: "undo"; readonly changes: readonly TemplateChange[] };

export interface WavesParameters {
  readonly action: WaveAction;
  /** How many workloads a wave has. */
  readonly waveSize: number;
  /** Each wave but the first waits until somebody resumes the operation. */
  readonly heldBetween: boolean;
  /** How many rollouts may fail, over all waves, before no further wave begins. */
  readonly maxFailures: number;
}

/** What is known of one target of a wave. */
export interface TargetState {
  readonly target: OperationTarget;
  readonly change: TemplateChange | null;
  readonly state: "rolling" | "done" | "failed";
  readonly message: string;
}

export interface WaveMemo {
  readonly targets: readonly TargetState[];
}

/** Throws INVALID for what nobody has sealed in this form: a type is asked for whatever the object says. */
export function parametersOf({ parameters }: OperationOrder): WavesParameters {
  const { action, waveSize, maxFailures } = parameters as Partial<WavesParameters>;
  const actions: readonly unknown[] = ["restart", "setImages", "setEach", "undo"];
  const isUsable = Number.isInteger(waveSize) && (waveSize ?? 0) > 0 && Number.isInteger(maxFailures);
  if (isUsable && actions.includes(action?.do)) return parameters as unknown as WavesParameters;
  throw new FairwayError("INVALID", "The parameters are not those of rollout waves");
}

/** The targets of each wave, in their order. */
export function wavesOf(order: OperationOrder): readonly (readonly OperationTarget[])[] {
  const { waveSize } = parametersOf(order);
  const { targets } = order;
  return Array.from({ length: Math.ceil(targets.length / waveSize) }, (_, wave) =>
    targets.slice(wave * waveSize, (wave + 1) * waveSize),
  );
}

export function planOf(order: OperationOrder): readonly PlannedStep[] {
  const { heldBetween } = parametersOf(order);
  const waves = wavesOf(order);
  return waves.map((targets, index) => ({
    name: `wave ${index + 1} of ${waves.length}: ${targets.length} ${wordFor(targets)}`,
    isHeld: heldBetween && index > 0,
  }));
}

function wordFor(targets: readonly OperationTarget[]): string {
  const word = targets.every(({ resource }) => resource === DEPLOYMENTS) ? "deployment" : "workload";
  return targets.length === 1 ? word : `${word}s`;
}

/** How many workloads a wave has; a percentage is of all, and one at least. */
export function waveSizeOf(size: { readonly count?: number; readonly percent?: number }, total: number): number {
  return size.count ?? Math.max(1, Math.floor((total * (size.percent ?? 100)) / 100));
}

/** Throws INVALID or NOT_FOUND for a workload that it cannot be done to. `index` is the target's among all of them. */
export function effectOn(workload: RolledManifest, action: WaveAction, index: number, at: string): Effect {
  // It would be accepted, and nothing would happen until somebody resumes the deployment.
  if (workload.spec?.paused) throw new FairwayError("INVALID", "The deployment is paused: resume it first");
  if (workload.spec?.updateStrategy?.type === "OnDelete") {
    throw new FairwayError("INVALID", "Its pods are replaced only when somebody deletes them (OnDelete)");
  }
  const change = changeOf(workload, action, index, at);
  return { patch: patchOf(workload, change.after), remember: { ...change } };
}

function changeOf(workload: RolledManifest, action: WaveAction, index: number, at: string): TemplateChange {
  switch (action.do) {
    case "restart": {
      // With milliseconds, as `deploymentRestart` does it.
      const after: TemplatePart = { restart: { at }, images: [] };
      return { before: partOf(workload, after), after };
    }
    case "setImages": {
      const after: TemplatePart = { images: action.images };
      return { before: partOf(workload, after), after };
    }
    case "setEach": {
      const after = action.parts[index];
      if (!after) throw new FairwayError("INVALID", "It is not known which images it is to get");
      return { before: partOf(workload, after), after };
    }
    case "undo": {
      const change = action.changes[index];
      if (!change) throw new FairwayError("INVALID", "It is not known how it was before");
      if (!isDeepStrictEqual(partOf(workload, change.after), change.after)) {
        throw new FairwayError("INVALID", "Its template was changed since: nothing is taken back");
      }
      return { before: change.after, after: change.before };
    }
  }
}

/** What the template has now of what the part has. */
function partOf({ spec }: RolledManifest, { restart, images, volumes }: TemplatePart): TemplatePart {
  const template: ImagesTemplate = spec?.template?.spec ?? {};
  const at = spec?.template?.metadata?.annotations?.[RESTARTED_AT];
  return {
    ...(restart && { restart: at === undefined ? {} : { at } }),
    images: images.map(({ container }) => {
      const { containers = [], initContainers = [] } = template;
      const found = [...containers, ...initContainers].find(({ name }) => name === container);
      if (!found) throw new FairwayError("NOT_FOUND", `It has no container ${JSON.stringify(container)}`);
      return { container, image: found.image ?? "" };
    }),
    ...(volumes && {
      volumes: volumes.map(({ volume }) => {
        const found = template.volumes?.find(({ name, image }) => name === volume && image);
        if (!found) throw new FairwayError("NOT_FOUND", `It has no image volume ${JSON.stringify(volume)}`);
        return { volume, image: found.image?.reference ?? "" };
      }),
    }),
  };
}

interface ImagesTemplate extends Omit<PodSpecManifest, "volumes"> {
  readonly volumes?: readonly { readonly name: string; readonly image?: { readonly reference?: string } }[];
}

function patchOf({ spec }: RolledManifest, { restart, images, volumes }: TemplatePart): Effect["patch"] {
  const isInit = (name: string) => spec?.template?.spec?.initContainers?.some((each) => each.name === name) ?? false;
  const listed = (init: boolean) =>
    images.filter(({ container }) => isInit(container) === init).map(({ container: name, image }) => ({ name, image }));
  const [containers, initContainers] = [listed(false), listed(true)];
  return {
    spec: {
      template: {
        ...(restart && { metadata: { annotations: { [RESTARTED_AT]: restart.at ?? null } } }),
        spec: {
          ...(containers.length > 0 && { containers }),
          ...(initContainers.length > 0 && { initContainers }),
          ...(volumes && {
            volumes: volumes.map(({ volume, image }) => ({ name: volume, image: { reference: image } })),
          }),
        },
      },
    },
  };
}

/** How a target stands whose template was changed. */
export function rollingState(target: OperationTarget, change: TemplateChange, object: RolledManifest): TargetState {
  const rollout = rollouts[target.resource];
  if (!rollout) throw new FairwayError("INVALID", "It is of a kind that does not roll out");
  const { text, done, failed } = rollout(object);
  return { target, change, state: failed ? "failed" : done ? "done" : "rolling", message: text };
}

export function failuresIn(memo: WaveMemo | undefined): number {
  return memo?.targets.filter(({ state }) => state === "failed").length ?? 0;
}

/** What a wave has come to. `earlier` are the failures of the waves before it. */
export function waveResult(targets: readonly TargetState[], earlier: number, maxFailures: number): StepResult {
  const memo: WaveMemo = { targets };
  const failed = targets.filter(({ state }) => state === "failed");
  const rolling = targets.filter(({ state }) => state === "rolling");
  const progress = { done: targets.length - failed.length - rolling.length, total: targets.length };
  const said = { progress, memo: { ...memo } };
  const told = failed.map(
    ({ target: { cluster, namespace, name }, message }) => `${cluster}/${namespace}/${name}: ${message}`,
  );
  if (earlier + failed.length > maxFailures) {
    return { outcome: "failed", message: told.join("\n") || "Too many rollouts have failed", ...said };
  }
  if (rolling.length > 0) return { outcome: "waiting", message: rolling[0]?.message ?? "", ...said };
  return { outcome: "done", ...(told.length > 0 && { message: told.join("\n") }), ...said };
}
