import { FairwayError } from "../errors/index.ts";
import type { Order, PagePosition } from "../state/index.ts";
import { ArgsType, Field, Int } from "./decorators.ts";
import type { Seal } from "./seal.ts";

export const MAX_PAGE_SIZE = 500;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: "How many at most: 0 to 500." })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: "Begins behind this cursor of an earlier page. It holds for the same `orderBy` alone.",
  })
  after?: string | null;
}

const PURPOSE = "page";

interface SealedCursor {
  readonly order: string;
  readonly at: PagePosition;
}

/** A cursor is a position in an order, not in a list: it stays good while objects come and go. */
export function closeCursor<T>(seal: Seal, order: Order<T>, at: PagePosition): string {
  return seal.close(PURPOSE, { order: order.fingerprint, at } satisfies SealedCursor);
}

export function openCursor<T>(seal: Seal, order: Order<T>, cursor: string): PagePosition {
  const content = seal.open(PURPOSE, cursor) as SealedCursor | undefined;
  if (!content) throw new FairwayError("INVALID_CURSOR", "The cursor was not made by this gateway", { field: "after" });
  if (content.order !== order.fingerprint) {
    throw new FairwayError("INVALID_CURSOR", "The cursor belongs to another order", { field: "after" });
  }
  return content.at;
}

export function checkPageSize(first: number, field = "first"): void {
  if (first < 0) throw new FairwayError("BAD_USER_INPUT", `${field} must not be negative`, { field });
  if (first > MAX_PAGE_SIZE) {
    throw new FairwayError("LIMIT_EXCEEDED", `${field} must not exceed ${MAX_PAGE_SIZE}`, { field });
  }
}
