import type { Question, ReadVerb, Visibility } from "../state/index.ts";
import { attributesOf, type Candidates } from "./candidates.ts";
import type { ReviewAttributes } from "./review-port.ts";
import { type Grant, seesAll, seesNothing, seesOnly } from "./visibility.ts";

export interface SurveyParts {
  readonly review: (attributes: ReviewAttributes, signal: AbortSignal) => Promise<boolean>;
  readonly candidates: (question: Question, verb: ReadVerb, signal: AbortSignal) => Promise<Candidates>;
}

/** Reviews under way at the same time. The API server takes more; its other clients should not feel it. */
const AT_ONCE = 32;

/**
 * Finds out what somebody may see. The whole is asked first, since those who may see everything are many and cost one
 * question; then each candidate. Every grant in the answer was confirmed by a review.
 */
export async function survey(
  question: Question,
  verb: ReadVerb,
  { review, candidates }: SurveyParts,
  signal: AbortSignal,
): Promise<Visibility> {
  if (await review(attributesOf(question, verb), signal)) return seesAll;
  // One object, or one namespace, has no parts.
  if (question.name !== undefined || question.namespace !== undefined) return seesNothing;
  const suggested = await candidates(question, verb, signal);
  const granted: Grant[] = [];
  const waiting = suggested.all[Symbol.iterator]();
  // One that is not answered spoils the whole, so nothing more is asked after it.
  const failed = new AbortController();
  const asking = AbortSignal.any([signal, failed.signal]);
  const worker = async () => {
    // The workers share one iterator: each candidate is taken once.
    for (const { shows, review: attributes } of waiting) if (await review(attributes, asking)) granted.push(shows);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, suggested.all.length) }, worker));
  } finally {
    failed.abort();
  }
  return seesOnly(granted, suggested.complete);
}
