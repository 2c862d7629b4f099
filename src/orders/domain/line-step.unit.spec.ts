import { describe, expect, it } from 'vitest';
import {
  isOpenTo,
  lineActions,
  type LineFacts,
  type LineStep,
  lineWay,
  writtenBy,
} from './line-step.js';
import type { LineStatus } from './line-status.js';
import type { OrderStatus } from './order-status.js';
import { type Substitute, whyUnsuitable } from './substitution.js';

const line = (more: Partial<LineFacts> = {}): LineFacts => ({
  productId: 'milk',
  unit: 'each',
  quantity: 3,
  status: 'pending',
  pickedQuantity: null,
  substitute: null,
  preference: 'refund',
  preferredProductId: null,
  fallback: 'refund',
  ...more,
});
const other = (more: Partial<Substitute> = {}): Substitute => ({
  productId: 'oat-milk',
  sku: 'OAT',
  name: 'Oat Milk',
  sizeLabel: null,
  unit: 'each',
  quantity: 3,
  priceMinor: 500,
  taxRateBasisPoints: 0,
  minimumAge: null,
  isAgreed: false,
  ...more,
});
const answerBy = new Date(0);

/** The status that the step leads the line to, or the guard that refuses it. */
function outcome(on: LineFacts, step: LineStep, role: 'picker' | 'customer' | 'system' = 'picker') {
  const found = lineWay({ ...on, ...writtenBy(on, step) }, step.action, { role });
  if ('transition' in found) return found.transition.to;
  return found.refusal.why === 'guard' ? found.refusal.guard : 'illegal';
}
const find = (quantity: number) => ({ action: 'find' as const, quantity });
const short = (quantity: number) => ({
  action: 'short' as const,
  quantity,
  reasonCode: 'out_of_stock' as const,
});
const substitute = (what = other()) => ({ action: 'substitute' as const, substitute: what });
const propose = (what = other()) => ({ action: 'propose' as const, substitute: what, answerBy });

describe('the quantity picked for a line', () => {
  it.each([
    ['each', 3, 2, 'whole_amount', 'short'],
    ['each', 3, 3, 'found', 'part_amount'],
    ['each', 3, 4, 'whole_amount', 'part_amount'],
    ['g', 1000, 799, 'whole_amount', 'short'],
    ['g', 1000, 800, 'found', 'part_amount'],
    ['g', 1000, 1200, 'found', 'part_amount'],
    ['g', 1000, 1201, 'whole_amount', 'part_amount'],
    ['g', 1, 1, 'found', 'part_amount'],
  ] as const)('%s: of %i ordered, %i', (unit, quantity, picked, whenFound, whenShort) => {
    expect(outcome(line({ unit, quantity }), find(picked))).toBe(whenFound);
    expect(outcome(line({ unit, quantity }), short(picked))).toBe(whenShort);
  });
});

describe('substitutes', () => {
  it.each([
    ['similar', 'oat-milk', 'substituted', 'substitute_proposed'],
    ['chosen', 'oat-milk', 'substituted', 'substitute_proposed'],
    ['chosen', 'soy-milk', 'substitute_allowed', 'substitute_proposed'],
    ['contact', 'oat-milk', 'substitute_allowed', 'substitute_proposed'],
    ['refund', 'oat-milk', 'substitute_allowed', 'must_ask'],
  ] as const)('for who wants %s, %s', (preference, productId, direct, asked) => {
    const wishing = line({ preference, preferredProductId: 'oat-milk' });
    expect(outcome(wishing, substitute(other({ productId })))).toBe(direct);
    expect(outcome(wishing, propose(other({ productId })))).toBe(asked);
  });

  it('are sold, in the same currency, without further allergens or a higher age', () => {
    const ordered = { minimumAge: 18, currency: 'AED' };
    const fit = { published: true, currency: 'AED', minimumAge: 18, addedAllergens: [] };
    expect(whyUnsuitable(ordered, fit)).toEqual([]);
    expect(whyUnsuitable(ordered, { ...fit, minimumAge: 21 })).toEqual(['minimum-age']);
    expect(whyUnsuitable({ ...ordered, minimumAge: null }, fit)).toEqual(['minimum-age']);
    const bad = { published: false, currency: 'KWD', minimumAge: 21, addedAllergens: ['nuts'] };
    expect(whyUnsuitable(ordered, bad)).toEqual([
      'not-sold',
      'currency',
      'minimum-age',
      'allergens',
    ]);
  });
});

