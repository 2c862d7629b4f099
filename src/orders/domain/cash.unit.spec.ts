import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { cashToCollect, changeToBring } from './cash.js';

const aed = (amountMinor: number) => money(amountMinor, 'AED');
type Order = Parameters<typeof changeToBring>[0];
const order = (method: string, changeFor: number | null = null) =>
  ({
    totals: { total: aed(5055), rounding: aed(-5) },
    payment: { method },
    changeFor: changeFor === null ? null : aed(changeFor),
  }) as Order;

describe('cash at the door', () => {
  it('is the total as coins can pay it, and nothing where a card pays', () => {
    expect(cashToCollect(order('cash_on_delivery'))).toEqual(aed(5050));
    expect(cashToCollect(order('card_on_delivery'))).toEqual(aed(0));
    expect(cashToCollect(order('card'))).toEqual(aed(0));
  });

  it.each([
    [null, null],
    [10_000, 4950],
    [5050, 0],
    [5000, 0],
  ])('needs, for %s, this change: %s', (changeFor, change) => {
    const brought = changeToBring(order('cash_on_delivery', changeFor));
    expect(brought).toEqual(change === null ? null : aed(change));
  });
});
