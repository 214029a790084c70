import type { FairwayError } from "../errors/index.ts";
import type { ClusterName } from "../state/index.ts";
import { Field, Int, ObjectType } from "./decorators.ts";
import { ErrorCode } from "./error-code.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "Why a cluster's part is missing from an answer." })
export class ClusterError {
  readonly #error: FairwayError;

  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster: ClusterName;

  constructor(cluster: ClusterName, error: FairwayError) {
    this.cluster = cluster;
    this.#error = error;
  }

  @Field(() => ErrorCode, { description: "The kind of failure." })
  get code(): ErrorCode {
    return this.#error.code;
  }

  @Field(() => String, { description: "The failure in words." })
  get message(): string {
    return this.#error.message;
  }

  @Field(() => Boolean, { description: "The same request may succeed later." })
  get retryable(): boolean {
    return this.#error.retryable;
  }

  @Field(() => Int, { nullable: true, description: "Milliseconds after which a retry makes sense, where it is known." })
  get retryAfterMs(): number | null {
    return this.#error.retryAfterMs ?? null;
  }
}

@ObjectType({ description: "A cluster that cannot be reached at present and whose part comes from memory." })
export class ClusterStaleness {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster: ClusterName;

  @Field(() => DateTime, { description: "When the cluster confirmed the content for the last time." })
  readonly since: number;

  constructor(cluster: ClusterName, since: number) {
    this.cluster = cluster;
    this.since = since;
  }
}
