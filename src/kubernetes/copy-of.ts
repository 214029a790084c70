/** A part of a text as a text of its own: V8 keeps the whole that a part was cut out of. */
export function copyOf(part: string): string {
  return Buffer.from(part).toString();
}
