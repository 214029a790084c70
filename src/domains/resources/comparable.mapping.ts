/**
 * A text by which scalars can be compared: equal for equal values, smaller for smaller ones. Booleans come before numbers,
 * these before times, these before other texts. So a place in an order can be kept in a cursor, and no number is rounded on the way:
 * a quantity is exact, and an integer of 64 bits as well.
 */
export function comparable(value: unknown): string | null {
  switch (typeof value) {
    case "boolean":
      return value ? "b1" : "b0";
    case "bigint":
      return numberKey(value.toString());
    case "number":
      return numberKey(String(value));
    case "string":
      return comparableText(value);
    default:
      return null;
  }
}

/** The sort of a value, as it stands in its text. */
export function sortOf(key: string): string {
  return key.charAt(0);
}

/** A text as itself, whatever could be read in it. */
export function plainText(value: unknown): string | null {
  return typeof value === "object" || value === undefined ? null : `x${String(value)}`;
}

// A number as Go's strconv and Kubernetes' quantities have it; longer ones are digests and the like.
const quantity = /^([+-]?)(\d{0,32})(?:\.(\d{0,32}))?(?:([eE][+-]?\d{1,3})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };

const time = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

function comparableText(text: string): string {
  return numberKey(text) ?? timeKey(text) ?? `x${text}`;
}

function timeKey(text: string): string | null {
  const [, day, clock, fraction = "", zone] = time.exec(text) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${clock}${zone?.toUpperCase()}`);
  if (Number.isNaN(at)) return null;
  // Counted from the year 0 on, so that the texts are equally long and none is negative.
  return `t${String(at + 62_200_000_000_000).padStart(16, "0")}${fraction.padEnd(9, "0")}`;
}

function numberKey(text: string): string | null {
  const [, sign, whole = "", fraction = "", exponent, suffix] = quantity.exec(text) ?? [];
  if (sign === undefined || whole + fraction === "") return null;
  let digits = `${whole}${fraction}`;
  let shift = -fraction.length;
  if (exponent !== undefined) shift += Number(exponent.slice(1));
  if (suffix !== undefined) {
    const power = binary[suffix];
    if (power === undefined) shift += decimal[suffix] as number;
    else digits = (BigInt(digits) << power).toString();
  }
  return keyOfDecimal(sign === "-", digits.replace(/^0+/, ""), shift);
}

/** Of ± digits × 10^shift: the sign, how large it is, and the digits without the zeros at the end. */
function keyOfDecimal(isNegative: boolean, digits: string, shift: number): string {
  if (digits === "") return "n1";
  const size = String(digits.length + shift + 5_000).padStart(5, "0");
  const rest = digits.replace(/0+$/, "");
  if (!isNegative) return `n2${size}${rest}`;
  // The larger without its sign the smaller: each digit is turned around, and what is shorter comes later.
  const turned = `${size}${rest}`.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));
  return `n0${turned}~`;
}
