import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import type { Actor } from '../domain/order-facts.js';
import { bagOf } from '../domain/order-ledger.js';
import type { OrderSnapshot } from '../domain/order-snapshot.js';
import { LineNotFound, OrderNotFound } from '../orders.errors.js';
import type { OrderLineEntity } from '../persistence/order.entity.js';
import { OrderReads } from '../persistence/order-reads.queries.js';
import { OrderRepository } from '../persistence/order.repository.js';
import { ledgerLine } from './order-effects.service.js';
import { OrderLifecycle } from './order-lifecycle.service.js';

export const dispositions = ['put_back', 'write_off'] as const;

export interface ReturnedLine {
  readonly lineId: string;
  readonly disposition: (typeof dispositions)[number];
}

/** Takes an undelivered order back into its store. */
@Injectable()
export class ReturnOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly lifecycle: OrderLifecycle,
    private readonly reads: OrderReads,
  ) {}

  /**
   * Lines left out are put back on the shelf. A repeat gets the same answer.
   * @throws order-not-found, line-not-found, illegal-transition
   */
  async takeBack(
    orderId: string,
    named: readonly ReturnedLine[],
    actor: Actor,
  ): Promise<OrderSnapshot> {
    await this.unitOfWork.run(async (tx) => {
      const order = await this.orders.lock(tx, orderId, actor);
      if (!order) throw OrderNotFound.because('There is no order with this id.');
      if (order.status === 'returned') return;
      const lines = await this.orders.linesOf(tx, orderId);
      const writtenOff = idsToWriteOff(named, lines);
      const goods = (some: readonly OrderLineEntity[]) =>
        bagOf(some.map((line) => ledgerLine(order.currency, line)));
      await this.lifecycle.move(
        tx,
        orderId,
        'return',
        actor,
        {},
        {
          shelved: goods(lines.filter(({ id }) => !writtenOff.has(id))),
          writtenOff: goods(lines.filter(({ id }) => writtenOff.has(id))),
        },
      );
    });
    return (await this.reads.snapshot(orderId))!;
  }
}

function idsToWriteOff(
  named: readonly ReturnedLine[],
  lines: readonly OrderLineEntity[],
): ReadonlySet<string> {
  const left = new Set(lines.filter(({ status }) => status !== 'refunded').map(({ id }) => id));
  const unknown = named.findIndex(({ lineId }) => !left.has(lineId));
  if (unknown >= 0) {
    throw LineNotFound.because('No goods of this line have left the store.', {
      errors: [{ pointer: `/lines/${unknown}/lineId`, code: 'line-not-found' }],
    });
  }
  const off = named.filter(({ disposition }) => disposition === 'write_off');
  return new Set(off.map(({ lineId }) => lineId));
}
