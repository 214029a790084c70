import { Field, InputType } from "./decorators.ts";

@InputType({ description: "Conditions on a string; each of those given must hold. Case matters." })
export class StringFilter {
  @Field(() => String, { nullable: true, description: "Equal to this." })
  eq?: string | null;

  @Field(() => [String], { nullable: true, description: "Equal to one of these. An empty list matches nothing." })
  in?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: "Has this in it." })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: "Begins with this." })
  startsWith?: string | null;
}

/** The test for a filter; absent conditions hold for everything, for a missing value too. */
export function stringTest(filter: StringFilter): (value: string | null | undefined) => boolean {
  const { eq, contains, startsWith } = filter;
  const among = filter.in ? new Set(filter.in) : undefined;
  const isEmpty = eq == null && !among && contains == null && startsWith == null;
  return (value) => {
    if (isEmpty) return true;
    if (value === null || value === undefined) return false;
    if (eq != null && value !== eq) return false;
    if (among && !among.has(value)) return false;
    if (contains != null && !value.includes(contains)) return false;
    return startsWith == null || value.startsWith(startsWith);
  };
}

/** The values among which whatever passes the filter is; undefined where it does not name them. */
export function stringValues({ eq, in: among }: StringFilter): readonly string[] | undefined {
  if (eq != null) return [eq];
  return among ?? undefined;
}

/** The test for `{in: […]}` on an enum. */
export function oneOfTest<V>(filter: { in?: readonly V[] | null }): (value: V) => boolean {
  if (!filter.in) return () => true;
  const among = new Set(filter.in);
  return (value) => among.has(value);
}
