import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import { allowedActions, type OrderFacts } from './order-facts.js';
import { hasTaken, orderMachine, type OrderStatus } from './order-status.js';

const facts = (status: OrderStatus, more: Partial<OrderFacts> = {}): OrderFacts => ({
  status,
  pickerId: null,
  cancelRequestedAt: null,
  needsDispatchAt: null,
  lines: [{ status: 'pending' }],
  totals: { total: money(1000, 'AED') },
  payment: { hold: null },
  ...more,
});
const someone = (role: Parameters<typeof allowedActions>[1]['role']) => ({ accountId: 'a', role });

describe('the order lifecycle', () => {
  it('ends delivered, or in one of four ways before', () => {
    expect(orderMachine.statuses.filter((status) => orderMachine.isTerminal(status))).toEqual([
      'delivered',
      'cancelled',
      'rejected',
      'expired',
      'returned',
    ]);
  });

  it('knows the statuses that an action may have led to', () => {
    expect(hasTaken('start', 'picking')).toBe(true);
    expect(hasTaken('start', 'accepted')).toBe(false);
    expect(hasTaken('ready', 'cancelled')).toBe(true);
    expect(hasTaken('request-cancel', 'picking')).toBe(false);
  });

  it('gives everything back on every end before collection', () => {
    const undone = orderMachine.edges().filter(({ to }) => {
      return to === 'cancelled' || to === 'rejected' || to === 'expired';
    });
    expect(undone.length).toBe(10);
    for (const { effects } of undone) {
      expect(effects).toContain('give_back_slot');
      expect(effects).toContain('release_payment');
      // An empty bag was settled already: nothing is reserved any more.
      const stock = ['give_back_stock', 'settle_stock'].filter((each) =>
        effects?.includes(each as never),
      );
      expect(stock.length).toBe(1);
    }
  });

  it('notes the time of delivery on every way to the door', () => {
    const handedOver = orderMachine.edges().filter(({ to }) => to === 'delivered');
    expect(handedOver.map(({ from }) => from)).toEqual(['out_for_delivery']);
    for (const { effects } of handedOver) expect(effects).toContain('note_delivery');
  });

  it('offers each role its own actions', () => {
    expect(allowedActions(facts('placed'), someone('picker'))).toEqual(['accept', 'reject']);
    expect(allowedActions(facts('placed'), someone('customer'))).toEqual(['cancel']);
    expect(allowedActions(facts('picking'), someone('customer'))).toEqual(['request-cancel']);
    const asked = facts('picking', { cancelRequestedAt: new Date(0) });
    expect(allowedActions(asked, someone('customer'))).toEqual([]);
    expect(allowedActions(facts('ready'), someone('driver'))).toEqual(['collect']);
    expect(allowedActions(facts('ready'), someone('admin'))).toEqual(['cancel']);
    expect(allowedActions(facts('ready'), someone('customer'))).toEqual([]);
    const undeliverable = facts('ready', { needsDispatchAt: new Date(0) });
    expect(allowedActions(undeliverable, someone('customer'))).toEqual(['cancel']);
    for (const role of ['dispatcher', 'admin'] as const) {
      const underWay = allowedActions(facts('out_for_delivery'), someone(role));
      expect(underWay).toEqual(['deliver', 'fail', 'hand-over']);
      const failed = allowedActions(facts('delivery_failed'), someone(role));
      expect(failed).toEqual(['redeliver', 'return']);
    }
    expect(allowedActions(facts('out_for_delivery'), someone('picker'))).toEqual([]);
    expect(allowedActions(facts('delivered'), someone('admin'))).toEqual([]);
  });

  it('offers `ready` to the picker whose lines are done, within the hold', () => {
    const done = { pickerId: 'a', lines: [{ status: 'found' as const }] };
    const offered = (more: Partial<OrderFacts>) =>
      allowedActions(facts('picking', more), someone('picker'));
    expect(offered(done)).toEqual(['release', 'ready']);
    expect(offered({ ...done, pickerId: 'b' })).toEqual([]);
    expect(offered({ ...done, lines: [{ status: 'substitute_proposed' }] })).toEqual(['release']);
    expect(offered({ ...done, lines: [{ status: 'refunded' }] })).toEqual(['release', 'ready']);
    expect(offered({ ...done, payment: { hold: money(999, 'AED') } })).toEqual(['release']);
    expect(offered({ ...done, payment: { hold: money(1000, 'AED') } })).toEqual([
      'release',
      'ready',
    ]);
  });

  it('ends every walk that does not turn back', () => {
    const onward = orderMachine
      .edges()
      .filter(({ from, to }) => from !== to)
      .filter(({ action }) => !['release', 'redeliver', 'resume'].includes(action));
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }), (choices) => {
        let status: OrderStatus = 'pending_payment';
        for (const choice of choices) {
          const open = onward.filter(({ from }) => from === status);
          if (open.length > 0) status = open[choice % open.length]!.to;
        }
        expect(orderMachine.isTerminal(status)).toBe(true);
      }),
    );
  });
});
