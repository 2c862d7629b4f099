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

interface ToldNotice {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** What customers were told, how they want to be told, and where their apps are. */
@HoldsPersonalData()
export class NoticePeople implements PersonalDataHolder {
  readonly tables = { notices: 'notices.forget', notice_choices: atErasure, devices: atErasure };

  constructor(private readonly database: Database) {}

  lists(accountId: string) {
    return {
      devices: this.#few(
        'SELECT id, platform, kept_at AS "keptAt" FROM devices WHERE account_id = $1 ORDER BY id',
        accountId,
      ),
      noticeChoices: this.#few(
        'SELECT language, channels FROM notice_choices WHERE account_id = $1',
        accountId,
      ),
      notices: inPages<ToldNotice>((after) =>
        this.database.query<ToldNotice>(
          `SELECT id, kind, title, body, created_at AS "createdAt", sent_at AS "sentAt" FROM notices
           WHERE account_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT 100`,
          [accountId, after?.id ?? null],
        ),
      ),
    };
  }

  async erase(tx: Transaction, { accountId }: Erasure): Promise<RowCounts> {
    const counts: Record<string, number> = {};
    for (const table of Object.keys(this.tables)) {
      const gone = await tx.query(
        `DELETE FROM ${table} WHERE account_id = $1 RETURNING account_id`,
        [accountId],
      );
      counts[table] = gone.length;
    }
    return counts;
  }

  async *#few(question: string, accountId: string): AsyncIterable<object> {
    yield* await this.database.query<object>(question, [accountId]);
  }
}
