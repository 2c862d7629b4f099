import { formatMoney, type Money } from '../../kernel/money.js';
import type { Language } from '../../platform/index.js';
import type { Window } from '../domain/notice-kinds.js';

export type Direction = 'ltr' | 'rtl';

export const directionOf: Readonly<Record<Language, Direction>> = { en: 'ltr', ar: 'rtl' };

/** Digits are Latin in both: they are those of amounts, labels and order numbers. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', ar: 'ar-AE-u-nu-latn' };

/**
 * Values as a language writes them, each in isolation (UAX 9): what reads from left to right must
 * not pull the words around it along.
 */
export interface Format {
  money(amount: Money): string;
  /** `15:05`, by the store's clock. */
  time(at: Date): string;
  /** `Tue, 1 Dec, 15:00–17:00`, by the store's clock. */
  window(window: Window): string;
  /** A name of goods or of a store, of whatever language. */
  name(text: string): string;
  number(value: number): string;
}

export function formatOf(language: Language, timeZone: string): Format {
  const isolated = (text: string) => `\u2068${text}\u2069`;
  const leftToRight = (text: string) => `\u2066${text}\u2069`;
  const shown = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { timeZone, ...options });
  const clock = shown({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = shown({ weekday: 'short', day: 'numeric', month: 'short' });
  const time = (at: Date) => leftToRight(clock.format(at));
  return {
    money: (amount) => leftToRight(formatMoney(amount)),
    time,
    window: ({ from, until }) => `${isolated(day.format(from))} ${time(from)}–${time(until)}`,
    name: isolated,
    number: (value) => leftToRight(String(value)),
  };
}
