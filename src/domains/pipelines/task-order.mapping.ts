import type { PipelineSpecManifest, PipelineTaskManifest } from "./run.manifest.ts";

/** A task of a pipeline in its place. */
export interface OrderedTask {
  readonly task: PipelineTaskManifest;
  /** It runs once all others have ended, whatever came of them. */
  readonly isFinal: boolean;
  /** The tasks that must have ended before: those it names, and those whose results it uses. */
  readonly after: readonly string[];
  /** How many tasks stand before it on the longest way from the start; tasks of equal depth may run at the same time. */
  readonly depth: number;
}

const resultReference = /\$\(tasks\.([^.()[\]]+)\.(?:results|outputs)\b/g;

/**
 * The tasks in an order in which they can run: by depth, then as they are written. Whoever wrote a circle is told so by Tekton; here its tasks come
 * last among the others.
 */
export function orderedTasks(spec: PipelineSpecManifest | undefined): readonly OrderedTask[] {
  const tasks = spec?.tasks ?? [];
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const after = new Map(tasks.map((task) => [task.name, predecessorsOf(task, byName)]));
  const depths = new Map<string, number>();
  // At most as many rounds as there are tasks: what then has no depth stands in a circle.
  for (let round = 0; round < tasks.length && depths.size < byName.size; round += 1) {
    for (const { name } of tasks) {
      const before = after.get(name) ?? [];
      if (depths.has(name) || !before.every((each) => depths.has(each))) continue;
      depths.set(name, Math.max(-1, ...before.map((each) => depths.get(each) ?? 0)) + 1);
    }
  }
  const last = Math.max(-1, ...depths.values()) + 1;
  const ordered = tasks.map((task) => ({
    task,
    isFinal: false,
    after: after.get(task.name) ?? [],
    depth: depths.get(task.name) ?? last,
  }));
  ordered.sort((a, b) => a.depth - b.depth);
  const final = Math.max(-1, ...ordered.map(({ depth }) => depth)) + 1;
  return [...ordered, ...(spec?.finally ?? []).map((task) => ({ task, isFinal: true, after: [], depth: final }))];
}

function predecessorsOf(
  task: PipelineTaskManifest,
  byName: ReadonlyMap<string, PipelineTaskManifest>,
): readonly string[] {
  const used = JSON.stringify([task.params, task.when, task.matrix]);
  const named = [...used.matchAll(resultReference)].map(([, name = ""]) => name);
  return [...new Set([...(task.runAfter ?? []), ...named])].filter((name) => byName.has(name));
}
