// The payments' own code without its safeguards: the lock on the order is a plain read, and writes
// do not compare the row with the one that was read.
import { OrderEntity } from '../../src/orders/persistence/order.entity.js';
import { OrderRepository } from '../../src/orders/persistence/order.repository.js';
import { PaymentRepository } from '../../src/orders/persistence/payment.repository.js';
import type { Transaction } from '../../src/platform/index.js';
import type { Larder } from './larder.js';

const system = { role: 'system' };

/** Removes the safeguards for one order: `howMany` wait until all have read. Answers the undo. */
export function withoutLock(larder: Larder, orderId: string, howMany: number): () => void {
  const orders = larder.app.get(OrderRepository);
  const payments = larder.app.get(PaymentRepository);
  const real = {
    lock: orders.lock.bind(orders),
    move: orders.move.bind(orders),
    ofOrder: payments.ofOrder.bind(payments),
    pay: payments.move.bind(payments),
  };
  const allHaveRead = meetingOf(howMany);
  const read = new WeakMap<Transaction, OrderEntity | null>();

  orders.lock = async (tx, id, who) => {
    if (id !== orderId) return real.lock(tx, id, who);
    if (!read.has(tx)) read.set(tx, await tx.manager.findOneBy(OrderEntity, { id }));
    return read.get(tx)!;
  };
  payments.ofOrder = async (tx, id) => {
    const payment = await real.ofOrder(tx, id);
    if (id === orderId) await allHaveRead();
    return payment;
  };
  orders.move = async (tx, order, to, change) => {
    const { status, version } = (await real.lock(tx, order.id, system))!;
    return real.move(tx, { ...order, status, version }, to, change);
  };
  payments.move = async (tx, payment, to, change) => {
    await real.lock(tx, payment.orderId, system);
    const { status, version } = await real.ofOrder(tx, payment.orderId);
    return real.pay(tx, { ...payment, status, version }, to, change);
  };
  return () => {
    Object.assign(orders, { lock: real.lock, move: real.move });
    Object.assign(payments, { ofOrder: real.ofOrder, move: real.pay });
  };
}

/** Resolves for all when the last of `howMany` has come; later ones pass. */
function meetingOf(howMany: number): () => Promise<void> {
  let all!: () => void;
  const complete = new Promise<void>((resolve) => (all = resolve));
  let here = 0;
  return () => {
    here += 1;
    if (here === howMany) all();
    return complete;
  };
}
