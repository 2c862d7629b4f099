import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/index.js';

/** Whose orders are which, for what else is held of them. */
@Injectable()
export class OrderOwners {
  constructor(private readonly database: Database) {}

  /** The ids of a customer's orders, in pages; inside `tx` where one is given. */
  async *idsOf(
    customerId: string,
    tx: Transaction | null = null,
  ): AsyncGenerator<readonly string[]> {
    for (let after: string | null = null; ;) {
      const rows: { id: string }[] = await (tx ?? this.database).query(
        `SELECT id FROM orders WHERE customer_id = $1 AND ($2::uuid IS NULL OR id > $2)
         ORDER BY id LIMIT 200`,
        [customerId, after],
      );
      if (rows.length === 0) return;
      yield rows.map(({ id }) => id);
      after = rows.at(-1)!.id;
    }
  }
}
