/**
 * How a language sorts, as PostgreSQL can apply it without ICU: what `sort_key` replaces and
 * translates. All three keys have one character for each of `letters`, as far as they reach; letters
 * beyond their end have no weight there.
 */
export interface Alphabet {
  /** BCP 47, canonical. */
  readonly language: string;
  /** What sorts as one letter, such as Czech “ch”, or as two, such as “ß”; longest first. */
  readonly pieces: readonly string[];
  /** One or two letters for each of the pieces, from the private use area. */
  readonly standIns: readonly string[];
  /** Frequent ones first: they are looked up one after the other. */
  readonly letters: string;
  readonly bases: string;
  readonly accents: string;
  readonly cases: string;
}

/** Whether this system knows how the language of the BCP 47 tag sorts. */
export function isLanguage(tag: string): boolean {
  try {
    return tag.length <= longestTag && Intl.Collator.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** The tag in its canonical form: `de-at` is `de-AT`. @throws RangeError where it is none */
export const canonicalLanguage = (tag: string): string => Intl.getCanonicalLocales(tag)[0]!;

/**
 * Asks this system's ICU how the language sorts each letter of the scripts below, and which pairs
 * of letters it takes for one, or for a letter of their own.
 */
export function alphabetOf(tag: string): Alphabet {
  const language = canonicalLanguage(tag);
  const by = (sensitivity: 'base' | 'accent' | 'variant'): Compare => {
    const { compare } = new Intl.Collator(language, { sensitivity });
    // Letters are asked within a text: ICU sorts Arabic alef with madda elsewhere at its end.
    return (a, b) => compare(`${a} `, `${b} `);
  };
  const [base, accent, variant] = [by('base'), by('accent'), by('variant')];

  const contractions = contractionsOf(base);
  const pairs = candidates.filter((pair) => !contractions.includes(pair)).toSorted(base);
  const expansions = new Map(
    known.filter(isMarked).flatMap((letter): [string, string][] => {
      const pair = pairs[placeIn(pairs, letter, base)];
      return pair !== undefined && base(pair, letter) === 0 ? [[letter, pair]] : [];
    }),
  );
  const single = known.filter((letter) => !expansions.has(letter));
  const sorted = [...single, ...contractions].toSorted(variant);

  const weights = new Map<string, Weight>();
  let [before, weight]: [string, Weight] = ['', { base: 0, accent: 0, case: 0 }];
  for (const letter of sorted) {
    if (base(before, letter) !== 0) weight = { base: weight.base + 1, accent: 0, case: 0 };
    else if (accent(before, letter) !== 0)
      weight = { ...weight, accent: weight.accent + 1, case: 0 };
    else if (variant(before, letter) !== 0) weight = { ...weight, case: weight.case + 1 };
    weights.set(letter, weight);
    before = letter;
  }

  const replaced: [piece: string, standIn: string][] = [];
  let next = firstStandIn;
  const standIn = (given: Weight) => {
    const letter = String.fromCodePoint((next += 1));
    weights.set(letter, given);
    return letter;
  };
  for (const piece of contractions) {
    const given = weights.get(piece)!;
    weights.delete(piece);
    replaced.push([piece, standIn(given)]);
  }
  for (const [letter, pair] of expansions) {
    const isUpper = letter !== letter.toLowerCase();
    const [first, second] = [...(isUpper ? pair.toUpperCase() : pair)].map((l) => weights.get(l)!);
    const isOther = accent(letter, pair) !== 0;
    const marked = isOther ? { ...first!, accent: expanded } : first!;
    replaced.push([letter, standIn(marked) + standIn({ ...second!, case: second!.case + 1 })]);
  }
  replaced.sort(([a], [b]) => b.length - a.length);

  return {
    language,
    pieces: replaced.map(([piece]) => piece),
    standIns: replaced.map(([, letters]) => letters),
    ...written(weights, language),
  };
}

/** Places in order: of a base letter, of its accent, and of its case. */
interface Weight {
  readonly base: number;
  readonly accent: number;
  readonly case: number;
}

type Compare = (a: string, b: string) => number;

const longestTag = 35;

/** Accents of the letters that count as two: beyond those of any letter. */
const expanded = 0x30;
/** Accents of marks that stand alone: beyond those of any letter. */
const marks = 0x40;
/** Weights begin above what parts the three keys. */
const least = 2;
const firstStandIn = 0xe000;

/** Both ends of each range of characters that are weighed; all others sort after them, by code point. */
const ranges: readonly [number, number][] = [
  [0x20, 0x24f],
  [0x300, 0x377],
  [0x37a, 0x52f],
  [0x591, 0x5f4],
  [0x600, 0x6ff],
  [0x1e00, 0x1eff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20bf],
  [0x2100, 0x2127],
];

const known = ranges
  .flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, nth) => String.fromCodePoint(from + nth)),
  )
  .filter((letter) => /[^\p{C}]|\u00ad/u.test(letter) && letter.normalize('NFKC') === letter);

