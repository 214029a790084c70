import { DateTime, Field, Int, JSONValue, ObjectType } from "../../graphql/index.ts";
import { changesBetween, type ValueChange } from "../resources/index.ts";
import { imagesOf } from "./deployment.mapping.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";
import type { RecordedRevision } from "./revisions.mapping.ts";

@ObjectType({ description: "A value that is not the same in two templates. Source: the templates." })
export class RevisionChange {
  readonly #change: ValueChange;

  constructor(change: ValueChange) {
    this.#change = change;
  }

  @Field(() => String, {
    description: "Where, as in `spec.containers[web].image`: items of lists go by their names, where they have any.",
  })
  get path(): string {
    return this.#change.path;
  }

  @Field(() => JSONValue, { nullable: true, description: "What it is in this revision; null where it is not there." })
  get before(): unknown {
    return this.#change.before ?? null;
  }

  @Field(() => JSONValue, { nullable: true, description: "What it is in the other one; null where it is not there." })
  get after(): unknown {
    return this.#change.after ?? null;
  }
}

@ObjectType({
  description:
    "A template that a workload has or had, as its controller keeps it. Source: a deployment's replica sets; controller revisions.",
})
export class WorkloadRevision {
  readonly #revision: RecordedRevision;
  readonly #all: readonly RecordedRevision[];

  /** `all`, the newest first. */
  constructor(revision: RecordedRevision, all: readonly RecordedRevision[]) {
    this.#revision = revision;
    this.#all = all;
  }

  @Field(() => Int, { description: "Its number: the newest has the highest. One that is gone back to gets a new one." })
  get number(): number {
    return this.#revision.number;
  }

  @Field(() => String, { description: "Name of the replica set or controller revision that keeps it." })
  get name(): string {
    return this.#revision.name;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was there for the first time." })
  get createdAt(): string | null {
    return this.#revision.createdAt;
  }

  @Field(() => String, {
    nullable: true,
    description: "Why, if somebody said so in the annotation `kubernetes.io/change-cause`.",
  })
  get changeCause(): string | null {
    return this.#revision.changeCause;
  }

  @Field(() => Boolean, { description: "It is the newest: the one that pods are to have." })
  get current(): boolean {
    return this.#revision === this.#all[0];
  }

  @Field(() => [String], { description: "Images of its containers, in their order; init containers do not count." })
  get images(): readonly string[] {
    return imagesOf(this.#revision.template);
  }

  @Field(() => JSONValue, { description: "The template of its pods, without what its controller adds to it." })
  get template(): PodTemplateManifest {
    return this.#revision.template;
  }

  /** What is not the same in the revision of that number, or in the newest; null where there is none. */
  changesTo(number: number | null | undefined): readonly RevisionChange[] | null {
    const other = number == null ? this.#all[0] : this.#all.find((each) => each.number === number);
    if (!other) return null;
    return changesBetween(this.#revision.template, other.template).map((change) => new RevisionChange(change));
  }
}
