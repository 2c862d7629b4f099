// Turns a search into full-text queries, with every word in its best spelling.
import type { AskedSize } from './asked-sizes.js';
import { meantBy, nearest, type Word } from './spelling.js';
import { weightOf } from './word-weight.js';

/** A word of a search, and what the store knows of it. */
export interface AskedWord extends Word {
  /** Whether a listing has the word, one that begins with it, or one of `alike`. */
  readonly isKnown: boolean;
  /** Other right ways to write it, each of one or more words: “yoghurt”, “corn flakes”. */
  readonly alike: readonly (readonly Word[])[];
  /** Right ways to write it and the next words (`span` in all) otherwise: “kitkat”, “scallion”. */
  readonly joined: readonly { readonly span: number; readonly words: readonly Word[] }[];
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
  /** Anywhere, or joined with its neighbours. */
  readonly any: string;
}

/** Words from `from` on, `span` of them, that are also written otherwise. */
export interface JoinedQueries {
  readonly from: number;
  readonly span: number;
  readonly head: string;
  readonly named: string;
}

/** Texts of `tsquery`; only letters of the words come from the shopper. */
export interface SearchQuery {
  readonly words: readonly WordQueries[];
  readonly joined: readonly JoinedQueries[];
  readonly sizes: readonly string[];
  /** All the words, anywhere. */
  readonly every: string;
  /** One of the words that say something, whole, where nothing has all; null for one word. */
  readonly some: string | null;
  /** The words side by side, as in a name; null for one word. */
  readonly phrase: string | null;
  /** The beginning of names that are mainly about the search; null where it has no words. */
  readonly start: string | null;
  /** What each of `words`, then each of `sizes`, was in the search. */
  readonly typed: readonly string[];
}

/** Null where the search has no letters or digits. */
export function searchQuery(
  asked: readonly AskedWord[],
  sizes: readonly AskedSize[] = [],
): SearchQuery | null {
  if (asked.length + sizes.length === 0) return null;
  const kept = withoutFillers(asked);
  const joins = joinsOf(asked, kept);
  const whole = kept.map(spellingsOf);
  const anywhere = kept.map(({ word }, index) =>
    // A single letter begins too many words to be a prefix.
    anyOf([...whole[index]!.map(plain), ...(word.length > 1 ? [`${quoted(word)}:*`] : [])]),
  );
  const joined = ({ words }: Join) => plain(words);
  const covering = (index: number) =>
    joins.filter(({ from, span }) => from <= index && index < from + span).map(joined);
  const together = (words: readonly string[]) =>
    allOf([...words, ...sizes.map((size) => size.query)]);
  const strong = kept.flatMap(({ word }, index) =>
    weightOf(word) === 'strong' ? [...whole[index]!.map(plain), ...covering(index)] : [],
  );
  const isOne = asked.length < 2;
  return {
    words: kept.map(({ word }, index) => ({
      head: anyOf(whole[index]!.map((words) => weighed(words, 'A'))),
      named: anyOf(whole[index]!.map((words) => weighed(words, 'AB'))),
      begunHead: `${quoted(word)}:*A`,
      begun: `${quoted(word)}:*AB`,
      category: anyOf([...whole[index]!.map((words) => weighed(words, 'C')), `${quoted(word)}:*C`]),
      any: anyOf([anywhere[index]!, ...covering(index)]),
    })),
    joined: joins.map(({ from, span, words }) => ({
      from,
      span,
      head: weighed(words, 'A'),
      named: weighed(words, 'AB'),
    })),
    sizes: sizes.map(({ query }) => query),
    every: [
      together(anywhere),
      ...joins.map((join) =>
        together([
          ...anywhere.slice(0, join.from),
          joined(join),
          ...anywhere.slice(join.from + join.span),
        ]),
      ),
    ].join(' | '),
    some: kept.length + sizes.length < 2 || strong.length === 0 ? null : anyOf(strong),
    phrase: isOne ? null : anyOf([phraseOf(asked), ...(kept.length > 1 ? [phraseOf(kept)] : [])]),
    start:
      asked.length === 0
        ? null
        : asked.map(({ word, stem }) => (isOne ? beginning(stem ?? word) : word)).join(' '),
    typed: [...kept.map(({ word }) => word), ...sizes.map(({ typed }) => typed)],
  };
}

