import { FairwayError } from "../../errors/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import type { ObjectRef } from "../../state/index.ts";
import type { ClusterAccess, Manifest } from "../context.ts";
import type { ConfigContent, ConfigMapManifest, ConfigRevisionManifest } from "./config-map.manifest.ts";
import { CONTROLLER_REVISIONS } from "./config-map.type.ts";
import { changesOf, contentOfRevision } from "./content.mapping.ts";

/** How many former contents of a config are kept. */
export const KEPT_REVISIONS = 10;

/** The former contents of one config, as ControllerRevisions beside it: they belong to it, and are deleted with it. */
export class ConfigHistory {
  readonly #writer: ClusterAccess["writer"];
  readonly #ref: ObjectRef;
  readonly #signal: AbortSignal;

  constructor(writer: ClusterAccess["writer"], ref: ObjectRef, signal: AbortSignal) {
    this.#writer = writer;
    this.#ref = ref;
    this.#signal = signal;
  }

  /**
   * Keeps what the config says, as the content of that number; where there is another one under it already, as that of the next that is free, so
   * that none is lost where somebody has set the number back. Resolves with the number.
   */
  async keep(config: ConfigMapManifest, revision: number): Promise<number> {
    const { name, namespace, uid } = config.metadata;
    const owner = { apiVersion: "v1", kind: "ConfigMap", name, uid, controller: true, blockOwnerDeletion: true };
    const { data, binaryData } = config;
    const content: ConfigContent = { ...(data && { data }), ...(binaryData && { binaryData }) };
    const { cluster, namespace: place } = this.#ref;
    const target = { cluster, resource: CONTROLLER_REVISIONS, namespace: place };
    for (let number = revision; ; number += 1) {
      const body = {
        apiVersion: "apps/v1",
        kind: "ControllerRevision",
        metadata: { name: nameOf(config, number), namespace, ownerReferences: [owner] },
        data: content,
        revision: number,
      };
      try {
        await this.#writer.create(target, body, { signal: this.#signal });
        return number;
      } catch (error) {
        if (!(error instanceof UpstreamError && error.reason === "AlreadyExists")) throw error;
        // Of an attempt that came to nothing after this: it is kept.
        const kept = await this.content(config, number);
        if (kept && changesOf(kept, content).length === 0) return number;
      }
    }
  }

  /** The content of a number; null where none is kept. */
  async content(config: Manifest, revision: number): Promise<ConfigContent | null> {
    try {
      const { object } = await this.#writer.get(this.#revisionRef(config, revision), { signal: this.#signal });
      return contentOfRevision(object as ConfigRevisionManifest);
    } catch (error) {
      if (error instanceof FairwayError && error.code === "NOT_FOUND") return null;
      throw error;
    }
  }

  /** Lets go of the oldest, once there is one more. That one cannot be deleted does not undo the change. */
  async forget(config: Manifest, newest: number): Promise<void> {
    const oldest = newest - KEPT_REVISIONS;
    if (oldest < 1) return;
    try {
      await this.#writer.delete(this.#revisionRef(config, oldest), { signal: this.#signal });
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
    }
  }

  #revisionRef(config: Manifest, revision: number): ObjectRef {
    const { cluster, namespace } = this.#ref;
    return { cluster, resource: CONTROLLER_REVISIONS, namespace, name: nameOf(config, revision) };
  }
}

/** Of the uid, so that a namesake that comes after it has a history of its own; and not longer than a name may be. */
function nameOf({ metadata: { name, uid } }: Manifest, revision: number): string {
  return `${name.slice(0, 200)}-${uid.slice(0, 8)}-${revision}`;
}
