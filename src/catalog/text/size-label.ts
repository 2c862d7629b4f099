/** A product's size by its label: `count` packs of `amount` grams, millilitres or pieces. */
export interface Size {
  readonly count: number;
  /** Of one pack; rounded to hundredths. */
  readonly amount: number;
  readonly unit: 'g' | 'ml' | 'each';
  /** The label gives an approximate amount, as for cut or grown goods. */
  readonly approximate: boolean;
}

/**
 * Reads a size as grocers write it: `8x180ml`, `approx 1 kg`, `500g + 100g free`, `12s`, `1 bunch`.
 * Null for labels that state no amount (`50cm`, `Size 4`) or an ambiguous one (`180g/200g`,
 * `10+4`): a wrong size shows a wrong price per kilogram, a missing one shows none.
 *
 * `name` is the product's. It decides whether an ounce is of weight or of a liquid, tells the
 * volume of a vessel from its content, and, where the label is empty, may end in the size: `Milk
 * 1L`.
 */
export function parseSizeLabel(label: string, name = ''): Size | null {
  const text = plain(label);
  const size = text === '' ? sizeAtEndOf(plain(name)) : sizeOf(text, plain(name));
  return size && isSensible(size) ? size : null;
}

type Unit = Size['unit'];

const scales: readonly [pattern: string, unit: Unit, scale: number][] = [
  ['kgs?|kilos?|kilograms?', 'g', 1000],
  ['g|gms?|grms?|grams?', 'g', 1],
  ['lbs?|pounds?', 'g', 453.59237],
  ['fl\\.? ?oz|fluid ounces?', 'ml', 29.5735295625],
  ['oz|ounces?', 'g', 28.349523125],
  ['mls?|millilitres?|milliliters?', 'ml', 1],
  ['cl', 'ml', 10],
  ['l|lt|ltrs?|litres?|liters?', 'ml', 1000],
  ['gal|gallons?', 'ml', 3785.411784],
  ['dozens?', 'each', 12],
  [
    's|pcs?|pieces?|ct|each|sets?|kits?|packs?|packets?|pkts?|box|boxes|rolls?|bunch|bunches|' +
      'bags?|tea ?bags?|tabs|tablets?|caps|capsules?|sheets?|slices?|bars?|ears?|vials?|pouch|' +
      'pouches|platters?',
    'each',
    1,
  ],
];
const anyUnit = scales.map(([pattern]) => pattern).join('|');
const number = String.raw`\d+(?:[.,]\d+)*`;
const container = 'packs?|pcs?|bags?|pkts?|bundles?|box|bottles?|cans?|jars?|tins?|tubs?|cups?';
const dimension = String.raw`${number}(?:(?: ?- ?| ?x ?)${number})* ?(?:mm|cm|cms|"|ply|oz|gallons?)`;

/** `8x180ml`, `3x9x21g`, `4sx50g`. */
const term = new RegExp(`^((?:\\d+ ?(?:s|p|pcs?)? ?x ?)*)(${number}) ?(${anyUnit})$`);
const range = new RegExp(`^(${number}) ?(${anyUnit})? ?(?:-|to) ?(${number}) ?(${anyUnit})$`);
const roughly = /^(?:approx(?:imately|\.)?|about|circa|ca\.?|typically|average|avg\.?|~)[ :]*/;
/** How the amount is wrapped, cut or ground: it states no other amount. */
const aside = new RegExp(
  `(?<=[a-z]) ?(?:[-/(]? ?(?:${container}|coarse|fine)\\)?|- ${dimension})$`,
);
/** The pieces that make up a stated weight: `500g(50pc)`, `200g - 10 slices`. */
const pieces = /(?<=\d ?(?:k?g|ml|l)) ?[-(] ?\d+(?:-\d+)? ?(?:pcs?|slices|portions)\)?$/;
const gift = /(?<=[a-z]) ?\+ ?[a-z ]+$/;

const liquid =
  /\b(?:hot sauce|hot wing sauce|dressing|vinegar|syrup|oil|shampoo|conditioner|spray|wash|juice|water|drink|soda|bleach|cleaner|shine|destroyer|bath)\b/;
const vessel =
  /\b(?:(?:paper|foam|clear|keep|coffee) cups?|mugs?|tumblers?|flasks?|jugs?|kettles?|blenders?|bags?|bins?|basins?|buckets?|coolers?|c(?:on|n)tainers?|trash roll|foil|vac|drink mate|toaster|cooker|fryer|thermos|feeder)\b/;
