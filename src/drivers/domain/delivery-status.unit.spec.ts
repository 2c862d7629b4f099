import fc from 'fast-check';
import {
  type Actor,
  cashToCollect,
  minimumAgeInBag,
  type OrderSnapshot,
} from '../../orders/index.js';
import { describe, expect, it } from 'vitest';
import { money } from '../../kernel/money.js';
import {
  allowedActions,
  type DeliveryFacts,
  deliveryWay,
  type Handover,
} from './delivery-facts.js';
import { activeStatuses, deliveryMachine, deliveryStatuses, hasTaken } from './delivery-status.js';

type Order = DeliveryFacts['order'] & Pick<OrderSnapshot, 'lines' | 'totals' | 'payment'>;
const line = { status: 'found', minimumAge: null, substitute: null } as Order['lines'][number];
const atTheDoor = {
  status: 'out_for_delivery',
  lines: [line],
  totals: { total: money(3171, 'AED'), rounding: money(-3, 'AED') },
  payment: { method: 'cash_on_delivery' },
  deliverTo: { leaveAtDoor: false },
  deliveryPin: '0417',
  timeline: [],
} as unknown as Order;
const now = new Date('2026-03-01T09:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const facts = (
  delivery: Partial<DeliveryFacts['delivery']>,
  order: Partial<Order> = {},
  more: Partial<DeliveryFacts> = {},
): DeliveryFacts => ({
  delivery: {
    status: 'at_customer',
    pinFailures: 0,
    contactedAt: null,
    approachedAt: null,
    ...delivery,
  },
  order: { ...atTheDoor, ...order },
  minimumAge: minimumAgeInBag({ ...atTheDoor, ...order }.lines),
  cashToCollect: cashToCollect({ ...atTheDoor, ...order }),
  now,
  ...more,
});
const driver = { accountId: 'd', role: 'driver' as const };
const dispatcher = { accountId: 'x', role: 'dispatcher' as const };
const handed: Handover = {
  cashCollectedMinor: 3168,
  pin: '0417',
  photoReference: null,
  ageChecked: false,
};
const leftAtDoor = { deliverTo: { leaveAtDoor: true } as Order['deliverTo'] };
const wine = { lines: [{ ...line, minimumAge: 18 }] };

/** The guard that refuses the action, or the new status. */
function outcome(action: string, given: DeliveryFacts, who: Actor = driver): string {
  const found = deliveryWay(given, action, who);
  if ('transition' in found) return found.transition.to;
  return found.refusal.why === 'guard' ? found.refusal.guard : 'illegal';
}
const deliver = (said: Partial<Handover>, order: Partial<Order> = {}, pinFailures = 0) =>
  outcome('deliver', facts({ pinFailures }, order, { handover: { ...handed, ...said } }));

describe('the delivery lifecycle', () => {
  it('occupies its order and its driver until one of its ends', () => {
    const ended = deliveryStatuses.filter((status) => !activeStatuses.includes(status));
    // The same as in the predicate of deliveries_one_active_per_order.
    expect(ended).toEqual(['delivered', 'retried', 'returned', 'cancelled']);
  });

  it('moves the order whenever the goods change hands, and never before', () => {
    const moving = deliveryMachine.edges().filter(({ effects }) => effects?.includes('move_order'));
    expect(moving.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'assigned collected',
      'at_store collected',
      'collected delivered',
      'at_customer delivered',
      'collected failed',
      'at_customer failed',
      'failed collected',
      'returning collected',
      'collected retried',
      'at_customer retried',
    ]);
  });

  it('can be undone until it is collected, and by nobody after', () => {
    const undone = deliveryMachine.edges().filter(({ to }) => to === 'cancelled');
    expect(new Set(undone.map(({ from }) => from))).toEqual(new Set(['assigned', 'at_store']));
    expect(undone).toHaveLength(10);
  });

  it('lets every walk end that does not turn back', () => {
    const onward = deliveryMachine
      .edges()
      .filter(({ from, to, action }) => from !== to && action !== 'resume');
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 7, maxLength: 7 }), (choices) => {
        let status = deliveryMachine.initial[0]!;
        for (const choice of choices) {
          const open = onward.filter(({ from }) => from === status);
          if (open.length > 0) status = open[choice % open.length]!.to;
        }
        expect(deliveryMachine.isTerminal(status)).toBe(true);
      }),
    );
  });

  it('knows a step that is sent again by where it led', () => {
    expect(hasTaken('arrive', 'at_store')).toBe(true);
    expect(hasTaken('arrive', 'at_customer')).toBe(true);
    expect(hasTaken('arrive', 'collected')).toBe(false);
    expect(hasTaken('deliver', 'delivered')).toBe(true);
    // Each attempt to reach the customer counts anew.
    expect(hasTaken('contact-attempts', 'at_customer')).toBe(false);
  });
});

describe('what a driver is offered', () => {
  it.each([
    ['assigned', 'picking', ['arrive', 'release']],
    ['assigned', 'ready', ['arrive', 'collect', 'release']],
    ['at_store', 'ready', ['collect', 'release']],
    ['collected', 'out_for_delivery', ['arrive', 'deliver', 'contact-attempts', 'fail']],
    ['at_customer', 'out_for_delivery', ['deliver', 'contact-attempts', 'fail']],
    ['failed', 'delivery_failed', ['return']],
    ['returning', 'delivery_failed', ['arrive']],
    ['delivered', 'delivered', []],
    ['cancelled', 'cancelled', []],
  ] as const)('of what is %s, the order being %s', (status, order, actions) => {
    expect(allowedActions(facts({ status }, { status: order }), driver)).toEqual(actions);
  });

  it('does not include the handover with a locked PIN, unless no PIN is needed', () => {
    expect(allowedActions(facts({ pinFailures: 5 }), driver)).not.toContain('deliver');
    expect(allowedActions(facts({ pinFailures: 5 }, leftAtDoor), driver)).toContain('deliver');
  });
});

