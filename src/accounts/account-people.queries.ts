import {
  atErasure,
  Database,
  type Erasure,
  HoldsPersonalData,
  inPages,
  type PersonalDataHolder,
  type RowCounts,
  type Transaction,
} from '../platform/index.js';

type Dated = { readonly id: string };

/** The account itself, its address book and its logins. */
@HoldsPersonalData()
export class AccountPeople implements PersonalDataHolder {
  readonly tables = {
    accounts: atErasure,
    addresses: atErasure,
    login_sessions: 'accounts.forget-sessions',
    staff_stores: atErasure,
    account_erasures: 'accounts.erase-due',
    access_changes: 'accounts.forget-access-changes',
  };

  constructor(private readonly database: Database) {}

  lists(accountId: string) {
    return {
      account: this.#rows(
        `SELECT id, email, display_name AS "displayName", role, phone, created_at AS "createdAt",
           disabled_at AS "disabledAt" FROM accounts WHERE id = $1`,
        accountId,
      ),
      addresses: this.#rows(
        `SELECT id, label, line1, lat, lng, notes, phone, leave_at_door AS "leaveAtDoor",
           is_default AS "isDefault", created_at AS "createdAt"
         FROM addresses WHERE account_id = $1`,
        accountId,
      ),
      logins: this.#rows(
        `SELECT id, kind, created_at AS "createdAt", rotated_at AS "lastUsedAt",
           ended_at AS "endedAt" FROM login_sessions WHERE account_id = $1`,
        accountId,
      ),
      workplaces: this.#rows(
        `SELECT account_id AS id, store_ids AS "storeIds" FROM staff_stores WHERE account_id = $1`,
        accountId,
      ),
      erasure: this.#rows(
        `SELECT account_id AS id, asked_at AS "askedAt", erase_at AS "eraseAt"
         FROM account_erasures WHERE account_id = $1`,
        accountId,
      ),
    };
  }

  /** Deleting a session or an account notes its id for a day, so that its tokens are refused. */
  async erase(tx: Transaction, { accountId }: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    for (const table of ['account_erasures', 'staff_stores', 'login_sessions', 'addresses']) {
      const sql = `DELETE FROM ${table} WHERE account_id = $1 RETURNING account_id`;
      counts[table] = (await tx.query(sql, [accountId])).length;
    }
    const gone = await tx.query('DELETE FROM accounts WHERE id = $1 RETURNING id', [accountId]);
    return { ...counts, accounts: gone.length };
  }

  #rows(sql: string, accountId: string): AsyncIterable<Dated> {
    return inPages<Dated>((after) =>
      this.database.query<Dated>(
        `SELECT * FROM (${sql}) own WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT 100`,
        [accountId, after?.id ?? null],
      ),
    );
  }
}
