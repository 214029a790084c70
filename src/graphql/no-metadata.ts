// type-graphql asks for the types that the compiler may emit before it takes the explicit `() => Type`. None are
// emitted here (they make circular imports crash at load), so "unknown" is the true answer and the reflect-metadata
// package is not needed for it.
if (!("getMetadata" in Reflect)) Object.assign(Reflect, { getMetadata: () => undefined });
