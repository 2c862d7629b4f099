import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { DomainEvent, NewEvent } from '../../kernel/domain-event.js';
import { Ids } from '../../kernel/ids.js';
import type { Transaction } from '../database/transaction.js';

/** Writes facts into the outbox, inside the transaction that makes them true. */
@Injectable()
export class OutboxWriter {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async write(tx: Transaction, event: NewEvent): Promise<DomainEvent> {
    const written = { ...event, id: this.ids.next(), occurredAt: this.clock.now().toISOString() };
    await tx.query(
      `INSERT INTO outbox (event_id, type, version, aggregate_type, aggregate_id, payload, occurred_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        written.id,
        written.type,
        written.version,
        written.aggregateType,
        written.aggregateId,
        JSON.stringify(written.payload),
        written.occurredAt,
      ],
    );
    return written;
  }
}
