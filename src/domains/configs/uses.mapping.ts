import type {
  KeyReference,
  PodSpecManifest,
  ReferringContainer,
  ReferringVolume,
  WholeReference,
} from "./pod-spec.manifest.ts";

/** The two kinds that pods take settings from. */
export type Source = "configmaps" | "secrets";

export const UseKind = {
  ENV: "ENV",
  ENV_FROM: "ENV_FROM",
  ARGUMENT: "ARGUMENT",
  VOLUME: "VOLUME",
  PROJECTED_VOLUME: "PROJECTED_VOLUME",
  SUB_PATH: "SUB_PATH",
} as const;
export type UseKind = (typeof UseKind)[keyof typeof UseKind];

/** One way in which a container uses a config or a secret. */
export interface Use {
  readonly source: Source;
  readonly name: string;
  /** Init and ephemeral containers count as well. */
  readonly container: string;
  readonly kind: UseKind;
  /** The variable, or the path at which it is mounted; null for variables that are named by the keys themselves. */
  readonly at: string | null;
  /** Which keys; null: all of them. */
  readonly keys: readonly string[] | null;
  /** The container starts without it, too. */
  readonly optional: boolean;
}

/** Kubelets write changes into mounted volumes, but not into what is mounted by `subPath`, and never into variables. */
export function seesChanges({ kind }: Pick<Use, "kind">): boolean {
  return kind === UseKind.VOLUME || kind === UseKind.PROJECTED_VOLUME;
}

/** Everything that the containers of a pod take from configs and secrets, container by container. */
export function usesOf(spec: PodSpecManifest | undefined): readonly Use[] {
  const { initContainers, containers, ephemeralContainers, volumes } = spec ?? {};
  const mounted = new Map((volumes ?? []).map((volume) => [volume.name, partsOf(volume)]));
  return [...(initContainers ?? []), ...(containers ?? []), ...(ephemeralContainers ?? [])].flatMap((container) => [
    ...variablesOf(container),
    ...mountsOf(container, mounted),
  ]);
}

function variablesOf({ name: container, env = [], envFrom = [], command = [], args = [] }: ReferringContainer): Use[] {
  const expanded = expansionsIn([...command, ...args]);
  const uses: Use[] = [];
  for (const { prefix = "", configMapRef, secretRef } of envFrom) {
    for (const [source, ref] of sourcesOf(configMapRef, secretRef)) {
      const shared = { source, name: ref.name, container, optional: ref.optional ?? false };
      uses.push({ ...shared, kind: UseKind.ENV_FROM, at: null, keys: null });
      // Which variables it gives only its content tells; one that an `env` sets again is not its own.
      for (const variable of expanded) {
        if (!variable.startsWith(prefix) || env.some((each) => each.name === variable)) continue;
        uses.push({ ...shared, kind: UseKind.ARGUMENT, at: variable, keys: [variable.slice(prefix.length)] });
      }
    }
  }
  for (const { name: at, valueFrom } of env) {
    for (const [source, ref] of sourcesOf<KeyReference>(valueFrom?.configMapKeyRef, valueFrom?.secretKeyRef)) {
      const keys = ref.key === undefined ? null : [ref.key];
      const use = { source, name: ref.name, container, optional: ref.optional ?? false, at, keys };
      uses.push({ ...use, kind: UseKind.ENV });
      if (expanded.has(at)) uses.push({ ...use, kind: UseKind.ARGUMENT });
    }
  }
  return uses;
}

/** The variables that `$(NAME)` stands for in a command; `$$(NAME)` is the text itself. */
function expansionsIn(texts: readonly string[]): ReadonlySet<string> {
  const found = texts.flatMap((text) => [...text.matchAll(/\$(?:\$|\(([^)]+)\))/g)].map(([, name]) => name));
  return new Set(found.filter((name) => name !== undefined));
}

interface MountedPart {
  readonly source: Source;
  readonly name: string;
  readonly optional: boolean;
  readonly projected: boolean;
  /** Keys with their paths within the volume, of which one key may have several; null: each key is a file of its name. */
  readonly paths: readonly (readonly [key: string, path: string])[] | null;
}

function partsOf({ configMap, secret, projected }: ReferringVolume): readonly MountedPart[] {
  const whole = sourcesOf(configMap, secret && { ...secret, ...(secret.secretName && { name: secret.secretName }) });
  const sources = projected?.sources ?? [];
  const parts = sources.flatMap((each) => sourcesOf(each.configMap, each.secret));
  return [
    ...whole.map(([source, ref]) => partOf(source, ref, false)),
    ...parts.map(([source, ref]) => partOf(source, ref, true)),
  ];
}

type Mounted = Named<
  WholeReference & { readonly items?: readonly { readonly key?: string; readonly path?: string }[] }
>;

function partOf(source: Source, { name, optional = false, items }: Mounted, projected: boolean): MountedPart {
  const pairs = items?.flatMap(({ key, path }) => (key === undefined ? [] : [[key, path ?? key] as const]));
  return { source, name, optional, projected, paths: pairs ?? null };
}

function mountsOf(
  { name: container, volumeMounts = [] }: ReferringContainer,
  mounted: ReadonlyMap<string, readonly MountedPart[]>,
): Use[] {
  return volumeMounts.flatMap(({ name: volume, mountPath = null, subPath, subPathExpr }) =>
    (mounted.get(volume) ?? []).flatMap(({ source, name, optional, projected, paths }): Use[] => {
      const use = { source, name, container, optional, at: mountPath };
      const all = paths && keysOf(paths);
      if (subPathExpr) return [{ ...use, kind: UseKind.SUB_PATH, keys: all }];
      if (!subPath) return [{ ...use, kind: projected ? UseKind.PROJECTED_VOLUME : UseKind.VOLUME, keys: all }];
      // The path may name a file, which is one key, or a folder, which is the keys below it.
      const isWithin = (path: string) => path === subPath || path.startsWith(`${subPath}/`);
      const keys = paths ? keysOf(paths.filter(([, path]) => isWithin(path))) : [subPath];
      return keys.length > 0 ? [{ ...use, kind: UseKind.SUB_PATH, keys }] : [];
    }),
  );
}

function keysOf(paths: NonNullable<MountedPart["paths"]>): readonly string[] {
  return [...new Set(paths.map(([key]) => key))];
}

type Named<R> = R & { readonly name: string };

/** Those of the two that are there and name something. */
function sourcesOf<R extends WholeReference>(configMap: R | undefined, secret: R | undefined) {
  const both: [Source, R | undefined][] = [
    ["configmaps", configMap],
    ["secrets", secret],
  ];
  return both.filter((pair): pair is [Source, Named<R>] => Boolean(pair[1]?.name));
}
