import {
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
  specifiedDirectives,
} from "graphql";
import { buildSchemaSync, type ClassType, getMetadataStorage, type PubSub } from "type-graphql";
import { liveDirective } from "./live.ts";

type Metadata = ReturnType<typeof getMetadataStorage>;
type Method = Metadata["queries"][number] | Metadata["fieldResolvers"][number];
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Class = abstract new (...args: never[]) => object;
type Instance = Record<string, (...args: unknown[]) => unknown>;

export interface SchemaParts {
  readonly resolvers: readonly Class[];
  /** Types that no field names and that implement no interface which a field names. */
  readonly types?: readonly Class[];
}

/**
 * The schema of the decorated classes, with resolvers that never return a promise unless the method does.
 *
 * An operation is executed in passes that must not await: only so does it see one state of memory. type-graphql's
 * generated resolvers cannot be used in one, since each parameter passes an `async` validation, and each property a
 * middleware chain; its `resolveType` is `async`, too. So the schema is built by type-graphql, and then each field gets a
 * resolver of ours, made from the same metadata:
 *
 * - a method of a resolver class is called on the class's one instance, with the arguments as graphql-js coerced them:
 *   plain objects, not instances of the input classes;
 * - a property or getter of an object type gets none, so that graphql-js reads it;
 * - `subscribe` stays as it was given;
 * - an interface's or union's type is found by the object's class.
 *
 * `@OneOf()` is made good here as well.
 */
export function buildSynchronousSchema({ resolvers, types = [] }: SchemaParts): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: resolvers as [Class, ...Class[]],
    orphanedTypes: [...types],
    validate: false,
    disableInferringDefaultValues: true,
    pubSub: refusingPubSub,
    directives: [...specifiedDirectives, liveDirective],
  });
  const metadata = getMetadataStorage();
  const methods = new MethodResolvers(metadata, new Set<unknown>(resolvers));
  const namesByClass = new Map(metadata.objectTypes.map(({ target, name }) => [target as unknown, name]));
  const resolveType = (value: unknown) => typeNameOf(value, namesByClass);
  for (const type of Object.values(schema.getTypeMap())) {
    // The types of the introspection are graphql-js's own, one set for the whole process.
    if (isIntrospectionType(type)) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const resolve = methods.find(type, field.name);
        if (resolve) field.resolve = resolve;
        else delete field.resolve;
      }
    } else if (isInterfaceType(type) || isUnionType(type)) type.resolveType = resolveType;
    else if (isInputObjectType(type) && type.extensions.oneOf) type.isOneOf = true;
  }
  return schema;
}

/** Subscriptions are streams of the engine; nothing is published through the schema. */
const refusingPubSub: PubSub = {
  publish() {
    throw new Error("nothing is published through the schema");
  },
  subscribe() {
    throw new Error("subscription fields have a subscribe function");
  },
};

const ROOTS = { Query: "queries", Mutation: "mutations", Subscription: "subscriptions" } as const;

class MethodResolvers {
  readonly #instances = new Map<unknown, Instance>();
  readonly #byRoot = new Map<string, Map<string, Resolve>>();
  readonly #byClass = new Map<unknown, Map<string, Resolve>>();
  readonly #metadata: Metadata;

  constructor(metadata: Metadata, resolvers: ReadonlySet<unknown>) {
    this.#metadata = metadata;
    for (const [root, list] of Object.entries(ROOTS)) {
      for (const method of metadata[list]) {
        if (resolvers.has(method.target)) place(this.#byRoot, root, method.schemaName, this.#resolver(method));
      }
    }
    for (const method of metadata.fieldResolvers) {
      // "internal" is a getter of the object type itself.
      if (method.kind === "internal" || !resolvers.has(method.target)) continue;
      place(this.#byClass, method.getObjectType?.(), method.schemaName, this.#resolver(method));
    }
    for (const field of metadata.fields) {
      // A property under another name than the field's.
      if (field.name === field.schemaName || this.#byClass.get(field.target)?.has(field.schemaName)) continue;
      place(this.#byClass, field.target, field.schemaName, (root) => (root as Record<string, unknown>)[field.name]);
    }
  }

  find(type: GraphQLNamedType, fieldName: string): Resolve | undefined {
    const ofRoot = this.#byRoot.get(type.name)?.get(fieldName);
    if (ofRoot) return ofRoot;
    const declared = this.#metadata.objectTypes.find(({ name }) => name === type.name);
    if (!declared) return undefined;
    for (const each of [...superClasses(declared.target), ...(declared.interfaceClasses ?? [])]) {
      const resolve = this.#byClass.get(each)?.get(fieldName);
      if (resolve) return resolve;
    }
    return undefined;
  }

  #resolver({ target, methodName, params = [] }: Method): Resolve {
    const instance = this.#instanceOf(target);
    const inOrder = [...params].sort((a, b) => a.index - b.index);
    const pick = inOrder.map((param) => {
      switch (param.kind) {
        case "root":
          return (root: unknown) => property(root, param.propertyName);
        case "context":
          return (_root: unknown, _args: object, context: unknown) => property(context, param.propertyName);
        case "info":
          return (_root: unknown, _args: object, _context: unknown, info: unknown) => info;
        case "args":
          return (_root: unknown, args: object) => args;
        case "arg":
          return (_root: unknown, args: object) => (args as Record<string, unknown>)[param.name];
        default:
          throw new Error(`${target.name}.${methodName}: a parameter of kind "${param.kind}" is not supported`);
      }
    });
    return (root, args, context, info) =>
      instance[methodName]?.(...pick.map((each) => each(root, args, context, info)));
  }

  #instanceOf(target: unknown): Instance {
    let instance = this.#instances.get(target);
    if (!instance) {
      instance = new (target as ClassType)() as Instance;
      this.#instances.set(target, instance);
    }
    return instance;
  }
}

function place<K>(map: Map<K, Map<string, Resolve>>, key: K, name: string, resolve: Resolve): void {
  const inner = map.get(key) ?? new Map<string, Resolve>();
  map.set(key, inner.set(name, resolve));
}

function property(value: unknown, name: string | undefined): unknown {
  return name === undefined ? value : (value as Record<string, unknown> | undefined)?.[name];
}

function* superClasses(target: unknown): Iterable<unknown> {
  for (let each = target as Class | null; each?.prototype; each = Object.getPrototypeOf(each)) yield each;
}

function typeNameOf(value: unknown, namesByClass: ReadonlyMap<unknown, string>): string | undefined {
  for (const each of superClasses((value as object).constructor)) {
    const name = namesByClass.get(each);
    if (name !== undefined) return name;
  }
  return undefined;
}