interface Join {
  readonly from: number;
  readonly span: number;
  readonly words: readonly Word[];
}

/** Beside numbers alone a filler counts: “5 in 1” is neither “1.5” nor “15”. */
function withoutFillers(asked: readonly AskedWord[]): readonly AskedWord[] {
  const kept = asked.filter(({ word }) => weightOf(word) !== 'filler');
  return kept.every(({ word }) => /^\d+$/.test(word)) ? asked : kept;
}

/** The joins of the search, counted in the words that are kept. */
const joinsOf = (asked: readonly AskedWord[], kept: readonly AskedWord[]): Join[] => {
  const keptIn = (words: readonly AskedWord[]) =>
    words.filter((word) => kept.includes(word)).length;
  return asked.flatMap(({ joined }, at) =>
    joined.map(({ span, words }) => ({
      from: keptIn(asked.slice(0, at)),
      span: keptIn(asked.slice(at, at + span)),
      words,
    })),
  );
};

/** The right ways to write a word; of an unknown one, itself and what it most likely means. */
function spellingsOf(asked: AskedWord): (readonly Word[])[] {
  const meant = asked.isKnown ? [] : meantBy(asked, asked.near);
  return [[asked], ...asked.alike, ...meant.map((word) => [word])];
}

/** A search that may have been meant; all its words are known. */
export interface Suggestion {
  readonly text: string;
  readonly every: string;
}

/** Up to five spellings of the whole search, with known words in place of unknown ones. */
export function suggestionsFor(asked: readonly AskedWord[]): Suggestion[] {
  if (asked.every(({ isKnown }) => isKnown)) return [];
  const options = asked
    .map((each): readonly AskedWord[] =>
      each.isKnown
        ? [each]
        : nearest(each, each.near, Math.ceil(each.word.length / 2)).map(({ candidate }) => ({
            ...candidate,
            isKnown: true,
            alike: [],
            joined: [],
            near: [],
          })),
    )
    .filter((found) => found.length > 0);
  const most = Math.min(5, Math.max(0, ...options.map((found) => found.length)));
  return Array.from({ length: most }, (_, nth) =>
    options.map((found) => found[nth] ?? found.at(-1)!),
  )
    .filter((words) => words.some(({ word }) => weightOf(word) === 'strong'))
    .map((words) => ({
      text: words.map(({ word }) => word).join(' '),
      every: searchQuery(words)!.every,
    }));
}

/** The common beginning of “strawberries”, “strawberry” and their stem. */
const beginning = (stem: string) => (stem.length > 4 ? stem.replace(/i$/, '') : stem);
const quoted = (word: string) => `'${word.replaceAll(/['\\]/g, '')}'`;
const anyOf = (queries: readonly string[]) => `(${[...new Set(queries)].join(' | ')})`;
const allOf = (queries: readonly string[]) => queries.join(' & ');
const phraseOf = (words: readonly Word[]) => words.map(({ word }) => quoted(word)).join(' <-> ');

/** A spelling, whole, each word as it is or by its stem; several stand side by side. */
const spelt = (words: readonly Word[], weight: string) =>
  words
    .map(({ word, stem }) => anyOf([word, stem ?? word].map((each) => `${quoted(each)}${weight}`)))
    .join(' <-> ');
const plain = (words: readonly Word[]) => spelt(words, '');

/** Words side by side are in the name's text, which is B: its head is there once more, as A. */
function weighed(words: readonly Word[], weight: 'A' | 'AB' | 'C'): string {
  if (words.length === 1) return spelt(words, `:${weight}`);
  if (weight === 'C') return `(${spelt(words, ':C')})`;
  const sideBySide = spelt(words, ':B');
  return weight === 'AB' ? `(${sideBySide})` : `(${sideBySide} & ${spelt(words.slice(-1), ':A')})`;
}
