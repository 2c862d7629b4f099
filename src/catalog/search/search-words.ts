// Turns a search into full-text queries, with every word in its best spelling.
import { meantBy, nearest, type Word } from './spelling.js';

/** A word of a search. */
export interface AskedWord extends Word {
  /** Whether some listing has this word, or a word that begins with it. */
  readonly isKnown: boolean;
  /** Known words of similar spelling, where the word itself is not known. */
  readonly near: readonly Word[];
}

/** Texts of `tsquery` for how well a listing has one word, best first. */
export interface WordQueries {
  /** The name's last word is this word. */
  readonly head: string;
  readonly named: string;
  /** The name's last word begins with this word. */
  readonly begunHead: string;
  readonly begun: string;
  readonly category: string;
}

/** Texts of `tsquery`; only letters of the words come from the shopper. */
export interface SearchQuery {
  readonly words: readonly WordQueries[];
  /** All the words, anywhere. */
  readonly every: string;
  /** Any of the words, whole, for searches that nothing matches in full; null for one word. */
  readonly some: string | null;
  /** The words side by side, as in a name; null for one word. */
  readonly phrase: string | null;
  /** Two words written as one, `kitkat` for “kit kat”; null for any other number of words. */
  readonly joined: string | null;
  /** The beginning of names that are mainly about the search. */
  readonly start: string;
}

/** Null where the search has no letters or digits. */
export function searchQuery(asked: readonly AskedWord[]): SearchQuery | null {
  if (asked.length === 0) return null;
  const words = asked.map((word) => ({ begun: word.word, whole: spellingsOf(word) }));
  const isOne = words.length === 1;
  const joined = words.length === 2 ? quoted(words.map(({ begun }) => begun).join('')) : null;
  const every = words
    // A single letter begins too many words to be a prefix.
    .map(({ whole, begun }) => anyOf(begun.length > 1 ? [...whole, `${quoted(begun)}:*`] : whole))
    .join(' & ');
  return {
    words: words.map(({ whole, begun }) => ({
      head: anyOf(whole.map((word) => `${word}:A`)),
      named: anyOf(whole.map((word) => `${word}:AB`)),
      begunHead: `${quoted(begun)}:*A`,
      begun: `${quoted(begun)}:*AB`,
      category: anyOf([...whole.map((word) => `${word}:C`), `${quoted(begun)}:*C`]),
    })),
    every: joined === null ? every : `${every} | ${joined}`,
    some: isOne ? null : anyOf(words.flatMap(({ whole }) => whole)),
    phrase: isOne ? null : words.map(({ whole }) => whole[0]).join(' <-> '),
    joined,
    start: asked.map(({ word, stem }) => (isOne ? beginning(stem ?? word) : word)).join(' '),
  };
}

function spellingsOf(asked: AskedWord): string[] {
  const meant = asked.isKnown ? [] : meantBy(asked, asked.near);
  const chosen: readonly Word[] = meant.length > 0 ? meant : [asked];
  const spellings = chosen.flatMap(({ word, stem }) => [word, stem ?? word]);
  return [...new Set(spellings)].map(quoted);
}

/** Up to five spellings of the whole search, with known words in place of unknown ones. */
export function suggestionsFor(asked: readonly AskedWord[]): string[] {
  if (asked.every(({ isKnown }) => isKnown)) return [];
  const options = asked
    .map((each) =>
      each.isKnown
        ? [each.word]
        : nearest(each, each.near, Math.ceil(each.word.length / 2)).map(
            ({ candidate }) => candidate.word,
          ),
    )
    .filter((found) => found.length > 0);
  const most = Math.min(5, Math.max(0, ...options.map((found) => found.length)));
  const nth = (index: number) => options.map((found) => found[index] ?? found.at(-1)).join(' ');
  return Array.from({ length: most }, (_, index) => nth(index));
}

/** The common beginning of “strawberries”, “strawberry” and their stem. */
const beginning = (stem: string) => (stem.length > 4 ? stem.replace(/i$/, '') : stem);
const quoted = (word: string) => `'${word.replaceAll(/['\\]/g, '')}'`;
const anyOf = (queries: readonly string[]) => `(${queries.join(' | ')})`;
