import type { GroupResource } from "../state/index.ts";
import { type ListMode, monotonicOf, type Runtime } from "./ports.ts";

/** What one run of a reflector has to say to the metrics. */
export class Tally {
  readonly #runtime: Runtime;
  readonly #cluster: string;
  readonly #resource: GroupResource;
  #listedBefore = false;
  #watchedBefore = false;
  #startedAt = 0;
  #bytes = 0;

  constructor(runtime: Runtime, cluster: string, resource: GroupResource) {
    this.#runtime = runtime;
    this.#cluster = cluster;
    this.#resource = resource;
  }

  listBegins(): void {
    this.#startedAt = monotonicOf(this.#runtime)();
    this.#bytes = 0;
  }

  /** An object of the list has come, of so many characters of JSON. */
  took(characters: number): void {
    this.#bytes += characters;
  }

  /** The list is complete. Polls are lists that were wanted, so none of them counts as another one. */
  listed(mode: ListMode, objects: number): void {
    this.#runtime.metrics.listed(this.#cluster, this.#resource, {
      mode,
      again: this.#listedBefore && mode !== "polled",
      objects,
      bytes: this.#bytes,
      milliseconds: monotonicOf(this.#runtime)() - this.#startedAt,
    });
    this.#listedBefore = true;
  }

  watchStarted(): void {
    this.#runtime.metrics.watchStarted(this.#cluster, this.#resource, this.#watchedBefore);
    this.#watchedBefore = true;
  }

  event(type: string, characters: number): void {
    this.#runtime.metrics.event(this.#cluster, this.#resource, type, characters);
  }
}
