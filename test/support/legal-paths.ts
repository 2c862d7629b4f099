import { StateMachine } from '../../src/kernel/state-machine.js';
import { lineMachine } from '../../src/orders/domain/line-status.js';
import { orderMachine } from '../../src/orders/domain/order-status.js';
import { paymentMachine } from '../../src/orders/domain/payment-status.js';
import { Database } from '../../src/platform/index.js';
import type { Larder } from './larder.js';

interface Step {
  readonly machine: 'order' | 'line' | 'payment';
  readonly subjectId: string;
  readonly action: string;
  readonly from: string | null;
  readonly to: string;
  /** The status after the step before; null for the first. */
  readonly before: string | null;
  /** The status in the tables now, for the last step; null for the others. */
  readonly now: string | null;
}

type AnyMachine = StateMachine<string, string, string, string>;
const machines: Record<Step['machine'], AnyMachine> = {
  order: orderMachine as unknown as AnyMachine,
  line: lineMachine as unknown as AnyMachine,
  payment: paymentMachine as unknown as AnyMachine,
};

/** Steps of the timeline that the tables of transitions lack, or that do not follow on. */
export async function illegalSteps(larder: Larder): Promise<Step[]> {
  const steps = await larder.app.get(Database).query<Step>(
    `SELECT step.machine, subject_id AS "subjectId", action, from_status AS "from",
       to_status AS "to", lag(to_status) OVER path AS before,
       CASE WHEN lead(to_status) OVER path IS NULL
         THEN coalesce(orders.status, line.status, payment.status) END AS now
     FROM order_timeline step
     LEFT JOIN orders ON orders.id = subject_id
     LEFT JOIN order_lines line ON line.id = subject_id
     LEFT JOIN payments payment ON payment.id = subject_id
     WINDOW path AS (PARTITION BY step.machine, subject_id ORDER BY step.version)`,
  );
  const legal = new Set(
    Object.entries(machines).flatMap(([name, machine]) =>
      machine.edges().map(({ action, from, to }) => [name, action, from, to].join(' ')),
    ),
  );
  return steps.filter(({ machine, action, from, to, before, now }) => {
    if (now !== null && now !== to) return true;
    if (machine === 'order' && before === null) {
      return action !== 'place' || from !== null || !orderMachine.initial.includes(to as never);
    }
    const first = machines[machine].initial as readonly (string | null)[];
    const follows = before === null ? first.includes(from) : before === from;
    return !follows || !legal.has([machine, action, from, to].join(' '));
  });
}
