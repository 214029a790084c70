import { createRequire } from "node:module";
import { GraphQLObjectType, GraphQLSchema, graphql } from "graphql";
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  type PubSub,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { beforeAll, describe, expect, test } from "vitest";

// The schema is made of legacy decorators, parameter decorators among them. Tests run the sources through vitest's own
// transform, not through tsc, so this file proves that both read decorators alike, and that schema and executor come
// from one and the same copy of graphql ("another module or realm" is how a second one shows).

// type-graphql asks for emitted metadata before it takes the explicit `() => Type`. None is emitted here, so "unknown" is
// the true answer and the reflect-metadata package is not needed for it.
Object.assign(Reflect, { getMetadata: () => undefined });

@ObjectType()
class Box {
  @Field(() => Int)
  width: number;

  @Field(() => Int, { name: "doubled" })
  get twice(): number {
    return this.width * 2;
  }

  constructor(width: number) {
    this.width = width;
  }
}

interface Context {
  readonly unit: string;
}

@Resolver(() => Box)
class BoxResolver {
  @Query(() => Box)
  box(@Arg("width", () => Int) width: number): Box {
    return new Box(width);
  }

  @Mutation(() => Box, { description: "Two parameters, each with a decorator" })
  widen(@Arg("from", () => Int) from: number, @Arg("by", () => Int, { defaultValue: 1 }) by: number): Box {
    return new Box(from + by);
  }

  @FieldResolver(() => String)
  label(@Root() box: Box, @Ctx() context: Context, @Arg("prefix", () => String) prefix: string): string {
    return `${prefix}${box.width}${context.unit}`;
  }
}

const refusingPubSub: PubSub = {
  publish() {
    throw new Error("nothing is published in this schema");
  },
  subscribe() {
    throw new Error("nothing is subscribed to in this schema");
  },
};

describe("the test toolchain", () => {
  let schema: GraphQLSchema;

  beforeAll(async () => {
    schema = await buildSchema({ resolvers: [BoxResolver], pubSub: refusingPubSub });
  });

  test("reads class, property, method and parameter decorators", async () => {
    const result = await graphql({
      schema,
      source: '{ box(width: 3) { width doubled label(prefix: "w=") } }',
      contextValue: { unit: "cm" } satisfies Context,
    });
    expect(result).toEqual({ data: { box: { width: 3, doubled: 6, label: "w=3cm" } } });
  });

  test("keeps the order of several decorated parameters", async () => {
    const result = await graphql({ schema, source: "mutation { widen(from: 4) { width } }" });
    expect(result).toEqual({ data: { widen: { width: 5 } } });
  });

  test("has one copy of graphql for the sources, type-graphql and the executor", () => {
    expect(schema).toBeInstanceOf(GraphQLSchema);
    expect(schema.getType("Box")).toBeInstanceOf(GraphQLObjectType);
    expect(createRequire(import.meta.url)("graphql").GraphQLSchema).toBe(GraphQLSchema);
  });
});
