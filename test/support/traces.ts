/** In which forms a text may be found that should be nowhere. */
export interface Trace {
  readonly form: string;
  readonly pattern: string;
}

/**
 * The forms in which a value leaks: as it is, in base64 wherever it stands within what was encoded, in hexadecimal digits. The first and the last
 * characters of base64 depend on what stands beside the value, and are left out.
 */
export function tracesOf(value: string): readonly Trace[] {
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.from("x".repeat(before) + value)
      .toString("base64")
      .replace(/=+$/, "");
    return { form: `base64 after ${before}`, pattern: encoded.slice(before === 0 ? 0 : 4, -4) };
  });
  return [
    { form: "text", pattern: value },
    ...base64,
    { form: "hexadecimal", pattern: Buffer.from(value).toString("hex") },
  ];
}

/** Which of the values are found in a text, and in which form. */
export function foundIn(text: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    tracesOf(value).flatMap(({ form, pattern }) => (text.includes(pattern) ? [`${name} as ${form}`] : [])),
  );
}
