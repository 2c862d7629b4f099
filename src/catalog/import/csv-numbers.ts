// Numbers as programs and people write them into files.
import { currencyExponent, currencySigns } from '../../kernel/money.js';
import { asciiDigits } from '../text/digits.js';
import type { Separator } from './csv-fields.js';

const mostMinor = 1_000_000_000_000;

/** `12`, `12.0`, `1,200`, `1 200`; NaN for what is no whole number. */
export function wholeOf(text: string, separator: Separator): number {
  const plain = plainDecimal(asciiDigits(text), separator, 0);
  return plain !== null && /^-?\d+(?:\.0*)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/**
 * Reads `8.90`, `12`, `2,325.00`, `.99`, `€2.50`, `1 234.50` as minor units, and `2.325,00` in a file
 * whose fields no comma separates, in the digits of any script; answers a sentence where it cannot.
 */
export function minorOf(amount: string, currency: string, separator: Separator): number | string {
  const decimals = currencyExponent(currency);
  const plain = plainDecimal(amountIn(amount, currency), separator, decimals);
  const [, whole = '', written = ''] = /^(\d*)(?:\.(\d*))?$/.exec(plain ?? '-') ?? [];
  const fraction = written.replace(/0+$/, '');
  if (whole + written === '' || fraction.length > decimals) {
    const example = `1234${decimals > 0 ? '.5'.padEnd(decimals + 1, '0') : ''}`;
    return `is not an amount of ${currency}: write it like ${example}`;
  }
  const minor = Number(whole + fraction.padEnd(decimals, '0'));
  if (minor > 0 && minor <= mostMinor) return minor;
  return `must be above 0 and at most ${mostMinor / 10 ** decimals}`;
}

/** Without the currency, and without the dashes that stand for zeros: `168/-`, `3,-`, `-,99`. */
function amountIn(amount: string, currency: string): string {
  const text = asciiDigits(amount.replaceAll(/[\u200E\u200F\u061C]/g, '').trim());
  return withoutSign(text, currency)
    .replace(/(?<=\d)(?:\/|[.,])[-–—]{1,2}$/, '')
    .replace(/^[-–—]{1,2}(?=[.,]\d)/, '');
}

function withoutSign(amount: string, currency: string): string {
  const text = amount.toUpperCase();
  for (const sign of currencySigns(currency).map((each) => each.toUpperCase())) {
    if (text.startsWith(sign)) return text.slice(sign.length).trim();
    if (text.endsWith(sign)) return text.slice(0, -sign.length).trim();
  }
  return text;
}

/** `1,23,456.50`: thousands, then hundreds of them. */
const indian = /^-?[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?$/;

/**
 * The number with a point before its decimals, and nothing between its thousands; null where it can
 * be read in two ways. A comma may stand before decimals only in files that it does not separate; the
 * signs of Arabic, ٫ for decimals and ٬ for thousands, are clear everywhere.
 */
function plainDecimal(text: string, separator: Separator, decimals: number): string | null {
  const number = text.replace(/^(-?\d{1,3}(?:[ '’]\d{3})+)(?=$|[.,])/, (digits) =>
    digits.replaceAll(/[ '’]/g, ''),
  );
  if (/[٫٬]/.test(number))
    return plainDecimal(number.replaceAll('٬', '').replace('٫', '.'), ',', 0);
  if (indian.test(number)) return number.replaceAll(',', '');
  const mayBeComma = separator !== ',';
  const isClear = decimals > 0 && decimals < 3;
  if (/^-?\d*(?:\.\d*)?$/.test(number)) {
    if (!mayBeComma || !/^-?[1-9]\d{0,2}\.\d{3}$/.test(number)) return number;
    return isClear ? number.replace('.', '') : null;
  }
  if (/^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/.test(number)) {
    const isDecimal = mayBeComma && !number.includes('.') && (separator === ';' || decimals >= 3);
    return isDecimal ? number.replace(',', '.') : number.replaceAll(',', '');
  }
  const isComma = /^-?(?:\d*|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d*)?$/.test(number);
  return mayBeComma && isComma ? number.replaceAll('.', '').replace(',', '.') : null;
}
