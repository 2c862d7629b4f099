import { describe, expect, it } from 'vitest';
import { deliveryMachine } from '../../drivers/domain/delivery-status.js';
import { lineMachine } from '../../orders/domain/line-status.js';
import { orderMachine } from '../../orders/domain/order-status.js';
import { paymentMachine } from '../../orders/domain/payment-status.js';
import { noticeKinds } from './notice-kinds.js';
import { noticeOfFact, toldFacts } from './notice-of-fact.js';

const edges = (
  [
    ['order', orderMachine],
    ['order_line', lineMachine],
    ['payment', paymentMachine],
    ['delivery', deliveryMachine],
  ] as const
).flatMap(([name, machine]) =>
  machine.edges().map(({ action, to }) => ({
    type: name === 'delivery' && action === 'approach' ? 'delivery.approached' : `${name}.${to}`,
    action,
  })),
);

describe('the facts that people are told of', () => {
  it('are these steps, and no others of the same types', () => {
    const told = edges
      .filter(({ type, action }) => noticeOfFact({ type, payload: { action } }) !== null)
      .map(({ type, action }) => `${type} by ${action}`);
    expect([...new Set(told)].toSorted()).toEqual([
      'delivery.approached by approach',
      'order.accepted by accept',
      'order.cancelled by cancel',
      'order.cancelled by decline',
      'order.cancelled by ready',
      'order.delivery_failed by fail',
      'order.expired by expire',
      'order.placed by authorize',
      'order.rejected by reject',
      'order_line.substitute_proposed by propose',
    ]);
  });

  it('cover every kind', () => {
    const actions = ['place', 'accept', 'propose', 'fail', 'cancel'];
    const kinds = toldFacts.flatMap((type) =>
      actions.flatMap((action) => noticeOfFact({ type, payload: { action } }) ?? []),
    );
    expect([...new Set(kinds)].toSorted()).toEqual(noticeKinds.toSorted());
  });

  it('are not those of other types', () => {
    expect(noticeOfFact({ type: 'order.delivered', payload: { action: 'deliver' } })).toBeNull();
    expect(noticeOfFact({ type: 'order.accepted', payload: {} })).toBeNull();
  });
});
