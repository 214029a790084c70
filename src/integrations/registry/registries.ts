import type { FileTree, Image } from "./image.ts";
import type { ImageReference } from "./image-reference.ts";
import { LayerCache } from "./layer-cache.ts";
import { Registry, type RegistryRuntime } from "./registry.ts";
import type { RegistryOptions } from "./registry-connection.ts";

/** About a hundred bytes each. */
const keptEntries = 500_000;

/** An image with what its registry says of it. */
export interface FoundImage {
  readonly image: Image;
  readonly files: (signal: AbortSignal) => Promise<FileTree>;
}

/** The registries that are configured. No other one is ever asked: names of images come from whoever may make a pod. */
export class Registries implements AsyncDisposable {
  readonly #registries: ReadonlyMap<string, Registry>;

  constructor(
    options: readonly RegistryOptions[],
    metrics: RegistryRuntime["metrics"],
    limits: Pick<RegistryRuntime, "mostEntries"> = {},
  ) {
    const runtime = { cache: new LayerCache(keptEntries), metrics, ...limits };
    this.#registries = new Map(options.map((each) => [each.host, new Registry(each, runtime)]));
  }

  knows({ registry }: ImageReference): boolean {
    return this.#registries.has(registry);
  }

  /** Null where its registry is none of those that are configured. Rejects with NOT_FOUND and INTEGRATION_UNAVAILABLE. */
  async find(reference: ImageReference, signal: AbortSignal): Promise<FoundImage | null> {
    const registry = this.#registries.get(reference.registry);
    if (!registry) return null;
    const image = await registry.image(reference, signal);
    return { image, files: (within) => registry.files(reference, image, within) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#registries.values()].map((each) => each[Symbol.asyncDispose]()));
  }
}
