import type { Manifest } from "../context.ts";
import { changesBetween, intOf } from "../resources/index.ts";
import type { ControllerRevisionManifest } from "./controller-revision.manifest.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";

/** A template that a workload has or had, under the number that its controller gave it. */
export interface RecordedRevision {
  readonly number: number;
  /** Of the replica set or controller revision that keeps it. */
  readonly name: string;
  readonly createdAt: string | null;
  readonly changeCause: string | null;
  readonly template: PodTemplateManifest;
  readonly annotations: Readonly<Record<string, string>>;
}

const CHANGE_CAUSE = "kubernetes.io/change-cause";
const TEMPLATE_HASH = "pod-template-hash";

/** What a replica set keeps of its deployment's; null of one that its controller has not numbered. */
export function revisionOfReplicaSet(replicaSet: ReplicaSetManifest): RecordedRevision | null {
  const number = revisionOf(replicaSet);
  const template = replicaSet.spec?.template;
  if (number === null || !template) return null;
  const { [TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return recorded(number, replicaSet, { ...template, metadata: { ...template.metadata, labels } });
}

/** What a controller revision keeps; null of one that keeps no template. */
export function revisionOfControllerRevision(revision: ControllerRevisionManifest): RecordedRevision | null {
  const kept = revision.data?.spec?.template;
  if (!kept) return null;
  // It is kept as the patch that would bring it back.
  const { $patch: _patch, ...template } = kept;
  return recorded(intOf(revision.revision), revision, template);
}

function recorded(number: number, { metadata }: Manifest, template: PodTemplateManifest): RecordedRevision {
  const { name, creationTimestamp = null, annotations = {} } = metadata;
  return {
    number,
    name,
    createdAt: creationTimestamp,
    changeCause: annotations[CHANGE_CAUSE] ?? null,
    template,
    annotations,
  };
}

export function newestFirst(revisions: readonly (RecordedRevision | null)[]): readonly RecordedRevision[] {
  return revisions.filter((each) => each !== null).sort((a, b) => b.number - a.number);
}

/** The one of that number; without a number, the one before the newest. */
export function revisionToRestore(
  revisions: readonly RecordedRevision[],
  number: number | undefined,
): RecordedRevision | undefined {
  return number === undefined ? revisions[1] : revisions.find((each) => each.number === number);
}

export function isSameTemplate(a: PodTemplateManifest | undefined, b: PodTemplateManifest | undefined): boolean {
  return changesBetween(a, b).length === 0;
}

/** Those that say something of a replica set or deployment itself, and not of a template. */
const ownAnnotations = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
  // What operations have done to it, whether it follows its configs, and what these said last: with an older one it would be rolled once more.
  "fairway.dev/operations",
  "fairway.dev/roll-on-config-change",
  "fairway.dev/config-hash",
]);

/** The annotations of a deployment that goes back: those that went with the template, and null for those that came after it. */
export function annotationsRestored(
  current: Readonly<Record<string, string>>,
  kept: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> {
  const gone = Object.keys(current).filter((name) => !ownAnnotations.has(name) && !Object.hasOwn(kept, name));
  return Object.fromEntries([
    ...gone.map((name) => [name, null] as const),
    ...Object.entries(kept).filter(([name]) => !ownAnnotations.has(name)),
  ]);
}
