import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { intOf } from "../resources/index.ts";
import type { TolerationManifest } from "./pod.manifest.ts";

@ObjectType({ description: "A taint of nodes that a pod bears. Source: `spec.tolerations`." })
export class Toleration {
  readonly #manifest: TolerationManifest;

  constructor(manifest: TolerationManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { nullable: true, description: "Key of the taint; null: any." })
  get key(): string | null {
    return this.#manifest.key || null;
  }

  @Field(() => String, { description: "`Equal`, or `Exists`: whatever its value is." })
  get operator(): string {
    return this.#manifest.operator || "Equal";
  }

  @Field(() => String, { nullable: true, description: "Value of the taint, where that counts." })
  get value(): string | null {
    return this.#manifest.value ?? null;
  }

  @Field(() => String, { nullable: true, description: "What the taint does, as in `NoSchedule`; null: anything." })
  get effect(): string | null {
    return this.#manifest.effect || null;
  }

  @Field(() => Int, { nullable: true, description: "For how many seconds it is borne; null: for good." })
  get tolerationSeconds(): number | null {
    const { tolerationSeconds } = this.#manifest;
    return tolerationSeconds == null ? null : intOf(tolerationSeconds);
  }
}
