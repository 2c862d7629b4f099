/**
 * An amount in integer minor units (fils, cents) of an ISO 4217 currency. All arithmetic on money
 * stands in this file, in whole numbers only.
 */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));

/** @throws RangeError when the amount is not a safe integer or the currency is not in ISO 4217 */
export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`${amountMinor} is not an integer amount of minor units`);
  }
  if (!knownCurrencies.has(currency)) throw new RangeError(`${currency} is not a currency code`);
  return { amountMinor, currency };
}

export function isCurrency(code: string): boolean {
  return knownCurrencies.has(code);
}

const signs = new Map<string, readonly string[]>();

/** Written Rs on price lists, whatever sign they have of their own. */
const rupees = new Set(['INR', 'LKR', 'MUR', 'NPR', 'PKR', 'SCR']);

/** How people write the currency beside an amount, such as `€` and `EUR`; the longest first. */
export function currencySigns(currency: string): readonly string[] {
  const known = signs.get(currency);
  if (known) return known;
  const shown = (currencyDisplay: 'symbol' | 'narrowSymbol' | 'code', language = 'en') =>
    new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .find(({ type }) => type === 'currency')!
      .value.replaceAll(/[\u200E\u200F]/g, '');
  const arabic = shown('symbol', 'ar');
  const made = [
    ...new Set([
      shown('symbol'),
      shown('narrowSymbol'),
      shown('code'),
      arabic,
      arabic.replace(/\.$/, ''),
      ...(rupees.has(currency) ? ['Rs.', 'Rs'] : []),
    ]),
  ].toSorted((a, b) => b.length - a.length);
  signs.set(currency, made);
  return made;
}

/** @throws RangeError when the currencies differ */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new RangeError(`${a.currency} and ${b.currency} cannot be added`);
  }
  return money(a.amountMinor + b.amountMinor, a.currency);
}

export function sumMoney(currency: string, amounts: readonly Money[]): Money {
  return amounts.reduce(addMoney, money(0, currency));
}

/** The amount missing to reach the threshold; null when nothing is missing. */
export function missingTo(threshold: Money, amount: Money): Money | null {
  const missing = addMoney(threshold, timesMoney(amount, -1));
  return missing.amountMinor > 0 ? missing : null;
}

/** The price of `count` pieces. */
export function timesMoney(price: Money, count: number): Money {
  if (!Number.isSafeInteger(count)) throw new RangeError(`${count} is not a whole count`);
  return money(price.amountMinor * count, price.currency);
}

/** The price of a weight, rounded half away from zero to the minor unit. */
export function priceOfWeight(pricePerKg: Money, grams: number): Money {
  if (!Number.isSafeInteger(grams)) throw new RangeError(`${grams} is not whole grams`);
  return shareOfMoney(pricePerKg, grams, 1000);
}

/**
 * `amount × parts ÷ whole`, rounded half away from zero to the minor unit; `whole` is above 0.
 * Computed in BigInt: the product can exceed 2^53 before the division.
 */
export function shareOfMoney(amount: Money, parts: number, whole: number): Money {
  const product = BigInt(amount.amountMinor) * BigInt(parts) * 2n;
  const divisor = BigInt(whole) * 2n;
  const half = product < 0n ? -BigInt(whole) : BigInt(whole);
  return money(Number((product + half) / divisor), amount.currency);
}

/** `amount × parts ÷ whole`, rounded up to the minor unit; no argument is negative. */
export function shareOfMoneyUp(amount: Money, parts: number, whole: number): Money {
  const product = BigInt(amount.amountMinor) * BigInt(parts);
  return money(Number((product + BigInt(whole) - 1n) / BigInt(whole)), amount.currency);
}

/** The multiple of `stepMinor` that is nearest; the higher one of two that are as near. */
export function roundMoney({ amountMinor, currency }: Money, stepMinor: number): Money {
  if (!Number.isSafeInteger(stepMinor) || stepMinor < 1) {
    throw new RangeError(`${stepMinor} is not a step of minor units`);
  }
  const rest = ((amountMinor % stepMinor) + stepMinor) % stepMinor;
  const isUp = rest * 2 >= stepMinor;
  return money(amountMinor - rest + (isUp && rest > 0 ? stepMinor : 0), currency);
}

/** The number of decimals of the currency's major unit: 2 for AED, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** For people: "AED 12.50". */
export function formatMoney(amount: Money): string {
  const exponent = currencyExponent(amount.currency);
  const digits = String(Math.abs(amount.amountMinor)).padStart(exponent + 1, '0');
  const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount.currency} ${amount.amountMinor < 0 ? '-' : ''}${whole}${fraction}`;
}
