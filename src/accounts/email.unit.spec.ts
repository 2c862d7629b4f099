import { describe, expect, it } from 'vitest';
import { looksLikeAnother, normaliseEmail } from './email.js';

const verdict = (email: string) => looksLikeAnother(normaliseEmail(email));

describe('an address', () => {
  it.each([
    ['amina@example.com'],
    ['Amina.O-Neil+shop_1@mail.example.co'],
    ['josé@example.com'],
    ['jose\u0301@example.com'],
    ['müller@bücher.example'],
    ['почта@example.com'],
    ['почта@пример.рф'],
    ['آمنة@example.com'],
    ['山田taro@example.jp'],
    ['홍길동kim@example.kr'],
    ['δοκιμή@example.gr'],
    ['test@अच्छा.example'],
  ])('%s is its own', (email) => {
    expect(verdict(email)).toBe(false);
  });

  it.each([
    ['a Cyrillic letter among Latin ones', 'l\u0430rder@example.com'],
    ['a Greek letter among Latin ones', 'l\u03b1rder@example.com'],
    ['another script in a part of the domain', 'larder@ex\u0430mple.com'],
    ['Cyrillic with Greek', 'п\u03bfчта@example.com'],
    ['a zero-width space', 'a\u200b@example.com'],
    ['a soft hyphen', 'a\u00adb@example.com'],
    ['a word joiner', 'a\u2060b@example.com'],
    ['a direction mark', 'a\u202eb@example.com'],
    ['a variation selector', 'a\ufe0fb@example.com'],
    ['a Hangul filler', 'a\u3164b@example.com'],
    ['full width', '\uff43ustomer@example.com'],
    ['a ligature', 'o\ufb03ce@example.com'],
    ['a letter of mathematics', '\ud835\udc1ardent@example.com'],
    ['an i with two dots', 'İ@example.com'],
  ])('may be taken for another with %s', (_, email) => {
    expect(verdict(email)).toBe(true);
  });
});
