import { Field, Float, Long, ObjectType, StringMap } from "../../graphql/index.ts";
import { bytesOf, quantityOf } from "./quantity.mapping.ts";
import type { AmountsManifest } from "./resource-amounts.mapping.ts";

@ObjectType({
  description: "So much CPU, memory and whatever else: Kubernetes' quantities as they are written, and as numbers.",
})
export class ResourceAmounts {
  readonly #amounts: AmountsManifest;

  constructor(amounts: AmountsManifest) {
    this.#amounts = amounts;
  }

  @Field(() => String, { nullable: true, description: "CPU as a quantity, as in `250m`; null when none is named." })
  get cpu(): string | null {
    return this.#amounts.cpu?.toString() ?? null;
  }

  @Field(() => Float, { nullable: true, description: "CPU in cores, as in 0.25; null when none is named." })
  get cpuCores(): number | null {
    return quantityOf(this.#amounts.cpu);
  }

  @Field(() => String, { nullable: true, description: "Memory as a quantity, as in `64Mi`; null when none is named." })
  get memory(): string | null {
    return this.#amounts.memory?.toString() ?? null;
  }

  @Field(() => Long, { nullable: true, description: "Memory in bytes; null when none is named." })
  get memoryBytes(): number | null {
    return bytesOf(this.#amounts.memory);
  }

  @Field(() => String, {
    nullable: true,
    description: "Ephemeral storage as a quantity, as in `10Gi`; null when none is named.",
  })
  get ephemeralStorage(): string | null {
    return this.#amounts["ephemeral-storage"]?.toString() ?? null;
  }

  @Field(() => Long, { nullable: true, description: "Ephemeral storage in bytes; null when none is named." })
  get ephemeralStorageBytes(): number | null {
    return bytesOf(this.#amounts["ephemeral-storage"]);
  }

  @Field(() => Long, { nullable: true, description: "How many pods; null when no number is named." })
  get pods(): number | null {
    return quantityOf(this.#amounts.pods);
  }

  @Field(() => StringMap, {
    description: "All of it as quantities by name, `ephemeral-storage` and extended resources included.",
  })
  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.#amounts).map(([name, quantity]) => [name, String(quantity)]));
  }
}
