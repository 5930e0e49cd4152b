/** An amount in a currency's smallest unit. Whole numbers only: 129900n of INR is ₹1,299.00, 1299n of JPY is ¥1,299. */
export interface Money {
  readonly minorUnits: bigint;
  readonly currency: string;
}

/** What fits a JSON number exactly on every client: ±(2^53 − 1). */
export const MINOR_UNITS_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** ISO 4217 minor units that are not 2 (https://www.six-group.com, list one); ICU differs for some, the standard wins. */
const EXPONENTS: Readonly<Record<string, number>> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3]),
  ..."CLF UYW".split(" ").map((code) => [code, 4]),
]);
const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** Decimal places of a currency: INR 2, JPY 0, KWD 3. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

export function money(minorUnits: bigint, currency: string): Money {
  return { minorUnits, currency };
}

export function zero(currency: string): Money {
  return money(0n, currency);
}

/** Adds amounts of one currency; mixing currencies is a fault of the program, never of the client. */
export function add(first: Money, ...rest: Money[]): Money {
  return rest.reduce((sum, next) => money(sum.minorUnits + sameCurrency(sum, next).minorUnits, sum.currency), first);
}

export function subtract(from: Money, amount: Money): Money {
  return money(from.minorUnits - sameCurrency(from, amount).minorUnits, from.currency);
}

export function times(amount: Money, quantity: number): Money {
  return money(amount.minorUnits * BigInt(quantity), amount.currency);
}

export function sum(amounts: readonly Money[], currency: string): Money {
  return add(zero(currency), ...amounts);
}

/** Multiplies by numerator/denominator, rounded half away from zero, as an invoice rounds. */
export function scale(amount: Money, numerator: bigint, denominator: bigint): Money {
  const product = amount.minorUnits * numerator;
  const half = denominator / 2n;
  const rounded = product >= 0n ? (product + half) / denominator : (product - half) / denominator;
  return money(rounded, amount.currency);
}

/** `1299.00`, always with the currency's own number of decimals. */
export function decimalOf({ minorUnits, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(exponent + 1, "0");
  const sign = minorUnits < 0n ? "-" : "";
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** For a person. Formats the decimal text, so that no amount passes through a float. */
export function formatMoney(amount: Money, locale: string): string {
  const exponent = exponentOf(amount.currency);
  return formatter(locale, amount.currency, exponent).format(decimalOf(amount) as Intl.StringNumericLiteral);
}

const FORMATTERS_MAX = 200;
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, currency: string, exponent: number): Intl.NumberFormat {
  const key = `${locale}/${currency}`;
  let format = formatters.get(key);
  if (!format) {
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    const fraction = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
    format = new Intl.NumberFormat(locale, { style: "currency", currency, ...fraction });
    formatters.set(key, format);
  }
  return format;
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`Cannot mix ${a.currency} and ${b.currency}`);
  return b;
}
