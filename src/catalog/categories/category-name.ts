import { accents } from '../text/product-slug.js';

/** Letters that Unicode does not take apart into a plain one and an accent. */
const plain: Readonly<Record<string, string>> = { đ: 'd', ħ: 'h', ł: 'l', ø: 'o', ŧ: 't' };

/**
 * What two spellings of one name have in common: those that differ only in case, accents, blanks,
 * hyphens, apostrophes, or `&` for `and`, are names of one category.
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
      // Upper case at last, in which ß is ss, and ı is i.
      .toUpperCase()
  );
}
