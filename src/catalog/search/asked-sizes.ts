// Sizes in a search, such as “500 g”, “0.5kg” and “1,5 l”.

/** A size as it was typed, and texts of `tsquery` that find it. */
export interface AskedSize {
  readonly typed: string;
  readonly query: string;
}

/** What one of a unit is, in grams or millilitres. */
const units: Readonly<Record<string, readonly [amount: number, unit: 'g' | 'ml']>> = {
  g: [1, 'g'],
  gr: [1, 'g'],
  gm: [1, 'g'],
  gms: [1, 'g'],
  gram: [1, 'g'],
  grams: [1, 'g'],
  г: [1, 'g'],
  kg: [1000, 'g'],
  kgs: [1000, 'g'],
  kilo: [1000, 'g'],
  кг: [1000, 'g'],
  ml: [1, 'ml'],
  мл: [1, 'ml'],
  cl: [10, 'ml'],
  dl: [100, 'ml'],
  l: [1000, 'ml'],
  lt: [1000, 'ml'],
  ltr: [1000, 'ml'],
  liter: [1000, 'ml'],
  litre: [1000, 'ml'],
  liters: [1000, 'ml'],
  litres: [1000, 'ml'],
  л: [1000, 'ml'],
};

/** Further sizes are read as words. */
const mostSizes = 5;

const size = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:\d{1,3}\s?[x×*]\s?)?(\d{0,5}(?:[.,]\d{1,3})?)\s?(${Object.keys(units).join('|')})(?![\p{L}\d])`,
  'gu',
);

/** The sizes of a search in lower case, and the rest of it. */
export function sizesIn(q: string): {
  readonly sizes: readonly AskedSize[];
  readonly rest: string;
} {
  const sizes: AskedSize[] = [];
  const rest = q.replaceAll(size, (typed: string, digits: string, unit: string) => {
    const amount = Number(`0${digits.replace(',', '.')}`) * units[unit]![0];
    if (digits === '' || amount === 0 || sizes.length === mostSizes) return typed;
    sizes.push({ typed, query: queryOf(digits, unit, amount) });
    return ' ';
  });
  return { sizes, rest };
}

/** The size by what its label comes to, or written alike in a name or a label that is unclear. */
function queryOf(digits: string, unit: string, amount: number): string {
  const parts = digits.split(/[.,]/).filter((part) => part !== '');
  const number = parts.map((part) => `'${part}'`);
  const together = [...number.slice(0, -1), `'${parts.at(-1)}${unit}'`].join(' <-> ');
  return `('${lexemeOf(amount)}${units[unit]![1]}' | ${together} | ${number.join(' <-> ')} <-> '${unit}')`;
}

/** As `size_words` of the database writes an amount: 4.5 is 4d5. */
const lexemeOf = (amount: number) => String(Number(amount.toFixed(3))).replace('.', 'd');
