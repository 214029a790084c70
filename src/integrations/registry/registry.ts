import { createHash } from "node:crypto";
import { FairwayError } from "../../errors/index.ts";
import type { Metrics } from "../../telemetry/index.ts";
import { foldLayers } from "./file-tree.ts";
import type { Descriptor, FileTree, Image } from "./image.ts";
import type { ImageReference } from "./image-reference.ts";
import { type LayerEntry, readLayer } from "./layer.ts";
import type { LayerCache } from "./layer-cache.ts";
import { manifestTypes, parseManifest } from "./manifest.ts";
import { RegistryConnection, type RegistryOptions, RegistryStatus } from "./registry-connection.ts";

const limits = { entries: 300_000, unpackedBytes: 8 * 1024 ** 3 };

/** A layer may take so many times as long as any other answer. */
const layerPatience = 10;

/** Of all layers of an image together: there may be a thousand of them, each of which is small on the way. */
const mostEntries = 1_000_000;

export interface RegistryRuntime {
  readonly cache: LayerCache;
  readonly metrics: Pick<Metrics, "askedIntegration">;
  /** How many files the layers of one image may have together. Default: more than any that somebody runs. */
  readonly mostEntries?: number;
}

/** One registry of images. Its errors are NOT_FOUND and INTEGRATION_UNAVAILABLE; what it said is their cause. */
export class Registry implements AsyncDisposable {
  readonly host: string;
  readonly #timeoutMs: number;
  readonly #connection: RegistryConnection;
  readonly #runtime: RegistryRuntime;

  constructor(options: RegistryOptions, runtime: RegistryRuntime) {
    this.host = options.host;
    this.#timeoutMs = options.timeoutMs;
    this.#connection = new RegistryConnection(options);
    this.#runtime = runtime;
  }

  /** What the registry has under a name now; a tag may lead elsewhere a moment later. */
  async image(reference: ImageReference, signal: AbortSignal): Promise<Image> {
    const { repository, tag, digest } = reference;
    return this.#asked(reference, async () => {
      const { manifest, digest: named } = await this.#manifest(repository, digest ?? tag ?? "latest", signal);
      const found =
        "chosen" in manifest ? await this.#manifest(repository, manifest.chosen.digest, signal) : { manifest };
      if ("chosen" in found.manifest) throw new Error("its index leads to another index");
      const { config, layers } = found.manifest;
      const sizeBytes = layers.reduce((sum, { size }) => sum + size, 0);
      return { digest: named, sizeBytes, layers, config: config.digest };
    });
  }

  /** The files that a container of the image finds. Layers are read through once, and remembered by their digests. */
  async files(reference: ImageReference, { layers }: Image, signal: AbortSignal): Promise<FileTree> {
    return this.#asked(reference, async () => {
      const read: (readonly LayerEntry[])[] = [];
      let entries = 0;
      const most = this.#runtime.mostEntries ?? mostEntries;
      // One after the other: a layer may be large, and others want to use the registry as well.
      for (const layer of layers) {
        const each = await this.#layer(reference.repository, layer, signal);
        entries += each.length;
        if (entries > most) throw new Error(`its layers have more than ${most} entries`);
        read.push(each);
      }
      return foldLayers(read);
    });
  }

  async #manifest(repository: string, name: string, signal: AbortSignal) {
    const { body, headers } = await this.#connection.get(repository, `manifests/${name}`, {
      accept: manifestTypes.join(", "),
      signal: this.#within(signal, 1),
    });
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    const told = headers["docker-content-digest"];
    const promised = name.startsWith("sha256:") ? name : told;
    if (typeof promised === "string" && promised.startsWith("sha256:") && promised !== digest) {
      throw new Error("a manifest does not have the digest that it is kept under");
    }
    return { manifest: parseManifest(body), digest };
  }

  async #layer(repository: string, layer: Descriptor, signal: AbortSignal): Promise<readonly LayerEntry[]> {
    const { cache } = this.#runtime;
    const known = cache.get(layer.digest);
    if (known) return known;
    const within = this.#within(signal, layerPatience);
    const { body } = await this.#connection.open(repository, `blobs/${layer.digest}`, { signal: within });
    const entries = await readLayer(body, layer, limits, within);
    cache.keep(layer.digest, entries);
    return entries;
  }

  #within(signal: AbortSignal, times: number): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs * times)]);
  }

  async #asked<T>({ repository, tag, digest }: ImageReference, ask: () => Promise<T>): Promise<T> {
    const count = (outcome: "ok" | "failed") => this.#runtime.metrics.askedIntegration("registry", this.host, outcome);
    try {
      const answer = await ask();
      count("ok");
      return answer;
    } catch (error) {
      const name = JSON.stringify(
        `${repository}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`,
      );
      const registry = JSON.stringify(this.host);
      if (error instanceof RegistryStatus && error.status === 404) {
        count("ok");
        throw new FairwayError("NOT_FOUND", `Registry ${registry} has no image ${name}`, { cause: error });
      }
      count("failed");
      const isRefused = error instanceof RegistryStatus && (error.status === 401 || error.status === 403);
      const message = isRefused
        ? `Registry ${registry} does not let the gateway read ${name}`
        : `Registry ${registry} gave no usable answer about ${name}`;
      throw new FairwayError("INTEGRATION_UNAVAILABLE", message, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }
}
