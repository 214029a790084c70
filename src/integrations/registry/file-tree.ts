import type { FileTree, ImageFile } from "./image.ts";
import type { LayerEntry } from "./layer.ts";

const removed = ".wh.";
const emptied = ".wh..wh..opq";

/** What a container of the image finds: the layers on top of each other, the lowest one first, with what upper ones take away. */
export function foldLayers(layers: readonly (readonly LayerEntry[])[]): FileTree {
  const tree = new Map<string, ImageFile>();
  for (const layer of layers) {
    // A layer takes away what is below it, and nothing of its own, wherever in it that stands.
    takeAway(tree, layer);
    for (const { path, linkTo, ...file } of layer) {
      if (path.slice(path.lastIndexOf("/") + 1).startsWith(removed)) continue;
      addParents(tree, path);
      const linked = linkTo === undefined ? undefined : tree.get(linkTo);
      tree.set(path, linked?.type === "FILE" ? linked : file);
    }
  }
  return tree;
}

const folder: ImageFile = { type: "DIRECTORY", sizeBytes: 0, mode: 0o755, target: null };

/** Archives may leave folders out. */
function addParents(tree: Map<string, ImageFile>, path: string): void {
  for (const parent of parentsOf(path)) if (tree.get(parent)?.type !== "DIRECTORY") tree.set(parent, folder);
}

/** In one walk over the tree, however much a layer takes away. */
function takeAway(tree: Map<string, ImageFile>, layer: readonly LayerEntry[]): void {
  const whole = new Set<string>();
  const below = new Set<string>();
  for (const { path, type } of layer) {
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    if (name === emptied) below.add(path.slice(0, Math.max(slash, 0)));
    else if (name.startsWith(removed)) whole.add(path.slice(0, slash + 1) + name.slice(removed.length));
    else if (type !== "DIRECTORY" && tree.get(path)?.type === "DIRECTORY") whole.add(path);
  }
  if (whole.size === 0 && below.size === 0) return;
  for (const path of [...tree.keys()]) {
    const parents = parentsOf(path);
    const isGone = whole.has(path) || below.has("") || parents.some((each) => whole.has(each) || below.has(each));
    if (isGone) tree.delete(path);
  }
}

function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
    parents.push(path.slice(0, slash));
  return parents;
}
