// An order and its delivery walk together along both tables: whoever is lost, somebody can end both.
import { describe, expect, it } from 'vitest';
import { type DeliveryFacts, deliveryWay } from '../src/drivers/domain/delivery-facts.js';
import { deliveryMachine, type DeliveryStatus } from '../src/drivers/domain/delivery-status.js';
import { orderMayBeAssigned } from '../src/drivers/domain/dispatch-rules.js';
import { money } from '../src/kernel/money.js';
import { type Actor, type OrderFacts, orderWay } from '../src/orders/domain/order-facts.js';
import {
  type ActorRole,
  orderMachine,
  type OrderStatus,
} from '../src/orders/domain/order-status.js';

interface Both {
  readonly order: OrderStatus;
  /** The active delivery, or the last; null: none was begun. */
  readonly delivery: DeliveryStatus | null;
}

const everybody = ['system', 'customer', 'picker', 'driver', 'dispatcher', 'admin'] as const;
const staff: readonly ActorRole[] = ['dispatcher', 'admin'];
const somebody = (role: ActorRole): Actor => ({ accountId: 'somebody', role });
const now = new Date('2026-03-01T09:00:00Z');

/** Whatever can stand in the way of an order: other pickers' lines, no money, no answer. */
const hardOrder = (status: OrderStatus): OrderFacts => ({
  status,
  pickerId: 'somebody else',
  cancelRequestedAt: now,
  needsDispatchAt: null,
  lines: [{ status: 'pending' }],
  totals: { total: money(1001, 'AED') },
  payment: { hold: money(1000, 'AED') },
});
/** And of a delivery: a locked PIN, nobody at the door, and a phone that was silent too long. */
const hardDelivery = (status: DeliveryStatus, order: OrderStatus): DeliveryFacts => ({
  delivery: { status, pinFailures: 5, contactedAt: null, approachedAt: now },
  order: {
    status: order,
    deliverTo: { leaveAtDoor: false },
    timeline: [] as DeliveryFacts['order']['timeline'],
  } as DeliveryFacts['order'],
  minimumAge: 18,
  cashToCollect: money(1000, 'AED'),
  now,
  failure: { reasonCode: 'no_answer', note: null, photoReference: null },
});

const easyOrder = (status: OrderStatus): OrderFacts => ({
  ...hardOrder(status),
  pickerId: 'somebody',
  cancelRequestedAt: null,
  needsDispatchAt: now,
  lines: [{ status: 'found' }],
  payment: { hold: null },
});
const isOver = (status: DeliveryStatus | null) =>
  status === null || deliveryMachine.isTerminal(status);

/** What an action of the order leads to; null: it is refused. */
function moved(facts: OrderFacts, action: string, role: ActorRole): OrderStatus | null {
  const found = orderWay(facts, action, somebody(role));
  return 'transition' in found ? found.transition.to : null;
}

/** Everything that may become of the two by one step of one of these roles. */
function next(both: Both, roles: readonly ActorRole[], factsOf = hardOrder): Both[] {
  const { order, delivery } = both;
  const led: Both[] = [];
  for (const role of roles) {
    // Steps of the order alone; those of its delivery come from there.
    for (const { action, by, from } of orderMachine.transitions) {
      const isOfDelivery = deliveryMachine.transitions.some(
        (way) => way.action === action && way.effects?.includes('move_order'),
      );
      if (isOfDelivery || action === 'redeliver') continue;
      if (!by.includes(role) || !from.includes(order)) continue;
      const to = moved(factsOf(order), action, role);
      if (to) led.push(followed({ order: to, delivery }));
    }
    if (delivery && !isOver(delivery)) {
      for (const { action, by, from, effects = [] } of deliveryMachine.transitions) {
        if (!by.includes(role) || !from.includes(delivery)) continue;
        const found = deliveryWay(hardDelivery(delivery, order), action, somebody(role));
        if ('refusal' in found) continue;
        const movesOrder = effects.includes('move_order') || action === 'redeliver';
        const orderTo = movesOrder ? moved(factsOf(order), action, role) : order;
        const { to } = found.transition;
        if (!orderTo) continue;
        // Goods that change hands are in a new delivery.
        led.push(followed({ order: orderTo, delivery: to === 'retried' ? 'collected' : to }));
      }
    }
    if (staff.includes(role) && isOver(delivery)) {
      if (orderMayBeAssigned(order)) led.push({ order, delivery: 'assigned' });
      const again = moved(factsOf(order), 'redeliver', role);
      if (again) led.push({ order: again, delivery: 'collected' });
    }
  }
  return led;
}

/** The system ends the delivery of an order that has ended. */
function followed({ order, delivery }: Both): Both {
  const action = { cancelled: 'cancel', returned: 'take-back' }[order as string];
  if (!action || !delivery || isOver(delivery)) return { order, delivery };
  const found = deliveryWay(hardDelivery(delivery, order), action, somebody('system'));
  return { order, delivery: 'transition' in found ? found.transition.to : delivery };
}

function reachedFrom(starts: readonly Both[], roles: readonly ActorRole[], factsOf = hardOrder) {
  const reached = new Map(starts.map((both) => [JSON.stringify(both), both]));
  for (const both of reached.values()) {
    for (const led of next(both, roles, factsOf)) reached.set(JSON.stringify(led), led);
  }
  return [...reached.values()];
}

const hasEnded = ({ order, delivery }: Both) => orderMachine.isTerminal(order) && isOver(delivery);

describe('an order with its delivery', () => {
  const all = reachedFrom(
    orderMachine.initial.map((order) => ({ order, delivery: null })),
    everybody,
    easyOrder,
  );

  it('comes to every status of both tables', () => {
    expect(new Set(all.map(({ order }) => order))).toEqual(new Set(orderMachine.statuses));
    const deliveries = new Set(all.flatMap(({ delivery }) => delivery ?? []));
    // Goods that are handed over begin another delivery in the same step.
    expect(deliveries).toEqual(
      new Set(deliveryMachine.statuses.filter((status) => status !== 'retried')),
    );
  });

  it.each([
    ['the customer', 'customer', hardOrder],
    ['the picker', 'picker', hardOrder],
    ['the driver, or the driver’s phone', 'driver', hardOrder],
    ['the dispatcher', 'dispatcher', hardOrder],
    // The picker who has started it is there.
    ['the admin', 'admin', easyOrder],
  ] as const)('can be ended from everywhere without %s', (_, lost, factsOf) => {
    const left = everybody.filter((role) => role !== lost);
    const stuck = all.filter((both) => !reachedFrom([both], left, factsOf).some(hasEnded));
    expect(stuck).toEqual([]);
  });

  it('is stuck without those whom it needs: the walk can find a fault', () => {
    const stuck = all.filter((both) => !reachedFrom([both], ['customer']).some(hasEnded));
    expect(stuck).toContainEqual({ order: 'out_for_delivery', delivery: 'collected' });
  });
});
