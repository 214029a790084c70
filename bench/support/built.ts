/**
 * A module of the built gateway, by its path under src/ without the extension. Its sources have decorators, which
 * Node's type stripping does not take, and what is shipped is what should be measured. The type comes from the source:
 * `await built<typeof import("../../src/state/index.ts")>("state/index")`.
 */
export async function built<T>(path: string): Promise<T> {
  return (await import(new URL(`../../dist/${path}.js`, import.meta.url).href)) as T;
}
