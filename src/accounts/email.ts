/** The one spelling of an address for storing and searching. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase().normalize('NFC');
}

const invisible = /[\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
/** A mark on a Latin letter that it does not combine with: `i` with a second dot. */
const strayMark = /\p{Script=Latin}\p{M}/u;

/** The scripts in use everywhere (UAX 31, table 5). */
const scripts =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi ' +
  'Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala ' +
  'Tamil Telugu Thaana Thai Tibetan';
/** Scripts that people do write together (UTS 39, “highly restrictive”). */
const together = [
  'Latin Han Hiragana Katakana',
  'Latin Han Bopomofo',
  'Latin Han Hangul',
  ...scripts.split(' '),
].map((names) => {
  const classes = names.split(' ').map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${classes.join('')}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u');
});

/**
 * Whether an address, as `normaliseEmail` spells it, may be taken for another: it has invisible
 * characters, characters that are another one's variant, or letters of several scripts in one part.
 */
export function looksLikeAnother(email: string): boolean {
  if (invisible.test(email) || strayMark.test(email)) return true;
  if (email.normalize('NFKC') !== email) return true;
  return email.split(/[@.]/).some((part) => !together.some((script) => script.test(part)));
}
