import type { Field } from "./field.ts";

/** What people are told of a setting. All of it is published: in docs/configuration.md and in the JSON Schema. */
export interface About {
  /** What it is, in a sentence or two. */
  readonly description: string;
  /** Why it exists, or why its default is what it is. */
  readonly reason: string;
  readonly unit?: "bytes" | "ms";
  /** Where the default is none that could be written down. */
  readonly byDefault?: string;
  /** The environment variable that sets it too. */
  readonly variable?: string;
  /** The flag of the command line that sets it too, without its dashes. */
  readonly flag?: string;
}

export type Setting<T> = Field<T> & About;

export function setting<T>(field: Field<T>, about: About): Setting<T> {
  return { ...field, ...about };
}

/** The same shape, with a setting for each value. */
export type SettingsOf<T> = {
  readonly [K in keyof T]-?: NonNullable<T[K]> extends readonly unknown[] | string | number | boolean
    ? Setting<NonNullable<T[K]>>
    : SettingsOf<NonNullable<T[K]>>;
};
