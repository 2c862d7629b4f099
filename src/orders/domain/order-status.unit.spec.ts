import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedActions,
  checkLifecycle,
  firstStatus,
  isTerminal,
  orderStatuses,
  transitionBetween,
  transitions,
} from './order-status.js';

describe('the order lifecycle', () => {
  it('reaches every status', () => {
    expect(() => checkLifecycle()).not.toThrow();
    expect(() => checkLifecycle(transitions.filter(({ to }) => to !== 'ready'))).toThrow(
      'No way leads to ready, out_for_delivery, delivered',
    );
    expect(() => checkLifecycle([...transitions, transitions[0]!])).toThrow('same way');
  });

  it('knows six ways and refuses all others', () => {
    const ways = orderStatuses.flatMap((from) =>
      orderStatuses.filter((to) => transitionBetween(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(ways).toEqual([
      'placed → accepted',
      'placed → expired',
      'accepted → picking',
      'picking → ready',
      'ready → out_for_delivery',
      'out_for_delivery → delivered',
    ]);
  });

  it('ends delivered or expired, and nowhere else', () => {
    expect(orderStatuses.filter(isTerminal)).toEqual(['delivered', 'expired']);
  });

  it('offers each role its own actions', () => {
    expect(allowedActions('placed', 'picker')).toEqual(['accept']);
    expect(allowedActions('placed', 'customer')).toEqual([]);
    expect(allowedActions('ready', 'driver')).toEqual(['collect']);
    expect(allowedActions('delivered', 'admin')).toEqual([]);
  });

  it('lets any walk end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }), (choices) => {
        let status = firstStatus;
        for (const choice of choices) {
          const open = transitions.filter(({ from }) => from === status);
          if (open.length > 0) status = open[choice % open.length]!.to;
        }
        expect(isTerminal(status)).toBe(true);
      }),
    );
  });
});
