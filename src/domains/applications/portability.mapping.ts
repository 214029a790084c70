import { podSpecOf } from "../configs/index.ts";
import type { Manifest } from "../context.ts";
import { type IngressManifest, ingressClassOf } from "../networks/index.ts";
import {
  type ClaimManifest,
  classNameOf,
  csiDriverOf,
  type VolumeManifest,
  type VolumesSpec,
  volumeSourceOf,
} from "../volumes/index.ts";
import { fits, type NodeFacts, type PlacedSpec } from "./node-fit.mapping.ts";
import { podNeedsOf } from "./pod-needs.mapping.ts";

export const PortabilityReason = {
  API_NOT_SERVED: "API_NOT_SERVED",
  CLOUD_VOLUME: "CLOUD_VOLUME",
  CONFIG_MISSING: "CONFIG_MISSING",
  CSI_DRIVER_MISSING: "CSI_DRIVER_MISSING",
  IMAGE_PULL_SECRET_MISSING: "IMAGE_PULL_SECRET_MISSING",
  INGRESS_CLASS_MISSING: "INGRESS_CLASS_MISSING",
  NAMESPACE_MISSING: "NAMESPACE_MISSING",
  NODE_LOCAL_VOLUME: "NODE_LOCAL_VOLUME",
  NO_MATCHING_NODE: "NO_MATCHING_NODE",
  PRIORITY_CLASS_MISSING: "PRIORITY_CLASS_MISSING",
  SECRET_MISSING: "SECRET_MISSING",
  SERVICE_ACCOUNT_MISSING: "SERVICE_ACCOUNT_MISSING",
  STORAGE_CLASS_MISSING: "STORAGE_CLASS_MISSING",
} as const;
export type PortabilityReason = (typeof PortabilityReason)[keyof typeof PortabilityReason];

export interface Blocker {
  readonly reason: PortabilityReason;
  /** Of the part that cannot go. */
  readonly kind: string;
  readonly name: string;
  /** What it lacks there: the name of a class, a driver, a Secret. */
  readonly needs: string | null;
  readonly message: string;
}

/** What is to go, and what it stands on where it is. */
export interface Moving {
  readonly parts: readonly Manifest[];
  /** By `partKey`: the persistent volumes of a claim, or of the claims that a part has made, as far as they may be seen. */
  readonly volumes: ReadonlyMap<string, readonly VolumeManifest[]>;
}

