/** The next macrotask: cells tell their listeners in one, executions begin in one. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Enough macrotasks for whatever is on its way in memory to arrive; for "nothing comes". */
export async function quiet(turns = 12): Promise<void> {
  for (let n = 0; n < turns; n += 1) await turn();
}

/** Resolves once `fact` is true. A fact that does not come is a failure of its own name. */
export async function until(fact: () => boolean, what: string, limitMs = 4_000): Promise<void> {
  const began = performance.now();
  while (!fact()) {
    if (performance.now() - began > limitMs) throw new Error(`this did not come about: ${what}`);
    await turn();
  }
}
