// The distance of two spellings, and the known words that a misspelt one may mean.

/**
 * The least number of letters to add, drop, change or swap with their neighbour to turn `b` into
 * `a` (optimal string alignment); `most + 1` where it is more than `most`.
 */
export function distance(a: string, b: string, most = 3): number {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let above = right.map((_, column) => column).concat(right.length);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let least = Math.min(
        above[column]! + 1,
        line[column - 1]! + 1,
        above[column - 1]! + (isSame ? 0 : 1),
      );
      const isSwap =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (isSwap) least = Math.min(least, before[column - 2]! + 1);
      line.push(least);
    }
    if (Math.min(...line) > most) return most + 1;
    before = above;
    above = line;
  }
  return Math.min(above[right.length]!, most + 1);
}

/** A word and its stem, without its English ending; stop words such as “the” have no stem. */
export interface Word {
  readonly word: string;
  readonly stem: string | null;
}

/** Words of four letters may have one slip, words of six or more two, shorter ones none. */
const slipsForgiven = ({ word }: Word): number => (word.length < 4 ? 0 : word.length < 6 ? 1 : 2);

/** The known words that this one most likely means: at most three, all at the least distance. */
export function meantBy(asked: Word, known: readonly Word[]): Word[] {
  const near = nearest(asked, known, slipsForgiven(asked));
  return near
    .filter(({ away }) => away === near[0]?.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Nearest first; among equals those with the same first letter, which people seldom miss. */
export function nearest(asked: Word, known: readonly Word[], most: number) {
  const begins = ({ word }: Word) => (word[0] === asked.word[0] ? 0 : 1);
  return known
    .map((candidate) => ({ candidate, away: distanceOf(asked, candidate, most) }))
    .filter(({ away }) => away <= most)
    .toSorted(
      (a, b) =>
        a.away - b.away ||
        begins(a.candidate) - begins(b.candidate) ||
        (a.candidate.word < b.candidate.word ? -1 : 1),
    );
}

/**
 * Counts another ending as one slip, however long: `strawbery` means `strawberries` where only
 * those are sold. Counting none would be wrong: the stem of `chesse` is that of `chess`.
 */
function distanceOf(a: Word, b: Word, most: number): number {
  const ofWords = distance(a.word, b.word, most);
  return a.stem === null || b.stem === null
    ? ofWords
    : Math.min(ofWords, distance(a.stem, b.stem, most) + 1);
}
