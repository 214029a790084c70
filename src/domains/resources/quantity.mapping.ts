const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d{1,3}))?$/;

const fractions: Readonly<Record<string, number>> = { m: 1e3, u: 1e6, n: 1e9 };

const multiples: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The number that a Kubernetes quantity stands for, as in `250m` or `1.5Gi`; null for what is none, and for what is larger than numbers are here: an
 * API server takes `1e400`, and neither an order nor an answer can have an infinity.
 */
export function quantityOf(text: string | number | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const match = QUANTITY.exec(String(text));
  if (!match) return null;
  const [, digits, suffix = "", exponent] = match;
  if (exponent !== undefined) return finite(Number(`${digits}e${exponent}`));
  const number = Number(digits);
  // Divided, since a thousandth is no binary fraction: 100 × 0.001 would not be 0.1 for each number.
  const fraction = fractions[suffix];
  return finite(fraction === undefined ? number * (multiples[suffix] ?? 1) : number / fraction);
}

/** What Kubernetes takes anything larger for. */
const largest = 2 ** 63;

function finite(number: number): number | null {
  return Number.isFinite(number) ? Math.min(Math.max(number, -largest), largest) : null;
}

/** The quantity in whole bytes, rounded up as Kubernetes does; null for what is none, or too large to be exact. */
export function bytesOf(text: string | number | null | undefined): number | null {
  const number = quantityOf(text);
  if (number === null) return null;
  const bytes = Math.ceil(number);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
