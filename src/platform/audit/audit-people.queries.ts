import { Database } from '../database/database.js';
import { inPages } from '../personal-data/in-pages.js';
import {
  HoldsPersonalData,
  type PersonalDataHolder,
  type RowCounts,
} from '../personal-data/personal-data.decorator.js';

interface Act {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: string;
  readonly address: string | null;
}

/** What people did. The log only grows: an erasure leaves the id, which then is nobody’s. */
@HoldsPersonalData()
export class AuditPeople implements PersonalDataHolder {
  readonly tables = { audit_log: 'platform.forget-audit' };

  constructor(private readonly database: Database) {}

  lists(accountId: string) {
    return {
      acts: inPages<Act>((after) =>
        this.database.query<Act>(
          `SELECT id, at, action, outcome, address FROM audit_log
           WHERE actor_id = $1 AND ($2::uuid IS NULL OR (at, id) > ($3, $2))
           ORDER BY at, id LIMIT 100`,
          [accountId, after?.id ?? null, after?.at ?? null],
        ),
      ),
    };
  }

  async erase(): Promise<RowCounts> {
    return {};
  }
}
