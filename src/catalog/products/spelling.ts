// How near two spellings are, and which of the known ones a misspelt word may have meant.

/**
 * The least number of letters to add, drop, change or swap with their neighbour that makes `a` of
 * `b` (optimal string alignment); `most + 1` where it is more than `most`.
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

/** One slip is forgiven from four letters on, two from six; of three letters all must be right. */
export const slipsForgiven = (word: string): number =>
  word.length < 4 ? 0 : word.length < 6 ? 1 : 2;

/** The known words that this one most likely means, at the least distance that has any. */
export function meantBy(word: string, known: readonly string[]): string[] {
  const most = slipsForgiven(word);
  const near = nearest(word, known, most);
  const least = near[0] && distance(word, near[0], most);
  return near.filter((candidate) => distance(word, candidate, most) === least).slice(0, 3);
}

/** Nearest first; among equals those that begin alike, as people seldom miss the first letter. */
export function nearest(word: string, known: readonly string[], most: number): string[] {
  return known
    .map((candidate) => ({
      candidate,
      away: distance(word, candidate, most),
      begins: candidate.startsWith(word.slice(0, 1)) ? 0 : 1,
    }))
    .filter(({ away }) => away <= most)
    .toSorted(
      (a, b) => a.away - b.away || a.begins - b.begins || (a.candidate < b.candidate ? -1 : 1),
    )
    .map(({ candidate }) => candidate);
}
