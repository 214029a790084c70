import {
  type ExecutionResult,
  execute,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  parse,
  printType,
} from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import {
  Arg,
  Args,
  ArgsType,
  buildSynchronousSchema,
  Ctx,
  Field,
  FieldResolver,
  Info,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  OneOf,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
  streamOf,
} from "../../../src/graphql/index.ts";

@InterfaceType()
class Shape {
  @Field(() => String)
  get name(): string {
    return "shape";
  }
}

@ObjectType({ implements: Shape })
class Square extends Shape {
  readonly #side: number;

  @Field(() => Int, { name: "edge" })
  readonly side: number;

  constructor(side: number) {
    super();
    this.#side = side;
    this.side = side;
  }

  override get name(): string {
    return "square";
  }

  @Field(() => Int)
  get area(): number {
    return this.#side ** 2;
  }
}

/** Shown as what it extends: the schema does not know it. */
class UnitSquare extends Square {
  constructor() {
    super(1);
  }
}

@OneOf()
@InputType()
class SideInput {
  @Field(() => Int, { nullable: true })
  exact?: number;

  @Field(() => Int, { nullable: true })
  doubled?: number;
}

@ArgsType()
class SquareArgs {
  @Field(() => SideInput)
  side!: SideInput;

  @Field(() => Int, { defaultValue: 0 })
  more!: number;
}

@Resolver(() => Square)
class SquareResolver {
  calls = 0;

  @Query(() => Square)
  square(@Args(() => SquareArgs) { side, more }: SquareArgs): Square {
    this.calls += 1;
    return new Square((side.exact ?? 2 * (side.doubled ?? 0)) + more);
  }

  @Query(() => Int)
  calledSoFar(): number {
    return this.calls;
  }

  @Query(() => Shape)
  smallest(): Shape {
    return new UnitSquare();
  }

  @Mutation(() => String)
  write(@Info() info: GraphQLResolveInfo, @Ctx("unit") unit: string, @Arg("x", () => Int) x: number): string {
    return `${info.path.key} ${x}${unit}`;
  }

  @FieldResolver(() => String)
  @Reads("pods", "nodes")
  label(
    @Root() { side }: Square,
    @Ctx() context: { unit: string },
    @Arg("prefix", () => String) prefix: string,
  ): string {
    return `${prefix}${side}${context.unit}`;
  }

  @Subscription(() => String, { subscribe: ({ args }) => streamOf({ args } as never) })
  ticks(@Root() text: string, @Arg("every", () => Int) _every: number): string {
    return text;
  }
}

@Resolver(() => Shape)
class ShapeResolver {
  @FieldResolver(() => String)
  shout(@Root() shape: Shape): string {
    return shape.name.toUpperCase();
  }
}

describe("the schema of decorated classes", () => {
  let schema: GraphQLSchema;

  beforeAll(() => {
    schema = buildSynchronousSchema({ resolvers: [SquareResolver, ShapeResolver] });
  });

  function run(source: string): ExecutionResult {
    const result = execute({ schema, document: parse(source), contextValue: { unit: "cm" } });
    if (result instanceof Promise) throw new Error("a resolver returned a promise");
    return result;
  }

  test("is executed without a promise, whatever kind of field is asked for", () => {
    const result = run(`{
      square(side: { doubled: 2 }, more: 1) { name edge area label(prefix: "=") shout }
      smallest { __typename name shout ... on Square { area } }
    }`);
    expect(result).toEqual({
      data: {
        square: { name: "square", edge: 5, area: 25, label: "=5cm", shout: "SQUARE" },
        smallest: { __typename: "Square", name: "square", shout: "SQUARE", area: 1 },
      },
    });
  });

  test("has no resolver that is an async function", () => {
    const resolvers = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()).flatMap(({ resolve }) => resolve ?? []) : [],
    );
    expect(resolvers.length).toBeGreaterThan(0);
    expect(resolvers.filter((resolve) => resolve.constructor.name === "AsyncFunction")).toEqual([]);
  });

  test("leaves plain properties and getters to graphql-js", () => {
    const type = schema.getType("Square");
    const fields = isObjectType(type) ? type.getFields() : {};
    expect(fields.area?.resolve).toBeUndefined();
    expect(fields.name?.resolve).toBeUndefined();
  });

  test("calls all methods of a class on one instance", () => {
    run("{ square(side: { exact: 1 }) { area } }");
    const before = Number(run("{ calledSoFar }").data?.calledSoFar);
    run("{ square(side: { exact: 1 }) { area } }");
    expect(run("{ calledSoFar }")).toEqual({ data: { calledSoFar: before + 1 } });
  });

  test("hands over the path's key, which tells aliases apart", () => {
    expect(run("mutation { a: write(x: 1) b: write(x: 2) }")).toEqual({ data: { a: "a 1cm", b: "b 2cm" } });
  });

  test("takes exactly one field of a one-of input", () => {
    expect(printType(schema.getType("SideInput") as never)).toContain("input SideInput @oneOf");
    expect(run("{ square(side: { exact: 1, doubled: 2 }) { area } }")).toMatchObject({
      errors: [{ path: ["square"] }],
    });
  });

  test("keeps what a subscription's subscribe function returns, and resolves the root value", () => {
    const field = schema.getSubscriptionType()?.getFields().ticks;
    expect(field?.subscribe?.({}, { every: 3 }, {}, {} as GraphQLResolveInfo)).toEqual({ args: { every: 3 } });
    expect(field?.resolve?.("tick", { every: 3 }, {}, {} as GraphQLResolveInfo)).toBe("tick");
  });

  test("says which resources a field reads", () => {
    const type = schema.getType("Square");
    const fields = isObjectType(type) ? type.getFields() : {};
    expect(fields.label?.extensions.reads).toEqual(["pods", "nodes"]);
  });

  test("leaves the introspection to graphql-js", () => {
    expect(run('{ __type(name: "Square") { name fields { name } } }')).toMatchObject({
      data: { __type: { name: "Square" } },
    });
  });
});
