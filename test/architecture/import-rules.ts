import { domainOrder, mayImport, packageFree, packageHomes } from "./rules.ts";
import type { Import, SourceFile } from "./source-file.ts";

/** One sentence for each fault, beginning with `path:line`. */
export type Faults = string[];

/** `src/integrations/gitea/x.ts` → `integrations/gitea`; `src/state/x.ts` → `state`; `src/main.ts` → `main.ts`. */
export function roomOf(path: string): string | null {
  const [top, first, second] = path.split("/");
  if (top !== "src" || first === undefined) return null;
  const grouped = (first === "integrations" || first === "domains") && second !== undefined;
  return grouped ? `${first}/${second}` : first;
}

/** The name under which the tables know a room. */
function kindOf(room: string): string {
  if (mayImport[room] !== undefined) return room;
  return room.replace(/^(integrations|domains)\/[^.]+$/, "$1/*").replace(/^domains\/.+\.ts$/, "domains/*.ts");
}

export function importFaults(files: readonly SourceFile[]): Faults {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [];
    if (mayImport[kindOf(room)] === undefined) return [`${file.path}:1 is in a room that the import table lacks`];
    return file.imports.flatMap((imported) => {
      const fault = faultOf(room, imported);
      return fault === null ? [] : [`${file.path}:${imported.line} ${fault}`];
    });
  });
}

function faultOf(room: string, imported: Import): string | null {
  if (imported.specifier === null) return "imports a computed name, which no rule can read";
  if (imported.file === null) return packageFault(room, imported.specifier);
  const target = roomOf(imported.file);
  if (target === null) return `imports ${imported.file}, which is not in src`;
  if (target === room) return null;
  return roomFault(room, target, imported) ?? doorFault(room, target, imported.file);
}

function roomFault(room: string, target: string, imported: Import): string | null {
  if (kindOf(room) === "domains/*" && kindOf(target) === "domains/*") return orderFault(room, target);
  const permission = mayImport[kindOf(room)]?.[kindOf(target)];
  if (permission === undefined) return `${room} may not import ${target}`;
  if (permission === "types" && !imported.typeOnly) return `${room} may import only types of ${target}`;
  return null;
}

function orderFault(room: string, target: string): string | null {
  const [from, to] = [room, target].map((name) => domainOrder.indexOf(familyOf(name) as never));
  if (from === -1) return `the family ${familyOf(room)} is not in the order of families`;
  if (to === -1) return `the family ${familyOf(target)} is not in the order of families`;
  return Number(to) < Number(from) ? null : `${familyOf(room)} may not import ${familyOf(target)}, a later family`;
}

function familyOf(room: string): string {
  return room.slice("domains/".length);
}

function doorFault(room: string, target: string, file: string): string | null {
  const top = target.split("/")[0];
  const isFile = target.endsWith(".ts");
  // A file right in src, or in the folder that the two have in common, has no door before it.
  if (isFile && (target === top || room.startsWith(`${top}/`))) return null;
  const door = `src/${isFile ? top : target}/index.ts`;
  return file === door ? null : `imports ${file} past the door ${door}`;
}

function packageFault(room: string, specifier: string): string | null {
  if (specifier.startsWith("node:")) return null;
  const name = specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? specifier;
  if (packageFree.includes(room)) return `${room} may import no package, not even ${name}`;
  const home = packageHomes.find(({ packages }) => packages.test(name));
  if (home === undefined || home.rooms.includes(kindOf(room))) return null;
  return `${name} may be imported in ${home.rooms.join(", ")} only`;
}