describe('a greater weight', () => {
  const cheese = line({ unit: 'g', quantity: 1000 });
  const heavy = (quantity: number) => other({ productId: 'milk', unit: 'g', quantity });

  it('is proposed, whatever the preference; a slightly greater one and pieces are not', () => {
    expect(outcome(cheese, propose(heavy(1201)))).toBe('substitute_proposed');
    expect(outcome(cheese, propose(heavy(1200)))).toBe('must_ask');
    expect(outcome(line(), propose(heavy(3)))).toBe('must_ask');
    expect(outcome({ ...cheese, preference: 'contact' }, substitute(heavy(1300)))).toBe(
      'substitute_allowed',
    );
  });

  it('is found when it is approved, and goes back on the shelf when it is declined', () => {
    const proposed = { ...cheese, ...writtenBy(cheese, propose(heavy(1300))) };
    const waiting = { ...proposed, status: 'substitute_proposed' as const };
    expect(outcome(waiting, { action: 'approve' }, 'customer')).toBe('found');
    expect(writtenBy(waiting, { action: 'approve' })).toMatchObject({
      pickedQuantity: 1300,
      substitute: { isAgreed: true },
    });
    expect(writtenBy(waiting, { action: 'decline' })).toEqual({
      pickedQuantity: 0,
      reasonCode: 'not_wanted',
      substitute: null,
      answerBy: null,
    });
  });
});

describe('a proposal', () => {
  const waiting = (fallback: 'accept' | 'refund', what = other()) =>
    line({ status: 'substitute_proposed', substitute: what, preference: 'contact', fallback });

  it('that nobody answers follows the customer’s fallback', () => {
    const lapse = { action: 'lapse' as const };
    expect(outcome(waiting('accept'), lapse, 'system')).toBe('substituted');
    expect(outcome(waiting('refund'), lapse, 'system')).toBe('refunded');
    const weight = other({ productId: 'milk' });
    expect(outcome(waiting('accept', weight), lapse, 'system')).toBe('found');
    expect(writtenBy(waiting('accept'), lapse).substitute?.isAgreed).toBe(false);
    expect(writtenBy(waiting('refund'), lapse)).toMatchObject({ reasonCode: 'out_of_stock' });
  });
});

describe('a line offers', () => {
  const actor = (role: 'picker' | 'customer' | 'admin') => ({ accountId: 'pat', role });
  const offered = (
    on: Partial<LineFacts>,
    role: 'picker' | 'customer' | 'admin' = 'picker',
    status: OrderStatus = 'picking',
    pickerId: string | null = 'pat',
  ) => lineActions({ status, pickerId }, line(on), actor(role));

  it('its picker every possible result', () => {
    expect(offered({})).toEqual(['find', 'short', 'refund']);
    expect(offered({ quantity: 1 })).toEqual(['find', 'refund']);
    expect(offered({ unit: 'g', quantity: 500 })).toEqual(['find', 'short', 'refund', 'propose']);
    expect(offered({ preference: 'contact' })).toEqual(['find', 'short', 'refund', 'propose']);
    expect(offered({ preference: 'similar' })).toEqual([
      'find',
      'short',
      'refund',
      'substitute',
      'propose',
    ]);
    expect(offered({ status: 'substitute_proposed' })).toEqual(['withdraw']);
    for (const status of ['found', 'short', 'substituted', 'refunded'] as LineStatus[]) {
      expect(offered({ status })).toEqual(['reset']);
    }
  });

  it('its customer an answer, even while nobody picks', () => {
    const asked = { status: 'substitute_proposed' as const, substitute: other() };
    expect(offered(asked, 'customer')).toEqual(['approve', 'decline']);
    expect(offered(asked, 'customer', 'accepted', null)).toEqual(['approve', 'decline']);
    expect(offered(asked, 'customer', 'cancelled')).toEqual([]);
    expect(offered({}, 'customer')).toEqual([]);
  });

  it('nothing to another picker or an admin, nor before or after picking', () => {
    expect(offered({}, 'picker', 'picking', 'ann')).toEqual([]);
    expect(offered({}, 'admin')).toEqual([]);
    expect(offered({}, 'picker', 'accepted', null)).toEqual([]);
    expect(offered({}, 'picker', 'ready')).toEqual([]);
  });
});

it('takes no step a second time', () => {
  const steps = ['find', 'short', 'refund', 'substitute', 'propose', 'withdraw', 'reset'];
  const ends: LineStatus[][] = [
    ['found'],
    ['short'],
    ['refunded'],
    ['substituted'],
    ['substitute_proposed'],
    ['pending'],
    ['pending'],
  ];
  for (const [index, action] of steps.entries()) {
    for (const status of ends[index]!) {
      expect(isOpenTo(status, action, { role: 'picker' })).toBe(false);
    }
  }
});
