import { accents } from '../text/product-slug.js';

/** Letters that Unicode does not decompose into a plain letter and an accent. */
const plain: Readonly<Record<string, string>> = { đ: 'd', ħ: 'h', ł: 'l', ø: 'o', ŧ: 't' };

/**
 * The same key for all spellings of one category's name: they differ only in case, accents, blanks,
 * hyphens, apostrophes, or `&` for `and`.
 */
export function categoryKey(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replaceAll(accents, '')
      .replaceAll('&', 'and')
      .replaceAll(/[\s\p{Pd}\u2212'‘’ʻʼ`′]/gu, '')
      .toLowerCase()
      .replaceAll(/[đħłøŧ]/g, (letter) => plain[letter]!)
      // Upper case comes last: it makes ß SS, and ı I.
      .toUpperCase()
  );
}
