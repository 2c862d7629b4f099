import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { isOpenTo, type LineFacts, type LineStep, lineWay, writtenBy } from './line-step.js';
import type { ActorRole } from './order-status.js';
import {
  bagOf,
  charged,
  type Goods,
  type LedgerLine,
  missingFrom,
  reservedBy,
  substituteHeld,
} from './order-ledger.js';
import { lineTotal, totalsOf, type Unit } from './pricing.js';
import { fallbacks, preferences, type Substitute } from './substitution.js';

type Line = LedgerLine & LineFacts & { readonly answerBy: Date | null };

const aed = (amountMinor: number) => money(amountMinor, 'AED');
const products = ['A', 'B', 'C'];

const aLine = fc.record({
  productId: fc.constantFrom(...products),
  unit: fc.constantFrom<Unit>('each', 'g'),
  quantity: fc.integer({ min: 1, max: 3000 }),
  priceMinor: fc.integer({ min: 1, max: 100_000 }),
  taxRateBasisPoints: fc.constantFrom(0, 500),
  preference: fc.constantFrom(...preferences),
  preferredProductId: fc.constantFrom(null, ...products),
  fallback: fc.constantFrom(...fallbacks),
});
const aStep = fc.record({
  of: fc.nat(9),
  action: fc.constantFrom<LineStep['action']>(
    'find',
    'short',
    'refund',
    'substitute',
    'propose',
    'approve',
    'decline',
    'lapse',
    'withdraw',
    'reset',
  ),
  productId: fc.constantFrom(...products),
  percent: fc.integer({ min: 1, max: 160 }),
  priceMinor: fc.integer({ min: 1, max: 200_000 }),
  reasonCode: fc.constantFrom('out_of_stock' as const, 'damaged' as const, 'not_wanted' as const),
});

function ordered({ priceMinor, ...line }: Drawn): Line {
  const open = {
    status: 'pending' as const,
    pickedQuantity: null,
    reasonCode: null,
    answerBy: null,
  };
  return { ...line, ...open, sku: line.productId, price: aed(priceMinor), substitute: null };
}
type Valued<T> = T extends fc.Arbitrary<infer V> ? V : never;
type Drawn = Valued<typeof aLine>;
type Try = Valued<typeof aStep>;

function stepOn(line: Line, { action, productId, percent, priceMinor, reasonCode }: Try): LineStep {
  const quantity = Math.max(1, Math.round((line.quantity * percent) / 100));
  const isSame = productId === line.productId;
  const substitute: Substitute = {
    productId,
    sku: productId,
    name: productId,
    sizeLabel: null,
    unit: isSame ? line.unit : 'each',
    quantity,
    priceMinor: isSame ? line.price.amountMinor : priceMinor,
    taxRateBasisPoints: 500,
    minimumAge: null,
    isAgreed: false,
  };
  switch (action) {
    case 'find':
      return { action, quantity };
    case 'short':
      return { action, quantity, reasonCode };
    case 'refund':
      return { action, reasonCode };
    case 'substitute':
      return { action, substitute };
    case 'propose':
      return { action, substitute, answerBy: new Date(0) };
    default:
      return { action };
  }
}

const roleOf = (action: string): ActorRole => {
  if (action === 'lapse') return 'system';
  return action === 'approve' || action === 'decline' ? 'customer' : 'picker';
};

/** Takes the step if it is allowed, and books the reservations of its effects. */
function take(line: Line, tried: Try, reserved: Map<string, number>): Line {
  const role = roleOf(tried.action);
  if (!isOpenTo(line.status, tried.action, { role })) return line;
  const step = stepOn(line, tried);
  const next: Line = { ...line, ...writtenBy(line, step) };
  const found = lineWay(next, tried.action, { role });
  if ('refusal' in found) return line;
  const { to, effects = [] } = found.transition;
  const moved: Line = { ...next, status: to };
  if (effects.includes('release_substitute')) count(reserved, substituteHeld(line), -1);
  if (effects.includes('reserve_substitute')) count(reserved, substituteHeld(moved), 1);
  return moved;
}

