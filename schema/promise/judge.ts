import { type Change, CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildASTSchema, type GraphQLSchema, parse, print, visit } from "graphql";
import { deprecationsOf, earliestLastDay, lastDayOf, noticeDays } from "./deprecation.ts";
import { stillPromised } from "./still-promised.ts";

export interface Verdict {
  /** What breaks clients, or announces an end in a way that does not count. Such a schema may not be shipped. */
  readonly broken: readonly string[];
  /** What breaks only clients that take today's values for all there will ever be. */
  readonly told: readonly string[];
}

/**
 * Whether a schema keeps, on a day (YYYY-MM-DD, UTC), what was promised; both in SDL. Rejects when one of them is no
 * schema.
 */
export async function judge(promised: string, schema: string, today: string): Promise<Verdict> {
  const before = parse(promised);
  const current = buildASTSchema(parse(schema));
  // Of a type only fields may be left whose period is over, and then it has none.
  const counting = buildASTSchema(stillPromised(before, today), { assumeValid: true, assumeValidSDL: true });
  const describe = ({ path, message }: Change) => `${path ?? "the schema"}: ${message}`;
  const broken = (await diff(counting, current)).filter(breaks);
  const dangerous = (await diff(buildASTSchema(before), current)).filter(
    (change) => change.criticality.level === CriticalityLevel.Dangerous && !breaks(change),
  );
  const faults = deprecationFaults(deprecationsOf(buildASTSchema(before)), current, today);
  return { broken: [...broken.map(describe), ...faults], told: dangerous.map(describe) };
}

const defaultsChanged: readonly string[] = [
  "FIELD_ARGUMENT_DEFAULT_CHANGED",
  "INPUT_FIELD_DEFAULT_VALUE_CHANGED",
  "DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED",
];

/** Another default is for the tool merely dangerous. But who left it out now gets another answer, and is not told. */
function breaks({ type, criticality, meta }: Change): boolean {
  const { oldDefaultValue, oldDirectiveArgumentDefaultValue } = meta as Readonly<Record<string, unknown>>;
  const had = oldDefaultValue !== undefined || oldDirectiveArgumentDefaultValue !== undefined;
  return criticality.level === CriticalityLevel.Breaking || (had && defaultsChanged.includes(type));
}

/** An end that is not stated, that comes too soon, or that was moved forward. */
function deprecationFaults(
  announced: ReadonlyMap<string, string>,
  schema: GraphQLSchema,
  today: string,
): readonly string[] {
  return [...deprecationsOf(schema)].flatMap(([coordinate, reason]) => {
    const lastDay = lastDayOf(reason);
    if (lastDay === undefined) {
      return [`${coordinate}: its deprecation has to end with "Removed after YYYY-MM-DD.", and does not: ${reason}`];
    }
    const before = lastDayOf(announced.get(coordinate) ?? "");
    const earliest = before ?? earliestLastDay(today);
    if (lastDay >= earliest) return [];
    const why = before ? `${before} was promised` : `notice of ${noticeDays} days is given`;
    return [`${coordinate}: its deprecation may not end on ${lastDay}, before ${earliest}: ${why}`];
  });
}

const header = `# What clients may count on. Written by \`npm run schema:promise\`, which refuses what would break them; do not edit.

`;

/** A printed schema as it is promised: without its descriptions, which may always be put better. */
export function promiseOf(schema: string): string {
  const bare = visit(parse(schema, { noLocation: true }), {
    enter: (node) => ("description" in node && node.description ? { ...node, description: undefined } : undefined),
  });
  return `${header}${print(bare)}\n`;
}
