// The words, numbers and signs of a size label, each with its kind, and the parts that they form.
import { asciiDigits } from './digits.js';
import { type Measure, words } from './size-words.js';

/** How the parts of a label are divided. */
export type Divider = '(' | '-' | '/' | '';

export interface Token {
  /**
   * n: number, u: measure, i: item, v: vessel, l: length, o: word without meaning for the amount,
   * p: per, a: about, d: drained, and the signs x + - ( ) / %
   */
  readonly kind: string;
  readonly text: string;
}

const fractions: Readonly<Record<string, string>> = {
  '½': '.5',
  '¼': '.25',
  '¾': '.75',
  '1/2': '.5',
  '1/4': '.25',
  '3/4': '.75',
};

export function plain(text: string): string {
  return asciiDigits(text)
    .replaceAll(/(\d*)\s?([½¼¾])/g, (_, whole: string, part: string) => whole + fractions[part]!)
    .replaceAll(/(?<![\d/.,])(?:(\d+)\s)?([13]\/[24])(?=\s?\p{L})/gu, (_, whole, part: string) =>
      fractions[part] ? ((whole as string | undefined) ?? '') + fractions[part] : ' / ',
    )
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/(?<=[a-zα-ω])[\u0300-\u036F]+/g, '')
    .normalize('NFKC')
    .replaceAll('œ', 'oe')
    .replaceAll(/[×*]/g, 'x')
    .replaceAll(/[‐-―−]/g, '-')
    .replaceAll(/(?<=\d)['’]s\b/g, 's')
    .replaceAll(/\bfl\.? ?oz\b|\bfluid ounces?/g, 'floz')
    .replaceAll(/\btea ?bags?\b/g, 'teabags')
    .replaceAll(/\bhalf (?:a )?dozen\b/g, '6 pcs')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const scanner = /\d+(?:[.,]\d+)*|[.,]\d+|\p{L}[\p{L}\p{M}]*(?:["״]\p{L}+)?|[^\s.,:;'’&]/gu;
const signs = 'x+-()/%';

/** The tokens of a text; null where a word of it is unknown. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  for (const [word] of text.replaceAll(/(?<=\+ ?)[a-z ]+$/g, 'free').matchAll(scanner)) {
    const joined = word.length > 1 && word.endsWith('x') ? [word.slice(0, -1), 'x'] : [word];
    const isKnown = kindOf(word, tokens.at(-1)) !== undefined;
    for (const each of isKnown ? [word] : joined) {
      const kind = kindOf(each, tokens.at(-1));
      if (kind === undefined) return null;
      if (kind !== 'o') tokens.push({ kind, text: each });
    }
  }
  return tokens;
}

function kindOf(word: string, before: Token | undefined): string | undefined {
  if (/^[\d.,]/.test(word)) return 'n';
  if (signs.includes(word)) return word;
  const isBehindNumber = before?.kind === 'n';
  const unit = words.measures.get(word)?.unit;
  if (unit !== undefined && (isBehindNumber || unit === 'each')) return unit === 'each' ? 'i' : 'u';
  if (isBehindNumber && words.lengths.has(word)) return 'l';
  if (words.items.has(word)) return 'i';
  if (words.vessels.has(word)) return 'v';
  if (words.roughly.has(word)) return 'a';
  if (words.drained.has(word)) return 'd';
  if (words.fillers.has(word)) return 'o';
  return words.rates.has(word) ? 'p' : undefined;
}

export const kindsOf = (tokens: readonly Token[]) => tokens.map(({ kind }) => kind).join('');

/** The parts between brackets, slashes, and dashes that are not of a range. */
export function* divided(
  tokens: readonly Token[],
): Generator<{ divider: Divider; inside: Token[] }> {
  const kinds = kindsOf(tokens);
  let inside: Token[] = [];
  let divider: Divider = '';
  let isFactor = false;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === '(' && tokens[at - 1]?.kind === 'x') isFactor = true;
    else if (token.kind === ')' && isFactor) isFactor = false;
    else if ('(/)'.includes(token.kind) || (token.kind === '-' && !isRange(kinds, tokens, at))) {
      yield { divider, inside };
      inside = [];
      divider = token.kind === ')' ? '' : (token.kind as Divider);
    } else inside.push(token);
  }
  yield { divider, inside };
}

/** `4-5kg`, `400g-500g`, `2-3mm`, `8-10pcs`; not `30pcs - 10 gallon`. */
function isRange(kinds: string, tokens: readonly Token[], at: number): boolean {
  const before = kinds.slice(0, at);
  if (!/^n[uli]/.test(kinds.slice(at + 1))) return false;
  if (/(?:^|[^x])n$/.test(before)) return true;
  return before.endsWith('nu') && unitOf(tokens[at - 1]!)?.unit === unitOf(tokens[at + 2]!)?.unit;
}

export function unitOf({ kind, text }: Token): Measure | undefined {
  if (kind === 'i' || kind === 'v')
    return { unit: 'each', scale: words.measures.get(text)?.scale ?? 1 };
  return words.measures.get(text);
}
