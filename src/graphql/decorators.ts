import "./no-metadata.ts";

/**
 * The one door to type-graphql: whoever declares types imports the decorators from here, and so has no-metadata.ts
 * evaluated before the first of them runs.
 */
export {
  Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Float,
  ID,
  Info,
  InputType,
  Int,
  InterfaceType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
  Subscription,
} from "type-graphql";
