// Reads a label in three steps: words and numbers with their kinds, the parts between brackets and
// dashes each by itself, then what the parts say together.
import {
  type Divider,
  divided,
  kindsOf,
  plain,
  type Token,
  tokensOf,
  unitOf,
} from './size-tokens.js';
import { hollowGoods, liquids, type Unit, wornGoods } from './size-words.js';

/** A product's size by its label: `count` packs of `amount` grams, millilitres or pieces. */
export interface Size {
  readonly count: number;
  /** Of one pack; rounded to hundredths. */
  readonly amount: number;
  readonly unit: Unit;
  /** The label gives an approximate amount, as for cut or grown goods. */
  readonly approximate: boolean;
}

/**
 * Reads a size as grocers write it: `8x180ml`, `approx 1 kg`, `500g + 100g free`, `3+1 x 125g`,
 * `12s`, `Botella 1 L`, `500g (2 x 250g)`. Null for labels that state no amount (`50cm`, `Size 4`)
 * or an ambiguous one (`180g/200g`, `1.500 g`, `4 pints`): a wrong size shows a wrong price per
 * kilogram, a missing one shows none.
 *
 * `name` is the product's. It decides whether an ounce is of weight or of a liquid, tells the
 * volume of a vessel from its content, and, where the label is empty, may end in the size: `Milk
 * 1L`.
 */
export function parseSizeLabel(label: string, name = ''): Size | null {
  // The rules look back and forth: what is longer than any label would take long.
  if (label.length > longest) return null;
  const [text, goods] = [plain(label), plain(name.slice(-longest))];
  const size = text === '' ? sizeAtEndOf(goods) : sizeOf(text, goods);
  return size && isSensible(size) ? size : null;
}

const longest = 200;

/** What one part of a label says. */
interface Part {
  readonly divider: Divider;
  readonly size: Size;
  readonly isDrained: boolean;
  /** The counted thing is a vessel, or the measure was written in ounces or gallons. */
  readonly holds: boolean;
}

function sizeOf(text: string, name: string): Size | null {
  const said = tokensOf(text);
  if (!said) return null;
  const tokens = said.filter(({ kind }) => kind !== 'a');
  // `bunch`, `each`: one, though no number says so.
  if (kindsOf(tokens) === 'i') return sized(1, unitOf(tokens[0]!)!.scale!, 'each');
  const parts: Part[] = [];
  for (const { divider, inside } of divided(tokens)) {
    const part = partOf(inside, divider, name);
    if (part === null) return null;
    if (part) parts.push(part);
  }
  const size = together(parts);
  return size && { ...size, approximate: size.approximate || tokens.length < said.length };
}

/** Undefined for a part that states no amount; null for one that cannot be understood. */
function partOf(all: readonly Token[], divider: Divider, name: string): Part | null | undefined {
  const tokens = withoutLengths(all).filter(({ kind }) => kind !== 'd');
  const kinds = kindsOf(tokens);
  if (/^[iv]*$/.test(kinds)) return undefined;
  const size = range.test(kinds) ? rangeOf(tokens, name) : sumOf(tokens, name);
  const holds = /nv/.test(kinds) || tokens.some(({ text }) => /^(?:oz|gal)/.test(text));
  return size && { divider, size, holds, isDrained: saysDrained(all) };
}

const saysDrained = (tokens: readonly Token[]) => tokens.some(({ kind }) => kind === 'd');

/** Without `46x52cm`, `2ply`, `2-3mm`. */
function withoutLengths(tokens: readonly Token[]): Token[] {
  const kept = [...tokens];
  for (let at; (at = kept.findIndex(({ kind }) => kind === 'l')) >= 0;) {
    const [group] = /n(?:[-x]?n)*$/.exec(kindsOf(kept.slice(0, at))) ?? [''];
    kept.splice(at - group.length, group.length + 1);
  }
  while (/^[-x]/.test(kindsOf(kept))) kept.shift();
  return kept;
}

/** What the parts say together; null where they contradict one another. */
function together(parts: readonly Part[]): Size | null {
  const [first, ...rest] = parts;
  if (!first) return null;
  let size = first.size;
  for (const { size: other, divider, holds, isDrained } of rest) {
    if (other.unit === 'each') {
      // The pieces that make up a stated weight: `500g(50pc)`, `200g - 10 slices`.
      if (size.unit === 'each' || divider === '/') return null;
    } else if (size.unit === 'each') {
      // `40 teabags (125g)` weighs 125 g; `6 cans (330ml)` may be each or all.
      const isCapacity = divider === '-' && holds;
      if (!isCapacity && (divider !== '(' || first.holds || size.count > 1)) return null;
      if (!isCapacity) size = other;
    } else if (isDrained) {
      // The unit price of goods in liquid is that of the drained weight (Directive 98/6/EC, art. 3).
      if (totalOf(other) > totalOf(size)) return null;
      size = other;
    } else if (!agree(size, other)) return null;
  }
  return size;
}

const totalOf = ({ count, amount }: Size) => count * amount;

/** The same amount, given a rounding to another measure: `454g / 1lb`. */
function agree(one: Size, other: Size): boolean {
  const ratio = totalOf(one) / totalOf(other);
  return one.unit === other.unit && ratio > 0.97 && ratio < 1.03;
}

const range = /^[iv]*nu?-n[uiv][iv]*$/;