const weighed = /^(.*?)(?<![\w.,/-])((?:\d+ ?x ?)?\d+(?:\.\d+)? ?(?:k?g|gm|[cm]?l|ltr|pcs))$/;

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[×*]/g, 'x')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function sizeOf(label: string, name: string): Size | null {
  const approximate = roughly.test(label);
  const text = label
    .replace(roughly, '')
    .replace(/(?<=[a-z])\.$/, '')
    .replace("'s", 's')
    .replace(/^(\d+ ?x ?)\((.+)\)/, '$1$2')
    .replace(/ ?free$/, '')
    .replace(gift, '')
    .replace(pieces, '')
    .replace(aside, '')
    .replace(new RegExp(`^${dimension}(?: - | )(?=\\d+ ?(?:s|pcs)$)`), '')
    .replace(/^half (?:a )?dozen$/, '6 pcs')
    .replace(/^(?=(?:dozen|bunch|each|piece)$)/, '1 ');
  const read = rangeOf(text, name) ?? sumOf(text, name);
  return read && { ...read, approximate: approximate || read.approximate };
}

/** The middle of `400g-500g`: the pack holds something between. */
function rangeOf(text: string, name: string): Size | null {
  const [, from, fromUnit, to, unit] = range.exec(text) ?? [];
  if (!from || !to || !unit) return null;
  const [least, most] = [termOf(`${from}${fromUnit ?? unit}`, name), termOf(`${to}${unit}`, name)];
  if (!least || least.unit !== most?.unit || least.amount > most.amount) return null;
  return { ...most, amount: (least.amount + most.amount) / 2, approximate: true };
}

/** `500g + 100g`, `5+2kg`, `1kg+15%`; only of one kind: oil with flour has no sum. */
function sumOf(text: string, name: string): Size | null {
  const parts = text.split('+').map((part) => part.trim());
  if (parts.length === 1) return termOf(text, name);
  const bonus = /^(\d{1,2})%$/.exec(parts.at(-1)!)?.[1];
  if (bonus) parts.pop();
  const lastUnit = /[a-z]+$/.exec(parts.at(-1)!)?.[0];
  if (!lastUnit || /^(?:oz|lbs?)$/.test(lastUnit)) return null;
  const sizes = parts.map((part) => termOf(/^\d+$/.test(part) ? part + lastUnit : part, name));
  const [first] = sizes;
  if (!first || sizes.some((size) => size?.unit !== first.unit)) return null;
  const sum = sizes.reduce((total, size) => total + size!.count * size!.amount, 0);
  const amount = bonus ? sum * (1 + Number(bonus) / 100) : sum;
  return { ...first, count: 1, amount: rounded(amount) };
}

function termOf(text: string, name: string): Size | null {
  const [, packs, digits, written] = term.exec(text) ?? [];
  if (packs === undefined || !digits || !written) return null;
  const isFluidOunce = /^(?:oz|ounces?)$/.test(written) && liquid.test(name);
  const [, unit, scale] = scaleOf(isFluidOunce ? 'fl oz' : written);
  const holds = unit === 'ml' || written === 'oz';
  if (holds && vessel.test(name)) return null;
  const count = (packs.match(/\d+/g) ?? []).reduce((product, each) => product * Number(each), 1);
  const amount = rounded(valueOf(digits, scale) * scale);
  return { count, amount, unit, approximate: false };
}

const scaleOf = (written: string) =>
  scales.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(written))!;

/** `1,5` is one and a half; `1,500` is so only for large units, such as kilograms. */
function valueOf(digits: string, scale: number): number {
  const isThousands = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(digits) && scale <= 12;
  return Number(isThousands ? digits.replaceAll(',', '') : digits.replace(',', '.'));
}

const rounded = (amount: number) => Math.round(amount * 100) / 100;

/** Reads only a clear amount, alone, as the last word: names are full of other numbers. */
function sizeAtEndOf(name: string): Size | null {
  const [, before, size] = weighed.exec(name) ?? [];
  return size && before?.trim() ? sizeOf(size, before) : null;
}

function isSensible({ count, amount, unit }: Size): boolean {
  const isWhole = unit !== 'each' || Number.isInteger(amount);
  return count >= 1 && count <= 10_000 && amount > 0 && count * amount <= 1_000_000 && isWhole;
}
