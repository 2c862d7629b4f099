import { touch } from '../cache/index.js';
import { OrderOwners } from '../orders/index.js';
import {
  Database,
  type Erasure,
  HoldsPersonalData,
  type PersonalDataHolder,
  type RowCounts,
  type Transaction,
} from '../platform/index.js';
import { shareLinkTag } from './tracking.cache.js';
import { ShareLinkRepository } from './persistence/share-link.repository.js';

/** The links by which a customer's orders may be followed. */
@HoldsPersonalData()
export class SharePeople implements PersonalDataHolder {
  readonly tables = { share_links: 'tracking.forget-share-links' };

  constructor(
    private readonly database: Database,
    private readonly owners: OrderOwners,
    private readonly links: ShareLinkRepository,
  ) {}

  lists(accountId: string) {
    return { shareLinks: this.#ofOrders(accountId) };
  }

  async erase(tx: Transaction, { accountId }: Erasure): Promise<RowCounts> {
    let count = 0;
    for await (const orderIds of this.owners.idsOf(accountId, tx)) {
      const hashes: string[] = [];
      for (const id of orderIds) hashes.push(...(await this.links.removeAllOf(tx, id)));
      if (hashes.length > 0) await touch(tx, ...hashes.map(shareLinkTag));
      count += hashes.length;
    }
    return { share_links: count };
  }

  async *#ofOrders(accountId: string): AsyncIterable<object> {
    for await (const orderIds of this.owners.idsOf(accountId)) {
      yield* await this.database.query<object>(
        `SELECT order_id AS "orderId", expires_at AS "expiresAt" FROM share_links
         WHERE order_id = ANY ($1) ORDER BY order_id, expires_at`,
        [orderIds],
      );
    }
  }
}
