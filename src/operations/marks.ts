/** On an object, what operations have done to it last. */
export const MARKS = "fairway.dev/operations";

/** One effect: of which step of which operation, and what is to be known of it later. */
export interface Mark {
  readonly operation: string;
  readonly step: number;
  readonly remember: Readonly<Record<string, unknown>>;
}

type Annotations = Readonly<Record<string, string>> | undefined;

/**
 * How many are kept. A mark is needed until the status of its operation says what was done, which is written next: it could be lost only
 * if so many other operations did something to the same object meanwhile.
 */
const kept = 8;

export function markOf(annotations: Annotations, operation: string, step: number): Mark | undefined {
  return marksIn(annotations).find((mark) => mark.operation === operation && mark.step === step);
}

/** The annotation with one more, newest first. */
export function withMark(annotations: Annotations, mark: Mark): Readonly<Record<string, string>> {
  return { [MARKS]: JSON.stringify([mark, ...marksIn(annotations)].slice(0, kept)) };
}

/** Anybody may have written there. */
function marksIn(annotations: Annotations): readonly Mark[] {
  try {
    const marks: unknown = JSON.parse(annotations?.[MARKS] ?? "[]");
    return Array.isArray(marks) ? marks.filter(isMark) : [];
  } catch {
    return [];
  }
}

function isMark(value: unknown): value is Mark {
  const mark = value as Partial<Mark> | null;
  const isObject = typeof mark?.remember === "object" && mark.remember !== null;
  return typeof mark?.operation === "string" && typeof mark.step === "number" && isObject;
}