const small = [...'abcdefghijklmnopqrstuvwxyz'];
/** What one letter may stand for; Arabic takes alef with madda for two alefs. */
const candidates = [
  ...small.flatMap((first) => small.map((second) => first + second)),
  '\u0627\u0627',
];
const isMarked = (letter: string) => /[^a-z\P{L}]/iu.test(letter);
const latin = known.filter((letter) => letter < '\u0180' && /\p{Ll}/u.test(letter));

/** The pairs that do not stand among those with their first letter, in each case. */
function contractionsOf(base: Compare): string[] {
  const highest = known.toSorted(base).at(-1)!;
  return small.flatMap((first) =>
    latin
      .map((second) => first + second)
      .filter((pair) => base(pair, first + highest) > 0 || base(pair, first) < 0)
      .flatMap((pair) =>
        [
          pair,
          pair[0] + pair.slice(1).toUpperCase(),
          first.toUpperCase() + pair.slice(1),
          pair.toUpperCase(),
        ].filter((form) => base(form, pair) === 0),
      ),
  );
}

/** Where the text stands, or would stand, in the sorted list. */
function placeIn(sorted: readonly string[], text: string, compare: Compare): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle]!, text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function written(weights: ReadonlyMap<string, Weight>, language: string) {
  const isIgnored = ({ base, accent, case: form }: Weight) => base + accent + form === 0;
  const isOwn = ofScript(new Intl.Locale(language).maximize().script);
  // Last come marks, which have no base, and then what has no weight at all: each key ends where
  // nothing more has a weight of its kind.
  const groups: readonly ((letter: string, weight: Weight) => boolean)[] = [
    (_, weight) => isIgnored(weight),
    (_, weight) => weight.base === 0,
    (letter) => letter >= '\u0080' && !isOwn(letter),
    (letter) => letter >= '\u0080',
    (letter) => /[^a-z]/.test(letter),
    () => true,
  ];
  const groupOf = ([letter, weight]: [string, Weight]) =>
    groups.findIndex((isIn) => isIn(letter, weight));
  const all = [...weights].toSorted((a, b) => groupOf(b) - groupOf(a));
  const key = (of: (weight: Weight) => number | null) =>
    all
      .map(([, weight]) => of(weight))
      .filter((place) => place !== null)
      .map((place) => String.fromCodePoint(least + place))
      .join('');
  return {
    letters: all.map(([letter]) => letter).join(''),
    bases: key(({ base }) => (base === 0 ? null : base)),
    accents: key((weight) =>
      isIgnored(weight) ? null : weight.accent + (weight.base === 0 ? marks : 0),
    ),
    cases: key((weight) => (isIgnored(weight) ? null : weight.case)),
  };
}

function ofScript(script: string | undefined): (letter: string) => boolean {
  try {
    const own = new RegExp(`\\p{Script=${script}}`, 'u');
    return (letter) => own.test(letter);
  } catch {
    // Scripts of Chinese, Japanese and Korean have joint names, and no letters here.
    return () => false;
  }
}
