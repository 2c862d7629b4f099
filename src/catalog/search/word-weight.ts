// How much a word of a search says by itself.

/** Articles, “and” and the like, without accents: they are often left out, or written as “&”. */
const fillers = new Set(
  (
    'and or the a an of with in for from to by ' +
    'und oder der die das den dem ein eine einen mit ohne von im am aus ' +
    'et ou le la les l du de des d un une au aux avec sans en ' +
    'y el los las del con sin una unos unas para ' +
    'e ed il lo gli i uno di da della del dei al alla ' +
    'o os as um uma do dos das com sem ' +
    'het een van met zonder voor och med utan og en et ' +
    'i z ze w na bez s se iz za ' +
    'и с со в из для ' +
    'و او مع من في'
  ).split(' '),
);

/**
 * A filler need not be found where there are other words. A weak word, a bare number or a single
 * letter, must be; but having that alone is not enough to be shown for a search of more.
 */
export function weightOf(word: string): 'filler' | 'weak' | 'strong' {
  if (fillers.has(word)) return 'filler';
  return /^(?:\d+|[a-z])$/.test(word) ? 'weak' : 'strong';
}
