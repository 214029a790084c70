import type { FileTree, ImageFile } from "../../integrations/registry/index.ts";
import type { ComposedOf } from "../deployments/index.ts";

/** Something that the container finds, and where it comes from. */
export interface EffectiveFile extends ImageFile {
  /** Absolute. */
  readonly path: string;
  readonly from: "BASE" | "ARTIFACT";
}

export interface EffectiveFiles {
  /** By path; folders of the artifact that lead to its place included. */
  readonly files: readonly EffectiveFile[];
  /** Files of the base image that are there no more, as something is mounted over them. */
  readonly hidden: readonly string[];
}

/** What the container of the base finds: its image, with the content of the artifact's folder over the place where that is mounted. */
export function effectiveFiles({ path, mountPath }: ComposedOf, base: FileTree, artifact: FileTree): EffectiveFiles {
  const place = mountPath.slice(1);
  const files: EffectiveFile[] = [];
  const hidden: string[] = [];
  for (const [at, file] of base) {
    if (!at.startsWith(`${place}/`)) files.push({ ...file, path: `/${at}`, from: "BASE" });
    else if (file.type !== "DIRECTORY") hidden.push(`/${at}`);
  }
  // What leads to a mount is made where it is not there.
  for (let slash = place.indexOf("/"); ; slash = place.indexOf("/", slash + 1)) {
    const folder = slash < 0 ? place : place.slice(0, slash);
    if (!base.has(folder)) files.push({ ...made, path: `/${folder}`, from: "ARTIFACT" });
    if (slash < 0) break;
  }
  for (const [at, file] of contentOf(artifact, path)) {
    files.push({ ...file, path: `${mountPath}/${at}`, from: "ARTIFACT" });
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), hidden: hidden.sort() };
}

const made: ImageFile = { type: "DIRECTORY", sizeBytes: 0, mode: 0o755, target: null };

/** What is in a folder of an image, by the path within. */
export function contentOf(tree: FileTree, folder: string): readonly (readonly [string, ImageFile])[] {
  const prefix = folder === "/" ? "" : `${folder.slice(1)}/`;
  return [...tree].flatMap(([at, file]) => (at.startsWith(prefix) ? [[at.slice(prefix.length), file] as const] : []));
}

/** Where runtimes look for programs that are named without a path. */
const searched = ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"];

/** Whether an image has a program of that name, itself or behind links. */
export function hasProgram(tree: FileTree, name: string): boolean {
  return searched.some((folder) => isThere(tree, `${folder}/${name}`, 8));
}

function isThere(tree: FileTree, path: string, steps: number): boolean {
  const file = tree.get(path);
  if (file)
    return (
      file.type === "FILE" ||
      (file.type === "SYMLINK" && steps > 0 && isThere(tree, resolved(path, file.target), steps - 1))
    );
  // Of today's images many have `bin` as a link to `usr/bin`.
  const slash = path.indexOf("/");
  const parent = slash < 0 ? undefined : tree.get(path.slice(0, slash));
  if (parent?.type !== "SYMLINK" || steps === 0) return false;
  return isThere(tree, `${resolved(path.slice(0, slash), parent.target)}${path.slice(slash)}`, steps - 1);
}

function resolved(path: string, target: string | null): string {
  const from = target?.startsWith("/") ? [] : path.split("/").slice(0, -1);
  const parts: string[] = [];
  for (const part of [...from, ...(target ?? "").split("/")]) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
