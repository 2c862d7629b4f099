import {
  atErasure,
  Database,
  type Erasure,
  HoldsPersonalData,
  inPages,
  type PersonalDataHolder,
  type RowCounts,
  type Transaction,
} from '../../platform/index.js';

const forgetImports = 'catalog.watch-imports';

type Row = { readonly id: string };

/** Staff by what they imported and counted. */
@HoldsPersonalData()
export class StaffPeople implements PersonalDataHolder {
  readonly tables = {
    stock_movements: atErasure,
    imports: forgetImports,
    import_chunks: forgetImports,
    import_goods: forgetImports,
    import_rejections: forgetImports,
  };

  constructor(private readonly database: Database) {}

  lists(accountId: string) {
    return {
      stockMovements: this.#rows(
        `SELECT id, store_id AS "storeId", product_id AS "productId", delta, reason, note, at
         FROM stock_movements WHERE account_id = $1`,
        accountId,
      ),
      imports: this.#rows(
        `SELECT id, store_id AS "storeId", kind, status, created_at AS "createdAt"
         FROM imports WHERE account_id = $1`,
        accountId,
      ),
    };
  }

  async erase(tx: Transaction, { accountId, standIn }: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    for (const table of ['stock_movements', 'imports']) {
      const sql = `UPDATE ${table} SET account_id = $2 WHERE account_id = $1 RETURNING id`;
      counts[table] = (await tx.query(sql, [accountId, standIn])).length;
    }
    return counts;
  }

  #rows(sql: string, accountId: string): AsyncIterable<Row> {
    return inPages<Row>((after) =>
      this.database.query<Row>(
        `SELECT * FROM (${sql}) own WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT 100`,
        [accountId, after?.id ?? null],
      ),
    );
  }
}
