import { setTimeout as delay } from "node:timers/promises";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { type ApiResource, groupResourceOf, UpstreamError } from "../../kubernetes/index.ts";
import type { GroupResource, Scope } from "../../state/index.ts";
import type { ClusterAccess, Manifest } from "../context.ts";
import { documentPath, type Failure, failure, failureOf, faulty, isUnserved } from "./apply-errors.mapping.ts";
import { type Attempt, resultOfErrors } from "./attempt.service.ts";
import { changesOf, type ValueChange } from "./changes.mapping.ts";
import { findGroupKind, kindNotShown } from "./discovery.service.ts";
import { type AppliedManifest, definedKindOf, groupVersionOf, manifestFaults } from "./manifest.mapping.ts";
import type { SourceDocument } from "./manifest-source.mapping.ts";

export interface ApplyOptions {
  readonly cluster: string;
  readonly namespace: string | null | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Default: all. */
  readonly shows?: (resource: GroupResource) => boolean;
}

export interface AppliedObject {
  readonly scope: Scope;
  readonly object: Manifest;
  readonly isReadable: boolean;
  /** Of a dry run; null where the object may not be read. */
  readonly changes: readonly ValueChange[] | null;
}

export type Applied = AppliedObject | Failure;

/** A kind is served about a second after it was defined. */
const KIND_ATTEMPTS = 50;
const KIND_ATTEMPT_MS = 200;

/** What earlier documents of the request made, or failed to make: by `group/kind` of a kind, or name of a namespace. */
interface Prerequisite {
  readonly index: number;
  readonly failure: UserError | undefined;
}

/** Applies the documents of one request, one after the other. */
export class ApplyRun {
  readonly #access: ClusterAccess;
  readonly #tried: Attempt;
  readonly #options: ApplyOptions;
  readonly #signal: AbortSignal;
  readonly #kinds = new Map<string, Prerequisite>();
  readonly #namespaces = new Map<string, Prerequisite>();
  #hasLooked = false;
  /** What the API server said of the document that is being applied. */
  #cause: FairwayError | undefined;
  #silence: { readonly index: number; readonly error: FairwayError } | undefined;

  constructor(access: ClusterAccess, tried: Attempt, options: ApplyOptions, signal: AbortSignal) {
    this.#access = access;
    this.#tried = tried;
    this.#options = options;
    this.#signal = signal;
  }

  /** One outcome, and one audit record, for each document. Rejects for defects alone, and when the caller has gone. */
  async apply(documents: readonly SourceDocument[]): Promise<readonly Applied[]> {
    const applied: Applied[] = [];
    for (const [index, document] of documents.entries()) {
      const { cluster, namespace } = this.#options;
      this.#tried.at({ cluster, ...(namespace && { namespace }) });
      this.#signal.throwIfAborted();
      this.#cause = undefined;
      const each = await this.#applyDocument(index, document);
      await this.#tried.completed(resultOfErrors("userErrors" in each ? each.userErrors : [], this.#cause));
      applied.push(each);
    }
    return applied;
  }

