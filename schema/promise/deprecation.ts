import type { GraphQLSchema } from "graphql";
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

/** So many days before the end, at least, a deprecation is announced. */
export const noticeDays = 90;

const endsWithDate = /\bRemoved after (\d{4}-\d{2}-\d{2})\.$/;

/** The last day, as YYYY-MM-DD in UTC, on which clients may count on what is deprecated; undefined where the reason has none. */
export function lastDayOf(reason: string): string | undefined {
  const day = endsWithDate.exec(reason)?.[1];
  if (day === undefined) return undefined;
  const date = new Date(day);
  // The 30th of February is read as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

/** Whether the deprecation period is over on a day (YYYY-MM-DD). Without a date it never is. */
export function isOver(reason: string, today: string): boolean {
  const day = lastDayOf(reason);
  return day !== undefined && day < today;
}

/** The earliest day that a deprecation announced today may name. */
export function earliestLastDay(today: string): string {
  const date = new Date(today);
  date.setUTCDate(date.getUTCDate() + noticeDays);
  return date.toISOString().slice(0, 10);
}

/** The reasons of all that is deprecated, by schema coordinates as in `Type.field(argument:)`. */
export function deprecationsOf(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (coordinate: string, { deprecationReason }: { deprecationReason?: string | null | undefined }) => {
    if (deprecationReason != null) found.set(coordinate, deprecationReason);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field);
      for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  return found;
}
