import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cataloguePath, hasRealInput } from '../../../test/support/real-input.js';
import { readCatalogue } from '../import/catalog-file.js';
import { parseSizeLabel } from './size-label.js';

/** `8 × 180 ml`, with `~` before what is approximate. */
const shown = (label: string, name?: string) => {
  const size = parseSizeLabel(label, name);
  if (!size) return null;
  return `${size.approximate ? '~' : ''}${size.count} × ${size.amount} ${size.unit}`;
};

describe('a size label', () => {
  it.each([
    ['200ml', '1 × 200 ml'],
    ['1.5 L', '1 × 1500 ml'],
    ['1,5 l', '1 × 1500 ml'],
    ['0,125kg', '1 × 125 g'],
    ['1,500 g', '1 × 1500 g'],
    ['1,125 kg', '1 × 1125 g'],
    ['33cl', '1 × 330 ml'],
    ['9 Lt', '1 × 9000 ml'],
    ['  2  KG ', '1 × 2000 g'],
    ['200gms', '1 × 200 g'],
    ['1kg Bag', '1 × 1000 g'],
    ['250g pc', '1 × 250 g'],
    ['65gm (cup)', '1 × 65 g'],
    ['0.5G', '1 × 0.5 g'],
    ['12oz', '1 × 340.19 g'],
    ['12 fl oz', '1 × 354.88 ml'],
    ['10lbs', '1 × 4535.92 g'],
    ['1gal', '1 × 3785.41 ml'],
  ])('“%s” is an amount: %s', (label, size) => expect(shown(label)).toBe(size));

  it.each([
    ['8x180ml', '8 × 180 ml'],
    ['6 X100g', '6 × 100 g'],
    ['5×5g', '5 × 5 g'],
    ['4*1.5L', '4 × 1500 ml'],
    ['2 x 6 x 330ml', '12 × 330 ml'],
    ['6x(20x2g) pkt', '120 × 2 g'],
    ['4sx50g', '4 × 50 g'],
    ['6x2 ltrs.', '6 × 2000 ml'],
    ['2x50s', '2 × 50 each'],
    ['3x5pcs', '3 × 5 each'],
  ])('“%s” is packs of an amount: %s', (label, size) => expect(shown(label)).toBe(size));

  it.each([
    ['6 pcs', '1 × 6 each'],
    ['12s', '1 × 12 each'],
    ["30's", '1 × 30 each'],
    ['1 bunch', '1 × 1 each'],
    ['bunch', '1 × 1 each'],
    ['dozen', '1 × 12 each'],
    ['2 dozen', '1 × 24 each'],
    ['half a dozen', '1 × 6 each'],
    ['4pcs/pack', '1 × 4 each'],
    ['30pcs - 10 Gallon', '1 × 30 each'],
    ['46x52cm - 30pcs', '1 × 30 each'],
    ['2ply 4s', '1 × 4 each'],
  ])('“%s” is pieces: %s', (label, size) => expect(shown(label)).toBe(size));

  it.each([
    ['approx 1 kg', '~1 × 1000 g'],
    ['Approx. 500g', '~1 × 500 g'],
    ['Typically: 2.25kg', '~1 × 2250 g'],
    ['~ 300 g', '~1 × 300 g'],
    ['400g-500g', '~1 × 450 g'],
    ['1 - 1,5 kg', '~1 × 1250 g'],
    ['4-5kg', '~1 × 4500 g'],
  ])('“%s” is about: %s', (label, size) => expect(shown(label)).toBe(size));

  it.each([
    ['500g + 100g free', '1 × 600 g'],
    ['750g+250g', '1 × 1000 g'],
    [' 5+2kg', '1 × 7000 g'],
    ['2x1.5L+750ml', '1 × 3750 ml'],
    ['1kg+15%', '1 × 1150 g'],
    ['4x1kg+Jar Free', '4 × 1000 g'],
    ['500g(50pc)', '1 × 500 g'],
    ['1000g - 8-10pcs', '1 × 1000 g'],
    ['10kg - 2-3mm', '1 × 10000 g'],
  ])('“%s” is a whole: %s', (label, size) => expect(shown(label)).toBe(size));

  it.each([
    ['', 'says nothing'],
    ['Size 4', 'is no amount'],
    ['50cm', 'is a length'],
    ['43x56x14cm', 'is a room'],
    ['120mg', 'is a dose, if anything'],
    ['5k', 'may be a slip'],
    ['1 x 20', 'has no unit'],
    ['10+4', 'has no unit'],
    ['180g/200g', 'says two things'],
    ['7L/2.55kg', 'says two things'],
    ['2x1.5L+1kg', 'adds oil to flour'],
    ['4.2lb+16oz', 'adds what may be coal to what may be its lighter'],
    ['18s-7g', 'may be each or all'],
    ['Buy 1 Get 1 Free', 'is an offer'],
    ['500g-400g', 'goes down'],
    ['0g', 'is nothing'],
    ['99999kg', 'is no pack'],
    ['1.5 pcs', 'is no number of pieces'],
    [`${'9'.repeat(39)}g`, 'is beyond all'],
  ])('“%s” stays text: it %s', (label) => expect(shown(label)).toBeNull());

  it('of ounces is read by what the product is', () => {
    expect(shown('16oz', 'White Vinegar')).toBe('1 × 473.18 ml');
    expect(shown('16oz', 'Mayonnaise')).toBe('1 × 453.59 g');
  });

  it('that states a vessel’s volume is not an amount of goods', () => {
    expect(shown('8oz', 'Foam Cups')).toBeNull();
    expect(shown('15gallon', 'Garbage Bag Large')).toBeNull();
    expect(shown('25pcs - 6oz', 'Foam Cups')).toBe('1 × 25 each');
  });

  it('that is empty is replaced by the end of the name', () => {
    expect(shown('', 'Milk 1L')).toBe('1 × 1000 ml');
    expect(shown(' ', 'Juice 8x180ml')).toBe('8 × 180 ml');
    for (const name of ['2400cc Container', 'Milk 1L Fresh', '7 Up', 'Vitamin B12', '1L', 'A-5g']) {
      expect(shown('', name), name).toBeNull();
    }
    expect(shown('Family', 'Milk 1L')).toBeNull();
  });

  it('is read quickly, however long', () => {
    const started = performance.now();
    for (const one of ['1x', '1 ', '1-', '1,', 'a+', '('])
      shown(one.repeat(10_000), one.repeat(9999));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe.skipIf(!hasRealInput)('the real catalogue (needs the folder of real input)', () => {
  it('has sizes that can be read, except for a known few', async () => {
    let rows = 0;
    const leftovers = new Map<string, number>();
    for await (const record of readCatalogue(createReadStream(cataloguePath), 'AED')) {
      if (!('row' in record)) continue;
      rows += 1;
      const { sizeLabel, name } = record.row;
      if (parseSizeLabel(sizeLabel ?? '', name)) continue;
      const shape = (sizeLabel ?? '').replaceAll(/\d+(?:\.\d+)?/g, 'N');
      leftovers.set(shape, (leftovers.get(shape) ?? 0) + 1);
    }
    const unread = [...leftovers.values()].reduce((sum, count) => sum + count, 0);
    const common = [...leftovers].toSorted((a, b) => b[1] - a[1]).slice(0, 12);
    expect([rows, unread], JSON.stringify(common)).toEqual([12_949, 294]);
  });
});