  async #applyDocument(index: number, document: SourceDocument): Promise<Applied> {
    const faults = "faults" in document ? document.faults : manifestFaults(document.content);
    if (faults.length > 0 || !("content" in document)) return faulty(index, faults);
    const manifest = document.content as AppliedManifest;
    const outcome = await this.#applyManifest(index, manifest);
    this.#remember(index, manifest, "userErrors" in outcome ? outcome.userErrors[0] : undefined);
    return outcome;
  }

  async #applyManifest(index: number, manifest: AppliedManifest): Promise<Applied> {
    if (this.#silence) {
      const message = `Not tried: the cluster did not answer at ${documentPath(this.#silence.index)}`;
      return failure(new UserError(this.#silence.error.code, message, documentPath(index)));
    }
    const { group } = groupVersionOf(manifest.apiVersion);
    const defined = this.#kinds.get(`${group}/${manifest.kind}`);
    if (defined?.failure) return dependent(index, defined, "kind");
    try {
      const kind = await this.#findKind(group, manifest.kind);
      if (!kind) return this.#unknownKind(index, manifest, defined);
      const resource = groupResourceOf(kind);
      if (this.#options.shows?.(resource) === false) throw kindNotShown(resource, this.#options.cluster);
      const placed = this.#place(index, manifest, kind);
      if ("userErrors" in placed) return placed;
      const namespace = this.#namespaces.get(placed.namespace);
      if (kind.namespaced && namespace?.failure) return dependent(index, namespace, "metadata.namespace");
      return await this.#send(index, manifest, kind, placed.namespace);
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      return this.#failed(index, error);
    }
  }

  async #send(index: number, manifest: AppliedManifest, kind: ApiResource, namespace: string): Promise<Applied> {
    const { cluster, force, dryRun } = this.#options;
    const { group, version } = groupVersionOf(manifest.apiVersion);
    const scope = { cluster, resource: groupResourceOf(kind) };
    const { name } = manifest.metadata;
    const ref = { ...scope, version, name, ...(kind.namespaced && { namespace }) };
    const isNew = this.#kinds.has(`${group}/${manifest.kind}`) && !dryRun;
    this.#tried.at(ref);
    await this.#tried.received();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const options = { type: "apply", force, dryRun, signal: this.#signal } as const;
        const { object } = await this.#access.writer.patch(ref, manifest, options);
        const changes = dryRun ? await this.#changes(ref, object) : null;
        return { scope, object, isReadable: kind.verbs.includes("list") && kind.verbs.includes("watch"), changes };
      } catch (error) {
        if (!(error instanceof FairwayError)) throw error;
        // A version that was added to the kind by an earlier document comes after a while, too.
        if (!isNew || !isUnserved(error) || attempt === KIND_ATTEMPTS) {
          return this.#failed(index, error, scope.resource, dryRun ? this.#namespaces.get(namespace) : undefined);
        }
        await delay(KIND_ATTEMPT_MS, undefined, { signal: this.#signal });
      }
    }
  }

  /** Against the object as it is; who may apply it need not be somebody who may read it. */
  async #changes(
    ref: Parameters<ClusterAccess["writer"]["get"]>[0],
    after: Manifest,
  ): Promise<readonly ValueChange[] | null> {
    try {
      const { object } = await this.#access.writer.get(ref, { signal: this.#signal });
      return changesOf(object, after);
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      if (error.code === "NOT_FOUND") return changesOf(null, after);
      if (error.code === "FORBIDDEN") return null;
      throw error;
    }
  }

  /** Looks at the server before it gives up; after a definition, until what it defines is served. */
  async #findKind(group: string, kind: string): Promise<ApiResource | undefined> {
    const { discovery } = this.#access;
    const isNew = this.#kinds.has(`${group}/${kind}`) && !this.#options.dryRun;
    for (let attempt = 1; ; attempt += 1) {
      const found = findGroupKind(discovery.resources, group, kind);
      if (found || (this.#hasLooked && !isNew) || attempt === KIND_ATTEMPTS) return found;
      if (attempt > 1) await delay(KIND_ATTEMPT_MS, undefined, { signal: this.#signal });
      await discovery.refresh();
      this.#hasLooked = true;
    }
  }

  #unknownKind(index: number, { apiVersion, kind }: AppliedManifest, defined: Prerequisite | undefined): Failure {
    const why = this.#options.dryRun ? "which a dry run does not" : "but it is not served yet";
    const hint = defined ? `: ${documentPath(defined.index)} would define it, ${why}` : "";
    const message = `The cluster serves no kind ${JSON.stringify(kind)} of ${JSON.stringify(apiVersion)}${hint}`;
    return failure(new UserError("UNKNOWN_KIND", message, documentPath(index, "kind")));
  }

  /** Where it is to be; empty for a kind that lives in no namespace. */
  #place(index: number, { metadata }: AppliedManifest, { kind, namespaced }: ApiResource) {
    const invalid = (message: string) =>
      failure(new UserError("INVALID", message, documentPath(index, "metadata.namespace")));
    if (!namespaced) {
      return metadata.namespace ? invalid(`${kind} objects live in no namespace`) : { namespace: "" };
    }
    const namespace = metadata.namespace || this.#options.namespace;
    return namespace
      ? { namespace }
      : invalid(`${kind} objects live in namespaces: name one, here or for all documents`);
  }

  #failed(index: number, error: FairwayError, resource = "", namespace?: Prerequisite): Failure {
    // Nobody answered. What is left would wait as long, each in its turn.
    if (error instanceof UpstreamError && error.isSilence) this.#silence = { index, error };
    this.#cause = error;
    const hint = namespace && `: ${documentPath(namespace.index)} would make it, which a dry run does not`;
    return failureOf(error, (field) => documentPath(index, field), resource, hint);
  }

  #remember(index: number, manifest: AppliedManifest, error: UserError | undefined): void {
    const { apiVersion, kind, metadata } = manifest;
    const defined = definedKindOf(manifest);
    if (defined !== undefined) this.#kinds.set(defined, { index, failure: error });
    if (apiVersion === "v1" && kind === "Namespace") this.#namespaces.set(metadata.name, { index, failure: error });
  }
}

/** What an earlier document was to make is not there, or not as it should be. */
function dependent(index: number, { index: needed, failure: cause }: Prerequisite, field: string): Failure {
  const message = `Not tried: it needs ${documentPath(needed)}, which failed`;
  return failure(new UserError(cause?.code ?? "INVALID", message, documentPath(index, field)));
}
