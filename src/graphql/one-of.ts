import { Extensions } from "./decorators.ts";

/** Marks an input type of which exactly one field must be given. type-graphql has no word for it: see synchronous.ts. */
export function OneOf(): ClassDecorator {
  return Extensions({ oneOf: true }) as ClassDecorator;
}