describe('handing over', () => {
  it('needs the PIN of the customer', () => {
    expect(deliver({})).toBe('delivered');
    expect(deliver({ pin: '0418' })).toBe('proven');
    expect(deliver({ pin: null, photoReference: 'a' })).toBe('proven');
    expect(deliver({}, {}, 4)).toBe('delivered');
    expect(deliver({}, {}, 5)).toBe('pin_unlocked');
  });

  it('at the door needs a photo instead', () => {
    expect(deliver({ pin: null, photoReference: 'a' }, leftAtDoor)).toBe('delivered');
    expect(deliver({}, leftAtDoor)).toBe('proven');
  });

  it('of age-restricted goods needs a look at an identity card', () => {
    expect(deliver({}, wine)).toBe('age_checked');
    expect(deliver({ ageChecked: true }, wine)).toBe('delivered');
    const refunded = { lines: [{ ...wine.lines[0]!, status: 'refunded' as const }, line] };
    expect(deliver({}, refunded)).toBe('delivered');
    const substitute = { minimumAge: 21 } as NonNullable<(typeof line)['substitute']>;
    const substituted = { lines: [{ ...line, status: 'substituted' as const, substitute }] };
    expect(deliver({}, substituted)).toBe('age_checked');
  });

  it('takes exactly the cash that is due, and none where a card pays', () => {
    for (const cashCollectedMinor of [0, 3167, 3169, 3171]) {
      expect(deliver({ cashCollectedMinor })).toBe('cash_exact');
    }
    for (const method of ['card', 'card_on_delivery'] as const) {
      const paid = { payment: { ...atTheDoor.payment, method } };
      expect(deliver({}, paid)).toBe('cash_exact');
      expect(deliver({ cashCollectedMinor: 0 }, paid)).toBe('delivered');
    }
  });

  it('does not reveal whether a PIN is right before everything else is', () => {
    expect(deliver({ pin: '0418', cashCollectedMinor: 1 })).toBe('cash_exact');
    expect(deliver({ pin: '0417', cashCollectedMinor: 1 })).toBe('cash_exact');
  });
});

describe('giving up', () => {
  const fail = (reasonCode: 'no_answer' | 'refused', contactedAt: Date | null) =>
    outcome(
      'fail',
      facts({ contactedAt }, {}, { failure: { reasonCode, note: null, photoReference: null } }),
    );

  it('for no answer needs an attempt, and five minutes', () => {
    expect(fail('no_answer', null)).toBe('customer_tried');
    expect(fail('no_answer', new Date(minutesAgo(5).getTime() + 1))).toBe('customer_tried');
    expect(fail('no_answer', minutesAgo(5))).toBe('failed');
  });

  it('for another reason needs neither', () => {
    expect(fail('refused', null)).toBe('failed');
  });

  it('needs nothing where staff say it for the driver', () => {
    const failure = { reasonCode: 'no_answer' as const, note: null, photoReference: null };
    expect(outcome('fail', facts({}, {}, { failure }), dispatcher)).toBe('failed');
  });
});

describe('taking back having given up', () => {
  const failed = (by: 'driver' | 'dispatcher', at: Date, status = 'failed' as const) => {
    const steps = [
      { machine: 'order', action: 'fail', by, at: at.toISOString() },
      { machine: 'payment', action: 'capture', by: 'system', at: now.toISOString() },
    ] as unknown as Order['timeline'];
    return facts({ status }, { status: 'delivery_failed', timeline: steps });
  };

  it('is the driver’s for ten minutes', () => {
    expect(outcome('resume', failed('driver', minutesAgo(10)))).toBe('collected');
    const tooLate = failed('driver', new Date(minutesAgo(10).getTime() - 1));
    expect(outcome('resume', tooLate)).toBe('failed_lately');
    expect(allowedActions(failed('driver', now), driver)).toEqual(['resume', 'return']);
  });

  it('is nobody’s when staff ended the delivery', () => {
    expect(outcome('resume', failed('dispatcher', now))).toBe('failed_lately');
    expect(outcome('resume', failed('driver', now), dispatcher)).toBe('illegal');
  });
});

describe('what staff may do for a driver', () => {
  it.each([
    ['assigned', ['unassign', 'reassign']],
    ['at_store', ['unassign', 'reassign']],
    ['collected', ['deliver', 'fail', 'hand-over']],
    ['at_customer', ['deliver', 'fail', 'hand-over']],
    ['failed', ['redeliver']],
    ['returning', ['redeliver']],
  ] as const)('with what is %s', (status, actions) => {
    const locked = facts({ status, pinFailures: 5 });
    expect(allowedActions(locked, dispatcher)).toEqual(actions);
    expect(allowedActions(locked, { ...dispatcher, role: 'admin' })).toEqual(actions);
  });

  it('hands over without a proof, and with the exact cash', () => {
    const said = (more: Partial<Handover>, order: Partial<Order> = {}) =>
      outcome(
        'deliver',
        facts({ pinFailures: 5 }, order, { handover: { ...handed, pin: null, ...more } }),
        dispatcher,
      );
    expect(said({})).toBe('delivered');
    expect(said({ cashCollectedMinor: 1 })).toBe('cash_exact');
    expect(said({}, wine)).toBe('age_checked');
    expect(said({ ageChecked: true }, wine)).toBe('delivered');
  });
});