function count(sums: Map<string, number>, goods: readonly Goods[], sign: 1 | -1) {
  for (const { productId, quantity } of goods) {
    const sum = (sums.get(productId) ?? 0) + sign * quantity;
    if (sum === 0) sums.delete(productId);
    else sums.set(productId, sum);
  }
  return sums;
}
const summed = (goods: readonly Goods[]) => count(new Map(), goods, 1);
const sumOf = (lines: readonly Line[]) =>
  lines.reduce((sum, line) => {
    const price = charged(line);
    return sum + (price ? lineTotal(price).amountMinor : 0);
  }, 0);

function check(lines: readonly Line[], reserved: Map<string, number>): void {
  expect(reserved).toEqual(summed(reservedBy('picking', lines)));
  const fee = { code: 'delivery' as const, amount: aed(700) };
  const { total } = totalsOf(
    'AED',
    lines.flatMap((line) => charged(line) ?? []),
    [fee],
  );
  expect(total).toEqual(aed(sumOf(lines) + 700));
  for (const line of lines) {
    const price = charged(line);
    const cost = price ? lineTotal(price).amountMinor : 0;
    expect(cost).toBeGreaterThanOrEqual(0);
    const heavy = { ...line, quantity: Math.ceil(line.quantity * 1.2) };
    const unasked = lineTotal(line.unit === 'g' ? heavy : line).amountMinor;
    expect(cost <= unasked || line.substitute?.isAgreed).toBe(true);
  }
  for (const { quantity } of [...bagOf(lines), ...missingFrom(lines)]) {
    expect(quantity).toBeGreaterThanOrEqual(0);
  }
}

describe('the ledger of an order', () => {
  it('follows any steps, and is at the start again when they are undone', () => {
    const walk = fc.property(
      fc.array(aLine, { minLength: 1, maxLength: 4 }),
      fc.array(aStep, { minLength: 1, maxLength: 40 }),
      (drawn, steps) => {
        const start = drawn.map(ordered);
        let lines = start;
        const reserved = summed(reservedBy('picking', start));
        for (const tried of steps) {
          const at = tried.of % lines.length;
          lines = lines.map((line, index) => (index === at ? take(line, tried, reserved) : line));
          check(lines, reserved);
        }
        for (const action of ['withdraw', 'reset'] as const) {
          lines = lines.map((line) => take(line, { ...steps[0]!, action }, reserved));
        }
        expect(lines).toEqual(start);
        expect(reserved).toEqual(summed(reservedBy('picking', start)));
      },
    );
    fc.assert(walk, { numRuns: 200 });
  });

  const replaced = (substitute: Partial<Substitute>): Line => ({
    ...ordered({
      productId: 'A',
      unit: 'each',
      quantity: 2,
      priceMinor: 500,
      taxRateBasisPoints: 500,
      preference: 'similar',
      preferredProductId: null,
      fallback: 'refund',
    }),
    status: 'substituted',
    substitute: {
      productId: 'B',
      sku: 'B',
      name: 'B',
      sizeLabel: null,
      unit: 'each',
      quantity: 2,
      priceMinor: 600,
      taxRateBasisPoints: 500,
      minimumAge: null,
      isAgreed: false,
      ...substitute,
    },
  });

  it('charges substitutes at their price, and without consent no more than ordered', () => {
    const totalOf = (line: Line) => totalsOf('AED', [charged(line)!], []);
    expect(totalOf(replaced({ priceMinor: 400 })).total).toEqual(aed(800));
    expect(totalOf(replaced({})).total).toEqual(aed(1000));
    expect(totalOf(replaced({})).taxes).toEqual([{ rateBasisPoints: 500, amount: aed(48) }]);
    expect(totalOf(replaced({ isAgreed: true })).total).toEqual(aed(1200));
  });
});
