import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../platform/index.js';
import type { AccountEntity } from './account.entity.js';
import type { StaffRole } from './identity.js';
import type { StoreScope } from './store-scope.js';

/** Somebody of staff, and where they work. */
export interface StaffMember extends Omit<AccountEntity, 'passwordHash' | 'disabledAt'> {
  readonly role: StaffRole;
  readonly stores: StoreScope;
}

export interface StaffSearch {
  /** Null: of any role. */
  readonly role: StaffRole | null;
  /** Only people who work at this store; null: wherever they work. */
  readonly storeId: string | null;
  /** Only people who work nowhere else; null: anybody. */
  readonly within: readonly string[] | null;
  readonly limit: number;
  /** `createdAt` and id of the last one seen. */
  readonly after: readonly [string, string] | null;
}

type StaffRow = Omit<StaffMember, 'stores'> & { storeIds: string[] | null };

/** Without a row, admins work at every store and others at none. Null is every store. */
const storeIds = `CASE WHEN works.account_id IS NULL AND account.role <> 'admin' THEN '{}'::uuid[]
  ELSE works.store_ids END`;
const source = 'accounts account LEFT JOIN staff_stores works ON works.account_id = account.id';

/** Where staff work. */
@Injectable()
export class StaffQueries {
  constructor(private readonly database: Database) {}

  /** The stores of an account of staff; none for an account that is not there. */
  async storesOf(accountId: string): Promise<StoreScope> {
    const [row] = await this.database.query<{ storeIds: string[] | null }>(
      `SELECT ${storeIds} AS "storeIds" FROM ${source}
       WHERE account.id = $1 AND account.role <> 'customer'`,
      [accountId],
    );
    return row ? scopeOf(row.storeIds) : [];
  }

  /** Longest with us first; inside `tx` where one is given, with each one's row locked. */
  async find(search: StaffSearch): Promise<StaffMember[]> {
    const { role, storeId, within, limit, after } = search;
    return this.#select(
      this.database,
      `($1::text IS NULL OR account.role = $1)
         AND ($2::uuid IS NULL OR (${storeIds}) IS NULL OR $2 = ANY(${storeIds}))
         AND ($3::uuid[] IS NULL OR (${storeIds}) <@ $3)
         AND ($4::timestamptz IS NULL OR (account.created_at, account.id) > ($4, $5::uuid))
       ORDER BY account.created_at, account.id LIMIT $6`,
      [role, storeId, within, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Locked until the transaction ends; null for a customer, as for nobody. */
  async lock(tx: Transaction, accountId: string): Promise<StaffMember | null> {
    const where = 'account.id = $1 FOR NO KEY UPDATE OF account';
    return (await this.#select(tx, where, [accountId]))[0] ?? null;
  }

  async write(tx: Transaction, accountId: string, stores: StoreScope): Promise<void> {
    await tx.query(
      `INSERT INTO staff_stores (account_id, store_ids) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET store_ids = excluded.store_ids`,
      [accountId, stores === 'all' ? null : stores],
    );
  }

  async #select(
    from: Pick<Database, 'query'>,
    where: string,
    values: readonly unknown[],
  ): Promise<StaffMember[]> {
    const rows = await from.query<StaffRow>(
      `SELECT account.id, email, display_name AS "displayName", role, phone,
         account.created_at AS "createdAt", ${storeIds} AS "storeIds"
       FROM ${source} WHERE account.role <> 'customer' AND ${where}`,
      [...values],
    );
    return rows.map(({ storeIds: ids, ...account }) => ({ ...account, stores: scopeOf(ids) }));
  }
}

const scopeOf = (ids: readonly string[] | null): StoreScope => ids ?? 'all';