export function partKey({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** What there is where it is to go. Null: that may not be seen, or the cluster does not say. */
export interface TargetFacts {
  readonly namespace: string;
  /** Kinds that are served, as `group/Kind`. */
  readonly kinds: ReadonlySet<string> | null;
  readonly storageClasses: ReadonlyMap<string, { readonly isDefault: boolean }> | null;
  readonly ingressClasses: ReadonlyMap<string, { readonly isDefault: boolean }> | null;
  readonly priorityClasses: ReadonlySet<string> | null;
  readonly csiDrivers: ReadonlySet<string> | null;
  readonly nodes: readonly NodeFacts[] | null;
  /** Whether an object of the namespace there may be seen; null where the cluster does not say. */
  readonly has: (resource: string, name: string) => boolean | null;
}

export interface Verdict {
  readonly blockers: readonly Blocker[];
  /** What could not be found out, in words. */
  readonly unchecked: readonly string[];
}

/** Disks and shares of one cloud, or of one virtualisation. */
const cloudVolumes = new Set([
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cinder",
  "gcePersistentDisk",
  "photonPersistentDisk",
  "vsphereVolume",
]);
const nodeVolumes = new Set(["hostPath", "local"]);

/** Every cluster has these two by itself. */
const builtInPriorities = new Set(["system-cluster-critical", "system-node-critical"]);

/** What keeps the parts of an application from running somewhere else, part by part. */
export function portabilityOf(moving: Moving, target: TargetFacts): Verdict {
  const checks = new Checks(moving, target);
  for (const part of moving.parts) checks.part(part);
  return { blockers: checks.blockers, unchecked: [...checks.unchecked].sort() };
}

class Checks {
  readonly blockers: Blocker[] = [];
  readonly unchecked = new Set<string>();
  readonly #moving: Moving;
  readonly #target: TargetFacts;
  readonly #moved: ReadonlySet<string>;

  constructor(moving: Moving, target: TargetFacts) {
    this.#moving = moving;
    this.#target = target;
    this.#moved = new Set(moving.parts.map(partKey));
  }

  part(part: Manifest): void {
    this.#api(part);
    for (const { spec } of this.#moving.volumes.get(partKey(part)) ?? []) this.#volume(part, spec);
    switch (part.kind) {
      case "PersistentVolumeClaim":
        this.#claim(part, classNameOf(part) ?? (part as ClaimManifest).spec?.storageClassName);
        break;
      case "Ingress":
        this.#ingress(part as IngressManifest);
        break;
      default:
        this.#pods(part);
    }
  }

  #block(part: Manifest, reason: PortabilityReason, needs: string | null, message: string): void {
    const { kind, metadata } = part;
    // Of the claims of one template each says the same.
    const isKnown = this.blockers.some((each) => {
      return each.reason === reason && each.kind === kind && each.name === metadata.name && each.needs === needs;
    });
    if (!isKnown) this.blockers.push({ reason, kind, name: metadata.name, needs, message });
  }

  /** Whether it is among what there is; what is not known is noted. */
  #isThere(known: { has(name: string): boolean } | null, name: string, what: string): boolean {
    if (known) return known.has(name);
    this.unchecked.add(what);
    return true;
  }

  #api(part: Manifest): void {
    const slash = part.apiVersion.indexOf("/");
    const group = slash < 0 ? "" : part.apiVersion.slice(0, slash);
    if (this.#isThere(this.#target.kinds, `${group}/${part.kind}`, "Which kinds are served")) return;
    this.#block(part, "API_NOT_SERVED", part.apiVersion, `The cluster serves no ${part.kind} of ${part.apiVersion}.`);
  }

  #claim(part: Manifest, storageClass: string | undefined): void {
    const { storageClasses } = this.#target;
    // An empty class is a wish for none: the volume is made by hand.
    if (storageClass === "") return;
    if (storageClass === undefined) {
      const hasDefault = storageClasses === null || [...storageClasses.values()].some(({ isDefault }) => isDefault);
      if (storageClasses === null) this.unchecked.add("Storage classes");
      if (hasDefault) return;
      this.#block(
        part,
        "STORAGE_CLASS_MISSING",
        null,
        "It names no storage class, and the cluster has no default one.",
      );
    } else if (!this.#isThere(storageClasses, storageClass, "Storage classes")) {
      this.#block(part, "STORAGE_CLASS_MISSING", storageClass, `The cluster has no storage class "${storageClass}".`);
    }
  }

  #volume(part: Manifest, manifest: Readonly<Record<string, unknown>> | undefined): void {
    if (!manifest) return;
    const source = volumeSourceOf(manifest);
    if (cloudVolumes.has(source.type)) {
      const message = `Its data is in a volume of one cloud alone (${source.type}).`;
      this.#block(part, "CLOUD_VOLUME", source.type, message);
    }
    if (nodeVolumes.has(source.type)) {
      this.#block(part, "NODE_LOCAL_VOLUME", source.type, `Its data is on a node (${source.type}).`);
    }
    const driver = csiDriverOf(source);
    if (driver !== null && !this.#isThere(this.#target.csiDrivers, driver, "CSI drivers")) {
      this.#block(part, "CSI_DRIVER_MISSING", driver, `The cluster has no CSI driver "${driver}".`);
    }
  }

  #ingress(part: IngressManifest): void {
    const { ingressClasses } = this.#target;
    const name = ingressClassOf(part);
    if (name !== null) {
      if (this.#isThere(ingressClasses, name, "Ingress classes")) return;
      this.#block(part, "INGRESS_CLASS_MISSING", name, `The cluster has no ingress class "${name}".`);
      return;
    }
    if (ingressClasses === null) this.unchecked.add("Ingress classes");
    else if (![...ingressClasses.values()].some(({ isDefault }) => isDefault)) {
      this.#block(
        part,
        "INGRESS_CLASS_MISSING",
        null,
        "It names no ingress class, and the cluster has no default one.",
      );
    }
  }

  #pods(part: Manifest): void {
    const needs = podNeedsOf(part);
    const spec = podSpecOf(part) as (VolumesSpec & PlacedSpec) | undefined;
    if (!needs || !spec) return;
    for (const volume of spec.volumes ?? []) this.#volume(part, volume);
    for (const { spec: claim } of templatesOf(part)) this.#claim(part, claim?.storageClassName);
    this.#node(part, spec);
    for (const name of needs.configMaps) this.#object(part, "CONFIG_MISSING", "configmaps", "ConfigMap", name);
    for (const name of needs.secrets) this.#object(part, "SECRET_MISSING", "secrets", "Secret", name);
    for (const name of needs.imagePullSecrets) {
      this.#object(part, "IMAGE_PULL_SECRET_MISSING", "secrets", "Secret", name);
    }
    const { serviceAccount, priorityClass } = needs;
    // Each namespace has this one by itself.
    if (serviceAccount !== null && serviceAccount !== "default") {
      this.#object(part, "SERVICE_ACCOUNT_MISSING", "serviceaccounts", "ServiceAccount", serviceAccount);
    }
    if (priorityClass === null || builtInPriorities.has(priorityClass)) return;
    if (!this.#isThere(this.#target.priorityClasses, priorityClass, "Priority classes")) {
      const message = `The cluster has no priority class "${priorityClass}".`;
      this.#block(part, "PRIORITY_CLASS_MISSING", priorityClass, message);
    }
  }

  #node(part: Manifest, spec: PlacedSpec): void {
    const { nodes } = this.#target;
    if (nodes === null) this.unchecked.add("Nodes");
    else if (!nodes.some((node) => fits(spec, node))) {
      const message = "No node has the labels that its pods ask for, without a taint that they do not tolerate.";
      this.#block(part, "NO_MATCHING_NODE", null, message);
    }
  }

  #object(part: Manifest, reason: PortabilityReason, resource: string, kind: string, name: string): void {
    if (this.#moved.has(`${kind} ${name}`)) return;
    const isThere = this.#target.has(resource, name);
    if (isThere === null) this.unchecked.add(`${kind}s in the namespace "${this.#target.namespace}"`);
    else if (!isThere) {
      const message = `Its pods need the ${kind} "${name}", which is not in the namespace "${this.#target.namespace}", or may not be seen.`;
      this.#block(part, reason, name, message);
    }
  }
}

function templatesOf(part: Manifest): readonly Pick<ClaimManifest, "spec">[] {
  const { spec } = part as Manifest & {
    readonly spec?: { readonly volumeClaimTemplates?: readonly Pick<ClaimManifest, "spec">[] };
  };
  return spec?.volumeClaimTemplates ?? [];
}
