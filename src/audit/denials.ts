import { codes, type ErrorCode } from "../errors/index.ts";

/** Not known, not allowed, too often: whoever it was, he was turned away. All else that is refused is a mistake. */
export function isDenial(code: ErrorCode): boolean {
  return ([401, 403, 429] as number[]).includes(codes[code].status);
}
