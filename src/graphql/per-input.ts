/**
 * What follows from an input alone, made once for each input object: an edge is resolved for a thousand parents with the
 * arguments of one. Input objects are never changed. An absent input has what `make` makes of none.
 */
export function perInput<I extends object, R>(make: (input: I | undefined) => R): (input: I | null | undefined) => R {
  const made = new WeakMap<I, R>();
  const ofNone = make(undefined);
  return (input) => {
    if (input == null) return ofNone;
    const known = made.get(input);
    if (known !== undefined) return known;
    const result = make(input);
    made.set(input, result);
    return result;
  };
}