/** The middle of `400g-500g`: the pack holds something between. */
function rangeOf(tokens: readonly Token[], name: string): Size | null | undefined {
  const dash = tokens.findIndex(({ kind }) => kind === '-');
  const unit = tokens.slice(dash + 2, dash + 3);
  const from = tokens.slice(0, dash);
  const least = termOf(kindsOf(from).endsWith('u') ? from : [...from, ...unit], name);
  const most = termOf(tokens.slice(dash + 1), name);
  if (least === undefined || most === undefined) return undefined;
  if (!least || least.unit !== most?.unit || least.amount > most.amount) return null;
  if (least.unit === 'g' && wornGoods.test(name)) return undefined;
  return { ...most, amount: (least.amount + most.amount) / 2, approximate: true };
}

/** `500g + 100g`, `5+2kg`, `3+1 x 125g`, `1kg+15%`; only of one kind: oil with flour has no sum. */
function sumOf(tokens: readonly Token[], name: string): Size | null | undefined {
  const packs = /^n(?:\+n)+[iv]?(?=xn)/.exec(kindsOf(tokens))?.[0];
  if (packs) {
    const numbers = tokens.slice(0, packs.length).filter(({ kind }) => kind === 'n');
    const count = numbers.reduce((sum, { text }) => sum + Number(text), 0);
    return termOf([{ kind: 'n', text: String(count) }, ...tokens.slice(packs.length)], name);
  }
  const terms = split(tokens, '+').filter((term) => term.length > 0);
  const bonus = kindsOf(terms.at(-1)!) === 'n%' ? Number(terms.pop()![0]!.text) : 0;
  if (terms.length === 1 && bonus === 0) return termOf(terms[0]!, name);
  const unit = terms.at(-1)?.find(({ kind }) => 'uiv'.includes(kind));
  if (!unit || /^(?:oz|lbs?)$/.test(unit.text)) return null;
  const sizes = terms.map((term) => termOf(kindsOf(term) === 'n' ? [...term, unit] : term, name));
  const whole = sizes.filter((size) => size !== null && size !== undefined);
  const [first] = whole;
  if (!first || whole.length < terms.length) return null;
  if (whole.some((size) => size.unit !== first.unit)) return null;
  const sum = whole.reduce((total, size) => total + totalOf(size), 0);
  return sized(1, sum * (1 + bonus / 100), first.unit);
}

function split(tokens: readonly Token[], sign: string): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === sign) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/**
 * `[box of] 8 [cans] x 180 ml [bottle]`, `330ml x 6`, `6 pcs`, `pack of 6`, `6 per pack`. Undefined
 * where the amount is not of the goods, such as the volume of a cup, or is of two kinds of pints.
 */
function termOf(tokens: readonly Token[], name: string): Size | null | undefined {
  const kinds = kindsOf(tokens);
  const at = (measured.exec(kinds) ?? counted.exec(kinds))?.[1]?.length;
  if (at === undefined) return null;
  const [packs, digits, unit] = [tokens.slice(0, at), tokens[at]!, tokens[at + 1]];
  const behind = tokens.slice(at + 2);
  const count = [...packs, ...behind]
    .filter(({ kind }) => kind === 'n')
    .reduce((product, { text }) => product * Number(text), 1);
  const isFluid = /^(?:oz|ounces?)$/.test(unit?.text ?? '') && liquids.test(name);
  const measure = isFluid ? unitOf({ kind: 'u', text: 'floz' }) : unit && unitOf(unit);
  if (!measure) return sized(count, Number(digits.text), 'each');
  const isVolume = measure.unit === 'ml' || unit!.text === 'oz';
  if (measure.scale === null || (isVolume && hollowGoods.test(name))) return undefined;
  const value = valueOf(digits.text, measure.scale);
  return value === null ? null : sized(count, value * measure.scale, measure.unit);
}

const measured = /^([iv]*(?:n[iv]?x|nv)*)nu(?:[iv]*|xn[iv]*)$/;
const counted = /^([iv]*(?:nx)*(?=np?[iv])|v(?=n$))n(?:p?[iv])*$/;

/** `1,5` is one and a half; `1,500` is so only for large units, and `1.500 g` may be either. */
function valueOf(digits: string, scale: number): number | null {
  const isSmall = scale <= 12;
  if (isSmall && /^[1-9]\d{0,2}\.\d{3}$/.test(digits)) return null;
  const isThousands = isSmall && /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(digits);
  const value = Number(isThousands ? digits.replaceAll(',', '') : digits.replace(',', '.'));
  return Number.isNaN(value) ? null : value;
}

function sized(count: number, amount: number, unit: Unit): Size {
  return { count, amount: Math.round(amount * 100) / 100, unit, approximate: false };
}

const weighed = /^(.*?)(?<![\w.,/-])((?:\d+ ?x ?)?\d+(?:\.\d+)? ?(?:k?g|gm|[cm]?l|ltr|pcs))$/;

/** Reads only a clear amount, alone, as the last word: names are full of other numbers. */
function sizeAtEndOf(name: string): Size | null {
  const [, before, size] = weighed.exec(name) ?? [];
  return size && before?.trim() ? sizeOf(size, before) : null;
}

function isSensible({ count, amount, unit }: Size): boolean {
  const isWhole = unit !== 'each' || Number.isInteger(amount);
  return count >= 1 && count <= 10_000 && amount > 0 && count * amount <= 1_000_000 && isWhole;
}
