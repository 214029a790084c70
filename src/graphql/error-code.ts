import { type ErrorCode as Code, codes } from "../errors/index.ts";
import { registerEnumType } from "./decorators.ts";

type Codes = { readonly [code in Code]: code };

/** The closed table of codes, as an enum. */
export const ErrorCode = Object.fromEntries(Object.keys(codes).map((code) => [code, code])) as Codes;
export type ErrorCode = Code;

registerEnumType(ErrorCode, {
  name: "ErrorCode",
  description: "What went wrong: the same words as in `extensions.code` of an error.",
  valuesConfig: Object.fromEntries(
    Object.entries(codes).map(([code, { meaning }]) => [code, { description: meaning }]),
  ),
});
